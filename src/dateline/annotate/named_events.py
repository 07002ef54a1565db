"""Events that stand for a date ("the fall of Kabul"), and days that are told without their year ("October 16").

The rows and their sources are in data/named_events.yaml.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from dateline.base.resources import load_yaml
from dateline.base.text import squeeze_spaces

NAMED_EVENTS_FILE = "named_events.yaml"
_FRESH_DAYS = 7
"""A date so short before the publication is news of that week, not the well-known day of another year."""


def list_event_names() -> list[str]:
    """Every name of an event as written, without a leading "the"."""
    return [bare_name(word) for row in load_yaml(NAMED_EVENTS_FILE)["events"] for word in row["words"]]


def bare_name(words: str) -> str:
    """The words without a leading article and without doubled spaces."""
    return re.sub(r"^the\s+", "", squeeze_spaces(words), flags=re.IGNORECASE)


def event_value(words: str) -> str | None:
    """The day of the event so named, or its first and last day with a slash between; None where none is known."""
    row = _events_by_name().get(bare_name(words).lower())
    if row is None:
        return None
    return str(row["from"]) if row["from"] == row["to"] else f"{row['from']}/{row['to']}"


@cache
def _events_by_name() -> dict[str, dict[str, Any]]:
    return {bare_name(word).lower(): row for row in load_yaml(NAMED_EVENTS_FILE)["events"] for word in row["words"]}


def find_known_year(text: str, start: int, end: int, month: int, day: int, published: date) -> int | None:
    """The year of a well-known day told without one; None where the words around do not speak of it.

    In: the text and the span of the date in it; its month and day; the publication day. The text must name what the
    day is about, and the sentence must have one of its cues.
    """
    for known, row in _known_days().get((month, day), ()):
        if known + timedelta(_FRESH_DAYS) >= published or _is_fresh(published, month, day):
            continue
        sentence = _sentence_around(text, start, end)
        if any(cue in sentence for cue in row["cues"]) and any(word in text for word in row["about"]):
            return known.year
    return None


def _is_fresh(published: date, month: int, day: int) -> bool:
    return any(
        0 <= (published - date(year, month, day)).days <= _FRESH_DAYS for year in (published.year, published.year - 1)
    )


def _sentence_around(text: str, start: int, end: int) -> str:
    before = re.split(r"[.!?]\s|\n", text[max(0, start - 200) : start])[-1]
    return before + re.split(r"[.!?]\s|\n", text[start : end + 200])[0]


@cache
def _known_days() -> dict[tuple[int, int], list[tuple[date, dict[str, Any]]]]:
    days: dict[tuple[int, int], list[tuple[date, dict[str, Any]]]] = {}
    for row in load_yaml(NAMED_EVENTS_FILE)["known_days"]:
        known = date.fromisoformat(row["day"])
        days.setdefault((known.month, known.day), []).append((known, row))
    return days
