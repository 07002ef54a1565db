"""The language of a text, said only where it is plain."""

from __future__ import annotations

import re

_ENGLISH = frozenset(
    "the of and to in a that was for on with by said at from were has had as it is be he they".split()  # noqa: SIM905 - a list of words reads best as words
)
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def guess_language(text: str) -> str | None:
    """ "en" where a good part of the words are the commonest of English, else None."""
    words = [word.lower() for word in _WORD.findall(text[:4000])]
    if len(words) < 12:
        return None
    return "en" if sum(word in _ENGLISH for word in words) >= 0.2 * len(words) else None


def read_language_tag(value: str | None) -> str | None:
    """A BCP 47 tag ("en-US") from what a page declares ("en_us"); None where it is none."""
    if not value or not _TAG.fullmatch(value.strip()):
        return None
    first, *rest = value.strip().replace("_", "-").split("-")
    parts = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join([first.lower(), *parts])
