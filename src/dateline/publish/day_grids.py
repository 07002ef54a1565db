"""A little calendar: the days that a record is dated to, and the day its report came out."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from dateline.model.intervals import Interval

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MOST_DAYS = 45
"""Longer intervals are drawn by months."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A day or a month. `words` is empty for a day of a neighbouring month."""

    words: str
    is_meant: bool = False
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class DayGrid:
    """One month by weeks (`heads` are the days of the week), or one year by months."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]


def make_day_grids(time: Interval | None, published: date | None) -> tuple[DayGrid, ...]:
    """The months of a short interval, at most two, else the years of its ends; none where no day is known."""
    if time is None or (time.start is None and time.end is None):
        return ()
    start, end = time.start or time.end, time.end or time.start
    assert start is not None
    assert end is not None
    if (end - start).days <= _MOST_DAYS:
        months = sorted({(start.year, start.month), (end.year, end.month)})
        return tuple(_grid_month(year, month, start, end, published) for year, month in months)
    return tuple(_grid_year(year, start, end, published) for year in sorted({start.year, end.year}))


def _grid_month(year: int, month: int, start: date, end: date, published: date | None) -> DayGrid:
    weeks = Calendar().monthdatescalendar(year, month)
    rows = tuple(
        tuple(
            GridCell(f"{day.day}", start <= day <= end, day == published) if day.month == month else GridCell("")
            for day in week
        )
        for week in weeks
    )
    return DayGrid(f"{MONTHS[month - 1]} {year}", ("M", "T", "W", "T", "F", "S", "S"), rows)


def _grid_year(year: int, start: date, end: date, published: date | None) -> DayGrid:
    cells = [
        GridCell(
            name[:3],
            (start.year, start.month) <= (year, number) <= (end.year, end.month),
            published is not None and (published.year, published.month) == (year, number),
        )
        for number, name in enumerate(MONTHS, start=1)
    ]
    return DayGrid(f"{year}", (), tuple(tuple(cells[at : at + 4]) for at in range(0, 12, 4)))
