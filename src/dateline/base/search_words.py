"""Words as full-text search knows them: the same for what is kept and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"')
MAX_LENGTH = 200_000
"""So many characters of a text are searched; PostgreSQL takes no more than a megabyte."""
MAX_WORDS = 12
"""A question with more words is cut."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for: words and phrases that all have to occur; `beginning`: a word that may go on."""

    phrases: tuple[tuple[str, ...], ...]
    beginning: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        own = tuple(word for phrase in self.phrases for word in phrase)
        return (*own, self.beginning) if self.beginning else own


def fold_words(text: str) -> list[str]:
    """The words of a text in order: letters and digits only, without case and accents."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn")
    return _WORD.findall(plain.casefold())


def read_question(text: str) -> Question | None:
    """What somebody typed; None where it has no word. What stands in quotes is a phrase; the last word may go on."""
    phrases = [tuple(fold_words(quoted)) for quoted in _QUOTED.findall(text)]
    rest = _QUOTED.sub(" ", text)
    single = fold_words(rest)
    goes_on = single and not text.rstrip().endswith('"') and len(single[-1]) > 2
    beginning = single.pop() if goes_on else None
    found = [phrase for phrase in phrases if phrase] + [(word,) for word in dict.fromkeys(single)]
    if not found and beginning is None:
        return None
    return Question(tuple(found[:MAX_WORDS]), beginning)
