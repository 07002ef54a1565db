"""Text and offsets: small pure functions that every layer may use. Offsets are Unicode code points."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def squeeze_spaces(text: str) -> str:
    """`text` with every run of white space made one space, and none at the ends."""
    return _SPACES.sub(" ", text).strip()


def fold_name(name: str) -> str:
    """A key under which spellings of a name meet: no accents, case, quotes or hyphens.

    "Al-Ḥawīja’s" and "al Hawijas" give the same key.
    """
    ascii_text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub(" ", ascii_text.replace("'", "").replace("`", "")).strip()


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
