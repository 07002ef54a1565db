"""Plain spellings: what a disguised text says, and where each of its letters stood.

"1d10t", "i d i o t", "ïdìot", "idi*t", "stuuupid" and "youareanidiot" are read as people read them. Nothing here is
shown to anybody: the words that a reason points at are always those that were sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.moderation.vocabularies import Vocabulary

Letter = tuple[str, int, int]
"""A character, and the `[start, end)` of what it stands for in the text as sent."""

_LEET = dict(zip("0134578@$!€|+", "oieastbasielt", strict=True))
_MASKS = frozenset("*#_-.·•~%^&@$!?+=x")
_CYRILLIC = dict(zip("аеорсухкмтіјѕԁһпвгАЕОРСУХКМТІЈЅВН", "aeopcyxkmtijsdhnbrAEOPCYXKMTIJSBH", strict=True))
_GREEK = dict(zip("αεοριυνκτΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "aeopiuvktABEHIKMNOPTYXZ", strict=True))
_LOOKALIKES = _CYRILLIC | _GREEK
_TOKEN = re.compile(r"\S+")
_RUN = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z]")
_SPELT = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .\-_*|/·•]{1,2})[^\W\d_])(?:\1[^\W\d_]){2,}(?![^\W_])")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EDGE = "\"'“”‘’()[]{}<>,;:…"
_JOINED_FROM = 11
"""Words shorter than this are not looked into for words run together."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """What a text says; `letters[i]` of it stood at `origins[i]`, `[start, end)` in the text as sent."""

    text: str
    origins: tuple[tuple[int, int], ...]
    disguised: tuple[tuple[int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch that is not empty stood."""
        return self.origins[start][0], self.origins[end - 1][1]


class SpellingReader:
    """Reads texts as people read them. In: the words that it may find."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._read_word = lru_cache(maxsize=65536)(self._uncover_word)

    def read(self, text: str) -> PlainText:
        plain: list[Letter] = []
        letters, disguised = _join_spelt(list(_plain_letters(text)), self._vocabulary)
        at = 0
        written = "".join(letter for letter, _, _ in letters)
        for match in _TOKEN.finditer(written):
            plain.extend(letters[at : match.start()])
            word = letters[match.start() : match.end()]
            said = self._read_word(match.group())
            if said is None:
                plain.extend(word)
            else:
                plain.extend(_lay_over(said, word))
                disguised.append((word[0][1], word[-1][2]))
            at = match.end()
        plain.extend(letters[at:])
        origins = tuple((start, end) for _, start, end in plain)
        return PlainText("".join(one for one, _, _ in plain), origins, tuple(sorted(disguised)))

    def _uncover_word(self, token: str) -> str | None:
        """What a token says, or None where it says what is written."""
        bare = token.strip(_EDGE)
        if len(bare) < 3 or "://" in bare or bare.startswith("www."):
            return None
        said = self._say(bare)
        if said is None or said.lower() == bare.lower():
            return None
        start = token.index(bare)
        return token[:start] + said + token[start + len(bare) :]

    def _say(self, bare: str) -> str | None:
        words, low = self._vocabulary, bare.lower()
        if low in words or low.rstrip(".!?") in words:
            return None
        if bare.startswith("#"):
            return _split_tag(bare[1:], words)
        return (
            words.unmask(low, _MASKS)
            or _read_leet(low, words)
            or _shorten_runs(low, words)
            or (words.split(low) if len(low) >= _JOINED_FROM and low.isalpha() else None)
        )


def _plain_letters(text: str) -> Iterator[Letter]:
    """The characters that show, in plain forms: no marks, no invisible ones, no letters that look like others."""
    mixed = _find_mixed(text)
    for at, one in enumerate(text):
        if one < "\x7f":
            yield one, at, at + 1
            continue
        if at in mixed and one in _LOOKALIKES:
            yield _LOOKALIKES[one], at, at + 1
            continue
        for part in unicodedata.normalize("NFKD", one):
            if unicodedata.category(part) not in {"Mn", "Me", "Cf", "Cc"}:
                yield part, at, at + 1


def _find_mixed(text: str) -> set[int]:
    """The places in words that have Latin letters and others; each word is looked at once."""
    runs = (match for match in _RUN.finditer(text) if not match.group().isascii())
    return {at for match in runs if _LATIN.search(match.group()) for at in range(*match.span())}


def _join_spelt(letters: list[Letter], words: Vocabulary) -> tuple[list[Letter], list[tuple[int, int]]]:
    """ "i d i o t" and "s-t-u-p-i-d" as words, where the letters make some; and where these stood."""
    written = "".join(letter for letter, _, _ in letters)
    joined: list[Letter] = []
    spelt: list[tuple[int, int]] = []
    at = 0
    for match in _SPELT.finditer(written):
        run = [letter for letter in letters[match.start() : match.end()] if letter[0].isalpha()]
        low = "".join(letter for letter, _, _ in run).lower()
        said = low if low in words else words.split(low)
        if said is None:
            continue
        joined.extend(letters[at : match.start()])
        joined.extend(_lay_over(said, run))
        spelt.append((run[0][1], run[-1][2]))
        at = match.end()
    return [*joined, *letters[at:]], spelt


def _read_leet(low: str, words: Vocabulary) -> str | None:
    """ "1d10t": digits and signs for letters, where that makes a word and enough letters are there."""
    core = low.rstrip("!?.")
    if len(core) < 4 or sum(one.isalpha() for one in core) < 2 or not any(one in _LEET for one in core):
        return None
    ones = ("i", "l") if "1" in core or "!" in core else ("i",)
    for one in ones:
        said = "".join(one if letter in "1!" else _LEET.get(letter, letter) for letter in core)
        if said.isalpha() and (said in words or (len(said) >= _JOINED_FROM and words.split(said))):
            return said + low[len(core) :]
    return None


def _shorten_runs(low: str, words: Vocabulary) -> str | None:
    """ "stuuupid": letters that are drawn out."""
    if not _LONG_RUN.search(low):
        return None
    for kept in (r"\1", r"\1\1"):
        said = _LONG_RUN.sub(kept, low)
        if said in words:
            return said
    return None


def _split_tag(tag: str, words: Vocabulary) -> str | None:
    """ "#StopTheWar" and "#stopthewar" as words."""
    parts = _CAMEL.split(tag)
    if len(parts) > 1:
        return " ".join(parts)
    return words.split(tag.lower()) if tag.isalpha() and len(tag) > 5 else None


def _lay_over(said: str, written: Sequence[Letter]) -> Iterable[Letter]:
    """The letters of what is said over those that were written, as evenly as may be."""
    last = len(written) - 1
    if len(said.replace(" ", "")) == len(written):  # letter by letter
        at = 0
        for one in said:
            _, start, end = written[min(at, last)]
            yield one, start, end
            at += one != " "
        return
    start, end = written[0][1], written[-1][2]
    for one in said:
        yield one, start, end
