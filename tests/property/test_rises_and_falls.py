"""Whatever the counts and dates are: nothing is lost, nothing depends on the order, and every picture can be read."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.intervals import Interval
from dateline.publish.delays import estimate_delays
from dateline.publish.plots import draw_timeline, draw_trend
from dateline.publish.series import Series, make_series
from dateline.publish.trends import assess_history, assess_series

FIRST, LAST = date(2020, 1, 1), date(2021, 12, 31)
DAYS = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
INTERVALS = st.builds(
    lambda start, days: Interval(start=start, end=start and start + timedelta(days=days), precision="day"),
    st.none() | DAYS,
    st.integers(0, 40),
)
COUNTS = st.lists(st.integers(0, 5000) | st.integers(0, 3), min_size=1, max_size=90)


@given(st.lists(st.none() | INTERVALS, max_size=30), st.sampled_from(["week", "month"]), st.randoms())
def test_series_count_everything_once_in_any_order(
    intervals: list[Interval | None], step: str, random: object
) -> None:
    kind = "week" if step == "week" else "month"
    series = make_series(intervals, kind, FIRST, LAST)  # type: ignore[arg-type]
    assert series == make_series(reversed(intervals), kind, FIRST, LAST)  # type: ignore[arg-type]
    assert 0 <= sum(series.counts) + series.left_out <= len(intervals)
    dated = [row for row in intervals if row and row.start and row.end]
    within = [row for row in dated if FIRST <= row.start <= row.end <= LAST]  # type: ignore[operator]
    assert sum(series.counts) + series.left_out >= len(within)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.integers(0, 6), st.lists(st.integers(0, 80), max_size=20))
def test_assessments_are_sound_for_any_counts(counts: list[int], day: int, waits: list[int]) -> None:
    series = Series("week", date(2020, 1, 6), tuple(counts))
    as_of = series.starts[-1] + timedelta(days=day)
    pairs = [(as_of - timedelta(days=60 + wait), as_of - timedelta(days=60)) for wait in waits]
    assessment = assess_series(series, as_of, estimate_delays(pairs, as_of))
    assert assessment.last == as_of
    assert assessment.first <= as_of
    assert assessment.observed <= sum(counts)
    if assessment.verdict != "too_little_past":
        assert assessment.usual_low is not None
        assert assessment.usual_high is not None
        assert 0 <= assessment.usual_low <= assessment.usual_high
        assert assessment.chance is not None
        assert 0 <= assessment.chance <= 1
        assert assessment.is_alert == (assessment.began is not None)


@settings(deadline=None, max_examples=10)
@given(COUNTS, st.text(max_size=20))
def test_pictures_are_well_formed_for_any_counts(counts: list[int], title: str) -> None:
    series = Series("week", date(2020, 1, 6), tuple(counts))
    for svg in (draw_timeline({"Riots": series}, None, title), draw_trend(assess_history(series, series.end), title)):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
