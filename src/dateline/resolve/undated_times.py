"""The times of a report without a date: what its words mean whenever it came out, between the days that are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dateline.model.annotations import ResolvedTime
from dateline.model.intervals import Interval, TimePrecision
from dateline.model.reports import DayBounds


def reach_over_days(
    fixed: Sequence[ResolvedTime], first: Sequence[ResolvedTime], last: Sequence[ResolvedTime], bounds: DayBounds
) -> Iterator[ResolvedTime]:
    """One row for each expression or range of a report without a date.

    In: its rows as they read without a day of publication, on the first possible one and on the last; the latter two
    are empty where that day is not known. Out: what the words fix by themselves stays; what counts from the day of
    publication reaches from its first to its last possible day and is marked as inferred.
    """
    told = {row.span: row.interval for row in fixed}
    early, late = ({row.span: row.interval for row in rows} for rows in (first, last))
    for span in early or late or told:
        interval = told.get(span)
        if interval is None or interval.length_days is None:
            interval = reach_over(early.get(span), late.get(span), bounds)
        yield ResolvedTime(span, interval)


def reach_over(first: Interval | None, last: Interval | None, bounds: DayBounds) -> Interval | None:
    """From the start of what words mean on the first possible day to the end of what they mean on the last.

    A side on which the publication is open stays open. None where the words name no days.
    """
    if (bounds.start and first is None) or (bounds.end and last is None):
        return None
    if first is not None and first == last:
        return first.model_copy(update={"inferred": True})
    start, end = first.start if first else None, last.end if last else None
    if (start is None and end is None) or (start and end and start > end):
        return None
    return infer_interval(start, end)


def infer_interval(start: date | None, end: date | None) -> Interval:
    """An interval that rests on when a report may have come out; as exact as it is short."""
    days = (end - start).days if start and end else None
    precision: TimePrecision = "longer"
    if days is not None and days <= 31:
        precision = "day" if days == 0 else "week" if days <= 7 else "month"
    return Interval(start=start, end=end, precision=precision, inferred=True)
