"""The words that a disguise may hide, commonest first, with the cut of words run together and masked words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_LONGEST = 18
_SHORT = frozenset({"a", "i"})
_FEWEST_LETTERS_A_WORD = 2.9


class Vocabulary:
    """Words in lower case. In: `ranked`, commonest first; `maskable`, those that people mask with stars."""

    def __init__(self, ranked: Sequence[str], maskable: Iterable[str] = ()) -> None:
        self._costs = {word: math.log(rank + 60) for rank, word in enumerate(ranked)}
        self._maskable: dict[int, list[str]] = {}
        for word in maskable:
            self._costs.setdefault(word, math.log(8000))
            self._maskable.setdefault(len(word), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._costs

    def split(self, letters: str) -> str | None:
        """The likeliest words that letters run together make; None where they make none, or only one.

        A few long words beat many short ones: a name is not to be read as "ma kh mo ur".
        """
        if not letters or len(letters) > 200:
            return None
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(letters) + 1):
            best.append(min(self._steps(letters, end, best), default=(math.inf, 0)))
        if math.isinf(best[-1][0]):
            return None
        words, end = [], len(letters)
        while end:
            start = best[end][1]
            words.append(letters[start:end])
            end = start
        if len(words) < 2 or len(letters) / len(words) < _FEWEST_LETTERS_A_WORD:
            return None
        return " ".join(reversed(words))

    def _steps(self, letters: str, end: int, best: Sequence[tuple[float, int]]) -> Iterable[tuple[float, int]]:
        for start in range(max(0, end - _LONGEST), end):
            word = letters[start:end]
            cost = self._costs.get(word)
            if cost is not None and (len(word) > 1 or word in _SHORT):
                yield best[start][0] + cost + 1.5, start

    def unmask(self, written: str, masks: frozenset[str]) -> str | None:
        """The word behind "id*ot": of its length, equal in every letter that shows; None where there is none.

        The first letter must show, and at least half of them, but for words of four letters with two.
        """
        core = written.rstrip(".!?,")
        if not core[:1].isalpha() or core.isalpha():
            return None
        shown = [(at, one) for at, one in enumerate(core) if one.isalpha() and one != "x"]
        hidden = [one for one in core if not one.isalpha()]
        if 2 * len(shown) < len(core) or not all(one in masks for one in hidden):
            return None
        for word in self._maskable.get(len(core), ()):
            if all(word[at] == one for at, one in shown):
                return word + written[len(core) :]
        return None
