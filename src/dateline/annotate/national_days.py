"""National days ("Nigeria's Independence Day"): the day of the year that a country's feast falls on.

The rows and their source are in data/national_days.yaml.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.base.resources import load_yaml

NATIONAL_DAYS_FILE = "national_days.yaml"


def list_day_names() -> list[str]:
    """The names of the feasts ("Independence Day"), each once."""
    return list(dict.fromkeys(name for name, _ in _days_by_name()))


def list_country_words() -> list[str]:
    """The names and adjectives of the countries that have a feast in the table."""
    return list(dict.fromkeys(word for _, word in _days_by_name()))


def find_national_day(name: str, owner: str | None, sentence: str) -> tuple[int, int] | None:
    """Month and day of a feast.

    In: its name; the country's name or adjective where it stands beside; the sentence. Out: None where no country is
    told, or the sentence tells of two whose feasts differ.
    """
    if owner is not None:
        return _days_by_name().get((name, owner))
    named = _country_pattern().findall(sentence)
    days = {day for word in named if (day := _days_by_name().get((name, word))) is not None}
    return days.pop() if len(days) == 1 else None


@cache
def _days_by_name() -> dict[tuple[str, str], tuple[int, int]]:
    rows = load_yaml(NATIONAL_DAYS_FILE)["days"]
    return {(row["name"], word): (row["month"], row["day"]) for row in rows for word in row["words"]}


@cache
def _country_pattern() -> re.Pattern[str]:
    longest_first = sorted(list_country_words(), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
