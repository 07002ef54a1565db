"""What words mean in a report of which only is known between which days it came out."""

from __future__ import annotations

from datetime import date

from dateline.model.intervals import Interval
from dateline.model.reports import DayBounds
from dateline.resolve.undated_times import reach_over

FIRST, LAST = date(2020, 3, 5), date(2020, 3, 20)
EARLY, LATE = Interval.day(date(2020, 3, 4)), Interval.day(date(2020, 3, 18))


def test_words_reach_from_their_first_to_their_last_meaning() -> None:
    assert reach_over(EARLY, LATE, DayBounds(start=FIRST, end=LAST)) == Interval(
        start=date(2020, 3, 4), end=date(2020, 3, 18), precision="month", inferred=True
    )


def test_an_open_side_stays_open() -> None:
    assert reach_over(EARLY, None, DayBounds(start=FIRST, end=None)) == Interval(
        start=date(2020, 3, 4), end=None, precision="longer", inferred=True
    )
    assert reach_over(None, LATE, DayBounds(start=None, end=LAST)) == Interval(
        start=None, end=date(2020, 3, 18), precision="longer", inferred=True
    )


def test_words_that_mean_the_same_on_both_days_keep_their_precision() -> None:
    july = Interval(start=date(2019, 7, 1), end=date(2019, 7, 31), precision="month")
    assert reach_over(july, july, DayBounds(start=FIRST, end=LAST)) == july.model_copy(update={"inferred": True})


def test_words_without_days_stay_without() -> None:
    assert reach_over(None, None, DayBounds(start=FIRST, end=LAST)) is None


def test_only_an_inferred_interval_says_so() -> None:
    assert "inferred" not in EARLY.model_dump(mode="json")
    assert EARLY.model_copy(update={"inferred": True}).model_dump(mode="json")["inferred"] is True
