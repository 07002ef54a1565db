"""What the pictures of an area show, as rows of plain values: for the plots on the page, and for whoever asks.

The numbers and the words are those of `plots`, which draws the same as SVG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypedDict

from dateline.publish.kinds import Kind
from dateline.publish.series import Series, Step, TollRange, TollSeries, shift_start
from dateline.publish.timeline_plots import order_types, say_bucket
from dateline.publish.trend_plots import find_missing
from dateline.publish.trends import TrendWeek, list_alerts
from dateline.publish.wordings import say_days

WEEK = timedelta(weeks=1)


class KindRow(TypedDict):
    """A kind of event that occurs: the mark of `publish.kinds`, and how many there are in the whole picture."""

    key: str
    letter: str
    name: str
    path: str
    letter_y: float
    total: int


class TollRow(TypedDict):
    """The dead of a bucket, from the lowest to the highest told, and the best value where a rule chose one."""

    low: int
    high: int
    best: int | None


class BucketRow(TypedDict):
    """A week or a month: its first day and the first day after it as ISO dates, its days in words, its incidents by
    the key of their kind (kinds without any left out), and its dead, None where no toll is told.
    """

    first: str
    after: str
    days: str
    counts: dict[str, int]
    killed: TollRow | None


class TimelineRows(TypedDict):
    """A timeline by one step. `left_out`: incidents dated too vaguely for a bucket of this step."""

    kinds: list[KindRow]
    buckets: list[BucketRow]
    left_out: int


class Timeline(TypedDict):
    """A timeline by week and by month, and by which of them the picture without scripts is drawn."""

    step: Step
    week: TimelineRows
    month: TimelineRows


class TrendRow(TypedDict):
    """A week of a trend: the incidents known, those likely to be reported yet, what would be usual (None where the
    past is too short to say), and the verdict at its end; where an alert begins, `alert` is its reason.
    """

    first: str
    after: str
    days: str
    observed: int
    missing: float
    expected: float | None
    low: int | None
    high: int | None
    verdict: str
    alert: str | None


class Trend(TypedDict):
    """A trend by week; `reason` is what its last week says, in a sentence."""

    reason: str
    weeks: list[TrendRow]


def list_timeline(series_of_type: Mapping[str, Series], tolls: TollSeries | None) -> TimelineRows:
    """The rows of what `draw_timeline` draws; raises ValueError as that does."""
    stack = order_types(series_of_type)
    model = stack[0][1]
    return {
        "kinds": [_list_kind(kind, sum(series.counts)) for kind, series in stack if any(series.counts)],
        "buckets": [
            _list_bucket(stack, tolls.ranges[index] if tolls else None, index) for index in range(len(model.counts))
        ],
        "left_out": sum(series.left_out for _, series in stack),
    }


def list_trend(history: Sequence[TrendWeek]) -> Trend:
    """The rows of what `draw_trend` draws; raises ValueError where there is no week."""
    if not history:
        raise ValueError("a trend needs at least one week")
    begins = {week.first for week in list_alerts(history)}
    return {"reason": history[-1].assessment.reason, "weeks": [_list_week(week, begins) for week in history]}


def _list_kind(kind: Kind, total: int) -> KindRow:
    return {
        "key": kind.key,
        "letter": kind.letter,
        "name": kind.name,
        "path": kind.path,
        "letter_y": kind.letter_y,
        "total": total,
    }


def _list_bucket(stack: Sequence[tuple[Kind, Series]], toll: TollRange | None, index: int) -> BucketRow:
    model = stack[0][1]
    first = shift_start(model.step, model.first, index)
    return {
        "first": first.isoformat(),
        "after": shift_start(model.step, first, 1).isoformat(),
        "days": say_bucket(model, index),
        "counts": {kind.key: series.counts[index] for kind, series in stack if series.counts[index]},
        "killed": {"low": toll.low, "high": toll.high, "best": toll.best} if toll else None,
    }


def _list_week(week: TrendWeek, begins: set[date]) -> TrendRow:
    after = week.first + WEEK
    return {
        "first": week.first.isoformat(),
        "after": after.isoformat(),
        "days": say_days(week.first, after - timedelta(days=1)),
        "observed": week.observed,
        "missing": round(find_missing(week), 2),
        "expected": None if week.expected is None else round(week.expected, 2),
        "low": week.usual_low,
        "high": week.usual_high,
        "verdict": week.assessment.verdict,
        "alert": week.assessment.reason if week.first in begins else None,
    }
