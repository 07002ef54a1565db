"""Weeks of the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from table_samples import DAY, make_table

from dateline.publish.week_counts import count_weeks


def test_an_incident_counts_once_with_the_range_of_its_tolls() -> None:
    told: list[dict[str, Any]] = [
        {"incident_id": "i-1", "killed_low": 7, "killed": 7},
        {"incident_id": "i-1", "killed_low": 10, "killed": 13},
        {"incident_id": "i-2", "killed_low": 1, "killed": 1, "start_day": DAY + 7, "end_day": DAY + 7},
        {"kind": "statements", "event_type": None},
    ]
    table = make_table(told)
    weeks = count_weeks(table, np.ones(4, dtype=bool))
    assert weeks.by_kind == {"battles": [1, 1], "statement": [1, 0]}
    assert (weeks.killed_low, weeks.killed_high) == ([7, 1], [13, 1])
    assert date.fromordinal(weeks.first_days[0]) == date(2024, 5, 6), "a Monday"


def test_rows_that_are_not_meant_do_not_count() -> None:
    table = make_table([{"incident_id": "i-1", "killed_low": 3, "killed": 3}, {"incident_id": "i-1"}])
    weeks = count_weeks(table, np.array([False, True]))
    assert (weeks.by_kind, weeks.killed_high) == ({"battles": [1]}, [0])


def test_what_was_not_done_or_may_be_any_time_counts_in_no_week() -> None:
    unplaced: list[dict[str, Any]] = [
        {"modality": "threatened"},
        {"start_day": -1, "end_day": -1},
        {"start_day": DAY, "end_day": DAY + 200},
    ]
    assert count_weeks(make_table(unplaced), np.ones(3, dtype=bool)).first_days == []
