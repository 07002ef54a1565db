"""Scales and axes of pictures: whole numbers upwards, days to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.publish.series import shift_start

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (1, 2, 5)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers to units of the picture, along a line: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value lies, to two decimals."""
        span = (self.high - self.low) or 1.0
        return round(self.start + (value - self.low) / span * (self.end - self.start), 2)


def find_ticks(highest: float, at_most: int = 4) -> list[int]:
    """Round whole numbers from 0 up to the first that is not below `highest`, at most so many above 0."""
    power = 1
    while True:
        for step in _STEPS:
            if highest <= step * power * at_most:
                above = max(1, -int(-highest // (step * power)))
                return [step * power * index for index in range(above + 1)]
        power *= 10


def find_month_ticks(first: date, last: date, at_most: int = 12) -> list[tuple[date, str]]:
    """First days of months within the closed span, few enough to be read, with their names: the year where it changes
    and at the beginning ("Jan 2021", then "Apr").
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in _MONTH_STEPS if months / step <= at_most), _MONTH_STEPS[-1])
    start = first.replace(day=1)
    every = [shift_start("month", start, index) for index in range(months + 1)]
    days = [day for day in every if first <= day and _is_on_step(day, step)]
    return [(day, _name_month(day, is_first=index == 0, step=step)) for index, day in enumerate(days)]


def _is_on_step(day: date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _name_month(day: date, *, is_first: bool, step: int) -> str:
    if step >= 12:
        return str(day.year)
    month = _MONTHS[day.month - 1]
    return f"{month} {day.year}" if is_first or day.month <= step else month


def find_highest(rows: Sequence[float | None]) -> float:
    """The highest number there is, 1 at least."""
    return max([1.0, *(row for row in rows if row is not None)])


def find_bar(left: float, right: float) -> tuple[float, float]:
    """Where a bar begins in its bucket, and its width: a gap of a seventh, but never less than half a unit wide."""
    width = max((right - left) * 6 / 7, 0.5)
    return round(left + (right - left - width) / 2, 2), round(width, 2)
