"""Whose own word a text is: the side that "our forces" and "the enemy" are told from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from dateline.base.resources import load_yaml

_LEAST_WORDS = 2
_QUOTED = re.compile(r"[“\"][^”\"]{0,600}[”\"]")


def speaks_for_side(text: str) -> bool:
    """Whether a text speaks of "our fighters", "the enemy" and the like in its own voice."""
    return len({match.group().lower() for match in _partisan().finditer(_QUOTED.sub(" ", text))}) >= _LEAST_WORDS


@cache
def _lexicon() -> Mapping[str, Any]:
    lexicon: Mapping[str, Any] = load_yaml("lexicons/publishers.yaml")
    return lexicon


@cache
def _partisan() -> re.Pattern[str]:
    return _any_of(_lexicon()["partisan"])


def _any_of(words: list[str]) -> re.Pattern[str]:
    choices = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)
