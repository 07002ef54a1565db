from __future__ import annotations

from datetime import date

import pytest

from dateline.model.intervals import Interval
from dateline.publish.series import TollRange, make_series, make_toll_series

FIRST, LAST = date(2021, 11, 1), date(2021, 12, 5)


def span(start: date | None, end: date | None) -> Interval:
    return Interval(start=start, end=end, precision="day")


def test_make_series_counts_by_iso_week_from_monday() -> None:
    days = [date(2021, 11, 1), date(2021, 11, 7), date(2021, 11, 8), date(2021, 12, 5)]
    series = make_series(map(Interval.day, days), "week", date(2021, 11, 3), LAST)
    assert series.first == FIRST
    assert series.counts == (2, 1, 0, 0, 1)
    assert series.end == LAST


def test_make_series_counts_by_month_over_a_new_year() -> None:
    days = [date(2021, 11, 30), date(2022, 1, 1)]
    series = make_series(map(Interval.day, days), "month", date(2021, 11, 9), date(2022, 1, 2))
    assert series.counts == (1, 0, 1)
    assert series.starts == (date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1))


def test_make_series_puts_a_night_over_two_weeks_into_the_earlier() -> None:
    series = make_series([span(date(2021, 11, 7), date(2021, 11, 8))], "week", FIRST, LAST)
    assert series.counts == (1, 0, 0, 0, 0)


def test_make_series_leaves_out_what_is_too_vague_and_says_so() -> None:
    vague = [None, span(None, date(2021, 11, 9)), span(date(2021, 11, 1), date(2021, 11, 30))]
    series = make_series([*vague, Interval.day(FIRST)], "week", FIRST, LAST)
    assert (sum(series.counts), series.left_out) == (1, 3)


def test_make_series_does_not_count_a_vague_thing_of_another_time() -> None:
    years = [span(date(2019, 1, 1), date(2019, 12, 31)), span(date(2022, 1, 1), None)]
    assert make_series(years, "week", FIRST, LAST).left_out == 0


def test_make_series_takes_a_month_for_a_bucket_of_months() -> None:
    series = make_series([span(date(2021, 11, 1), date(2021, 11, 30))], "month", FIRST, LAST)
    assert (series.counts, series.left_out) == ((1, 0), 0)


def test_make_series_refuses_an_end_before_the_beginning() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        make_series([], "week", LAST, FIRST)


def test_make_toll_series_sums_bounds_and_keeps_gaps() -> None:
    day = Interval.day(FIRST)
    tolls = [(day, TollRange(7, 13, 10)), (day, TollRange(1, 1, 1)), (None, TollRange(2, 2))]
    series = make_toll_series(tolls, "week", FIRST, LAST)
    assert series.ranges == (TollRange(8, 14, 11), None, None, None, None)
    assert series.left_out == 1


def test_make_toll_series_has_no_best_where_one_toll_has_none() -> None:
    day = Interval.day(FIRST)
    series = make_toll_series([(day, TollRange(7, 13, 10)), (day, TollRange(1, 2))], "week", FIRST, LAST)
    assert series.ranges[0] == TollRange(8, 15, None)
