"""Counts of dated things by week and by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateline.model.intervals import Interval

Step = Literal["week", "month"]

LONGEST_DAYS: dict[Step, int] = {"week": 7, "month": 31}
"""The longest interval that still says in which bucket a thing lies; what is vaguer is left out."""


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of whole buckets without a gap, from the one that begins on `first` on.

    `step`: ISO weeks (from Monday) or calendar months. `left_out`: how many things could not be put into a bucket, as
    they are not dated, open on a side, or dated more vaguely than one bucket is long.
    """

    step: Step
    first: date
    counts: tuple[int, ...]
    left_out: int = 0

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of every bucket."""
        return tuple(list_starts(self.step, self.first, len(self.counts)))

    @property
    def end(self) -> date:
        """The last day of the last bucket."""
        return shift_start(self.step, self.first, len(self.counts)) - timedelta(days=1)


def make_series(intervals: Iterable[Interval | None], step: Step, first: date, last: date) -> Series:
    """Count things by week or month, from the bucket that holds `first` to the one that holds `last`, both whole.

    Each thing counts once, in the bucket of its middle day (the earlier of two): counts stay whole numbers, which
    the test of trends needs, and a night over Sunday and Monday does not become two halves. An interval longer than
    a bucket (7 days; 31 days) is left out and counted in `left_out`, unless it cannot lie in the series at all. What
    has its middle outside the series is not of it. Raises ValueError where `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"a series cannot end on {last}, before it begins on {first}")
    start = find_start(step, first)
    length = index_bucket(step, start, last) + 1
    end = shift_start(step, start, length) - timedelta(days=1)
    tally: Counter[int] = Counter()
    left_out = 0
    for interval in intervals:
        middle = find_middle(interval, step)
        if middle is None:
            left_out += may_lie_within(interval, start, end)
        elif start <= middle <= end:
            tally[index_bucket(step, start, middle)] += 1
    return Series(step, start, tuple(tally[index] for index in range(length)), left_out)


def find_middle(interval: Interval | None, step: Step) -> date | None:
    """The middle day of an interval that is short enough for a bucket; None where there is none."""
    if interval is None or interval.start is None or interval.end is None:
        return None
    days = (interval.end - interval.start).days
    if not 0 <= days < LONGEST_DAYS[step]:
        return None
    return interval.start + timedelta(days=days // 2)


def may_lie_within(interval: Interval | None, start: date, end: date) -> bool:
    """Whether a thing of this date may have been between `start` and `end`; one without a date may."""
    if interval is None:
        return True
    is_over = interval.end is not None and interval.end < start
    is_to_come = interval.start is not None and interval.start > end
    return not (is_over or is_to_come)


def find_start(step: Step, day: date) -> date:
    """The first day of the bucket that holds `day`."""
    return day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)


def shift_start(step: Step, start: date, buckets: int) -> date:
    """The first day of the bucket that is `buckets` after the one that begins on `start`."""
    if step == "week":
        return start + timedelta(weeks=buckets)
    years, month = divmod(start.month - 1 + buckets, 12)
    return date(start.year + years, month + 1, 1)


def index_bucket(step: Step, start: date, day: date) -> int:
    """Which bucket `day` lies in, where the one that begins on `start` is 0."""
    if step == "week":
        return (day - start).days // 7
    return (day.year - start.year) * 12 + day.month - start.month


def list_starts(step: Step, first: date, buckets: int) -> list[date]:
    """The first days of so many buckets."""
    return [shift_start(step, first, index) for index in range(buckets)]


@dataclass(frozen=True, slots=True)
class TollRange:
    """A toll as all sources together leave it; `best` where a rule chose one."""

    low: int
    high: int
    best: int | None = None


@dataclass(frozen=True, slots=True)
class TollSeries:
    """The tolls of every bucket of a series, summed bound by bound; None where no toll is told."""

    step: Step
    first: date
    ranges: tuple[TollRange | None, ...]
    left_out: int = 0


def make_toll_series(
    tolls: Iterable[tuple[Interval | None, TollRange]], step: Step, first: date, last: date
) -> TollSeries:
    """Sum tolls by week or month; dates are treated as in `make_series`."""
    frame = make_series((), step, first, last)
    by_bucket: dict[int, list[TollRange]] = {}
    left_out = 0
    for interval, toll in tolls:
        middle = find_middle(interval, step)
        if middle is None:
            left_out += may_lie_within(interval, frame.first, frame.end)
        elif frame.first <= middle <= frame.end:
            by_bucket.setdefault(index_bucket(step, frame.first, middle), []).append(toll)
    ranges = tuple(sum_tolls(by_bucket.get(index, [])) for index in range(len(frame.counts)))
    return TollSeries(step, frame.first, ranges, left_out)


def sum_tolls(tolls: list[TollRange]) -> TollRange | None:
    """The lowest and the highest that all can come to; a best sum only where every toll has a best value."""
    if not tolls:
        return None
    bests = [toll.best for toll in tolls if toll.best is not None]
    best = sum(bests) if len(bests) == len(tolls) else None
    return TollRange(sum(toll.low for toll in tolls), sum(toll.high for toll in tolls), best)
