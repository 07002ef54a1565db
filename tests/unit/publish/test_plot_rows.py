from __future__ import annotations

from datetime import date, timedelta

import pytest

from dateline.publish.delays import estimate_delays
from dateline.publish.plot_rows import list_timeline, list_trend
from dateline.publish.series import Series, TollRange, TollSeries
from dateline.publish.trends import assess_history

FIRST = date(2021, 9, 6)
BATTLES = Series("week", FIRST, (3, 0, 2), left_out=2)
RIOTS = Series("week", FIRST, (0, 0, 1))
TOLLS = TollSeries("week", FIRST, (TollRange(7, 13, 10), None, TollRange(1, 1)))


def test_list_timeline_has_a_row_for_every_bucket_with_its_days_and_numbers() -> None:
    rows = list_timeline({"Battles": BATTLES, "Riots": RIOTS}, TOLLS)
    assert rows["buckets"] == [
        {
            "first": "2021-09-06",
            "after": "2021-09-13",
            "days": "6–12 September 2021",
            "counts": {"battles": 3},
            "killed": {"low": 7, "high": 13, "best": 10},
        },
        {
            "first": "2021-09-13",
            "after": "2021-09-20",
            "days": "13–19 September 2021",
            "counts": {},
            "killed": None,
        },
        {
            "first": "2021-09-20",
            "after": "2021-09-27",
            "days": "20–26 September 2021",
            "counts": {"battles": 2, "riots": 1},
            "killed": {"low": 1, "high": 1, "best": None},
        },
    ]
    assert rows["left_out"] == 2


def test_list_timeline_names_the_kinds_that_occur_with_letter_and_total() -> None:
    quiet = Series("week", FIRST, (0, 0, 0))
    kinds = list_timeline({"Riots": RIOTS, "Protests": quiet, "Battles": BATTLES}, None)["kinds"]
    assert [(kind["key"], kind["letter"], kind["total"]) for kind in kinds] == [
        ("battles", "B", 5),
        ("riots", "R", 1),
    ]


def test_list_timeline_by_month_ends_where_the_next_month_begins() -> None:
    buckets = list_timeline({"Battles": Series("month", date(2023, 12, 1), (1, 2))}, None)["buckets"]
    assert [(row["days"], row["after"]) for row in buckets] == [
        ("December 2023", "2024-01-01"),
        ("January 2024", "2024-02-01"),
    ]


def test_list_trend_says_the_reason_where_an_alert_begins_and_nowhere_else() -> None:
    weekly = Series("week", date(2023, 1, 2), (2,) * 60 + (14, 15, 15))
    trend = list_trend(assess_history(weekly, weekly.end))
    alerts = [week for week in trend["weeks"] if week["alert"]]
    assert [week["observed"] for week in alerts] == [14]
    assert [week["verdict"] for week in trend["weeks"][-3:]] == ["rise"] * 3
    assert "would be usual" in trend["reason"]
    assert trend["weeks"][0]["expected"] is None
    last = trend["weeks"][-1]
    assert last["low"] is not None
    assert last["high"] is not None
    assert last["low"] <= 2 <= last["high"] < 15


def test_list_trend_tells_what_is_likely_to_be_reported_yet() -> None:
    weekly = Series("week", date(2023, 1, 2), (8,) * 60)
    late = [(weekly.first + timedelta(days=day), weekly.first + timedelta(days=day + day % 8)) for day in range(300)]
    weeks = list_trend(assess_history(weekly, weekly.end, estimate_delays(late, weekly.end)))["weeks"]
    assert weeks[-1]["missing"] >= 0.5
    assert weeks[30]["missing"] == 0


def test_list_trend_refuses_a_history_without_weeks() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        list_trend([])
