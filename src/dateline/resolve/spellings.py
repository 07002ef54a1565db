"""Spellings of one name: keys under which transliterations meet."""

from __future__ import annotations

import re

_ARTICLES = frozenset(
    ("al", "el", "ar", "as", "ash", "ad", "adh", "an", "at", "ath", "az", "ed", "er", "es", "et", "ez", "il", "ul")
)
_LETTERS = (
    ("sch", "sh"), ("ph", "p"), ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("gh", "g"), ("dh", "d"),
    ("th", "t"), ("ck", "k"), ("q", "k"), ("w", "u"), ("y", "i"), ("e", "i"), ("o", "u"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_MIN_CHARS = 5


_SHORT_LEADS = {"mt": "mount", "st": "saint", "ft": "fort", "ste": "sainte", "co": "county", "pt": "point"}


def whole_key(key: str) -> str:
    """The folded name with a short first word written out: "mt pleasant" and "mount pleasant" meet."""
    first, _, rest = key.partition(" ")
    return f"{_SHORT_LEADS[first]} {rest}" if rest and first in _SHORT_LEADS else key


def without_article(key: str) -> str:
    """The folded name without a leading Arabic article ("al hawijah" gives "hawijah")."""
    first, _, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key


def spelling_key(key: str) -> str:
    """A coarse key of a folded name, marked with "~"; empty where the name is too short to be told apart.

    "makhmour", "makhmur" and "makhmoor" meet, and so do "al hawijah" and "hawija".
    """
    letters = "".join(word for word in without_article(key).split() if word not in _ARTICLES)
    for written, kept in _LETTERS:
        letters = letters.replace(written, kept)
    letters = _DOUBLED.sub(r"\1", letters)
    if letters.endswith("h") and letters[-2:-1] in "aiu":
        letters = letters[:-1]
    return f"~{letters}" if len(letters) >= _MIN_CHARS else ""
