"""Weeks and months of a bulletin: "this week" in one that covers 3 to 9 March is these days, whenever it came out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dateline.model.annotations import ResolvedTime
from dateline.model.intervals import Interval

_UNIT = re.compile(
    r"(?P<det>this|the current|the|last|the past|the last|the previous)\s+(?P<unit>week|month)", re.IGNORECASE
)
_UNIT_DAYS = {"week": (5, 8), "month": (27, 32)}


def settle_on_period(
    rows: Sequence[ResolvedTime], text: str, period: tuple[date, date] | None
) -> tuple[ResolvedTime, ...]:
    """The rows with "this week" or "last month" as the period that the report covers, where that is what they mean.

    "This" always does, where the period is a week or a month; "last" where it falls on most of the period.
    """
    if period is None:
        return tuple(rows)
    length = (period[1] - period[0]).days + 1
    return tuple(
        ResolvedTime(row.span, interval) if (interval := _on_period(row, text, period, length)) else row
        for row in rows
    )


def _on_period(row: ResolvedTime, text: str, period: tuple[date, date], length: int) -> Interval | None:
    told = _UNIT.fullmatch(row.span.text_in(text))
    if told is None:
        return None
    unit = "week" if told["unit"].lower() == "week" else "month"
    shortest, longest = _UNIT_DAYS[unit]
    if not shortest <= length <= longest:
        return None
    if told["det"].lower() in ("this", "the current") or _shared_days(row.interval, period) * 2 > length:
        return Interval(start=period[0], end=period[1], precision="week" if unit == "week" else "month")
    return None


def _shared_days(interval: Interval | None, period: tuple[date, date]) -> int:
    if interval is None or interval.start is None or interval.end is None:
        return 0
    return (min(interval.end, period[1]) - max(interval.start, period[0])).days + 1
