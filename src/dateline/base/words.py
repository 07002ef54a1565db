"""Words of a text and the keys under which spellings of a name meet word by word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’ʼ`][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ`][sS]$")
_APOSTROPHES = re.compile(r"['’ʼ`.]")
_BRITISH = (("defense", "defence"), ("ization", "isation"), ("program", "programme"), ("labor", "labour"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands; `end` leaves out a possessive 's, which `possessive` tells of."""

    start: int
    end: int
    text: str
    key: str
    possessive: bool


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """The key of one word: no accents, case, possessive or apostrophes, British spelling of a few endings.

    "People’s" gives "people", "Defense" gives "defence", "U.S." gives "us".
    """
    bare = _APOSTROPHES.sub("", _POSSESSIVE.sub("", word))
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare.replace("ı", "i")).encode("ascii", "ignore").decode() or bare
    key = bare.lower()
    for american, british in _BRITISH:
        if american in key and british not in key:
            key = key.replace(american, british)
    return key


def split_words(text: str) -> list[Word]:
    """The words of a text in order; hyphens part words, apostrophes do not."""
    return [_word(match.start(), match.group()) for match in _WORD.finditer(text)]


def _word(start: int, text: str) -> Word:
    owner = _POSSESSIVE.search(text)
    bare = text[: owner.start()] if owner else text
    return Word(start, start + len(bare), bare, word_key(text), owner is not None)


@lru_cache(maxsize=65536)
def name_key(name: str) -> tuple[str, ...]:
    """The keys of a name's words; two names that differ only in spelling give the same."""
    return tuple(word_key(match.group()) for match in _WORD.finditer(name))
