"""Years and months that can be chosen where no script runs: the timeline in words."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date

from dateline.model.index_answers import Weeks

MONTHS_UP_TO_DAYS = 366
"""Where no more than this is chosen, months are offered; else years."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year or month, with what happened in the weeks that begin in it."""

    name: str
    first: date
    last: date
    count: int


def list_periods(weeks: Weeks, first: date | None, last: date | None) -> list[Period]:
    """The years of these weeks, the latest first; their months where no more than a year is chosen."""
    by_month = first is not None and last is not None and (last - first).days < MONTHS_UP_TO_DAYS
    counts: Counter[tuple[int, int]] = Counter()
    for first_day, *numbers in zip(weeks.first_days, *weeks.by_kind.values(), strict=True):
        day = date.fromordinal(first_day)
        counts[(day.year, day.month if by_month else 0)] += sum(numbers)
    return [_make_period(year, month, count) for (year, month), count in sorted(counts.items(), reverse=True)]


def _make_period(year: int, month: int, count: int) -> Period:
    if not month:
        return Period(str(year), date(year, 1, 1), date(year, 12, 31), count)
    first = date(year, month, 1)
    return Period(f"{first:%B %Y}", first, date(year, month, monthrange(year, month)[1]), count)
