"""What a record waits for a person with, and the order that follows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_samples import DAY, make_table

from dateline.publish import queue_orders
from dateline.publish.queue_orders import QueueOrder
from dateline.publish.urgencies import (
    count_points,
    find_contradicted,
    find_new_regions,
    load_urgency_rule,
    make_keys,
    say_reasons,
)

RULE = load_urgency_rule()


@pytest.mark.parametrize(
    ("rows", "contradicted"),
    [
        ([{"killed_low": 7, "killed": 7}, {"killed_low": 7, "killed": 7}], False),
        ([{"killed_low": 7, "killed": 7}, {"killed_low": 8, "killed": 8}], True),
        ([{"killed_low": 7, "killed": 10}, {"killed_low": 8, "killed": 8}], False),
        ([{"killed_low": 7, "killed": 7}, {}], False),
        ([{}, {"is_told": 0, "is_denied": 1}], True),
        ([{"is_told": 0, "is_denied": 1}, {"is_told": 0, "is_denied": 1}], False),
        ([{"tolls_differ": 1}, {}], True),
    ],
)
def test_contradictions_are_of_accounts_that_cannot_both_be_right(
    rows: list[dict[str, int]], contradicted: bool
) -> None:
    table = make_table([{**row, "incident_id": "i-1"} for row in rows])
    assert find_contradicted(table, np.arange(len(rows))).tolist() == [contradicted] * len(rows)


def test_a_region_is_new_where_its_first_record_came_lately() -> None:
    table = make_table(
        [
            {"admin1": "Khartoum", "published_day": DAY - 400},
            {"admin1": "Khartoum", "published_day": DAY},
            {"admin1": "Kassala", "published_day": DAY - 10},
            {"admin1": None, "published_day": DAY - 10},
        ]
    )
    assert find_new_regions(table, 90)[table.region].tolist() == [False, False, True, False]
    assert not find_new_regions(make_table([{}, {"admin1": "Kassala"}]), 90).any(), "the whole store is new"


def test_points_rise_with_deaths_doubt_and_contradiction() -> None:
    table = make_table(
        [
            {},
            {"killed": 12, "killed_low": 12},
            {"killed": 400, "killed_low": 400},
            {"confidence": 0.2},
            {"confidence": None},
        ]
    )
    rows, none = np.arange(5), np.zeros(5, dtype=bool)
    calm, some, many, doubtful, unknown = count_points(table, rows, none, none, RULE).tolist()
    assert calm < some < many
    assert calm < doubtful
    assert calm == unknown
    assert (count_points(table, rows, ~none, none, RULE) > count_points(table, rows, none, none, RULE)).all()


def test_reasons_are_said_weightiest_first() -> None:
    said = say_reasons(contradicted=True, is_new=True, killed=50, confidence=0.1, rule=RULE)
    assert said == ("contradicted", "many deaths", "uncertain", "new area")
    assert say_reasons(contradicted=False, is_new=False, killed=3, confidence=None, rule=RULE) == ()


def test_ties_go_to_the_report_published_last_then_the_record_kept_last() -> None:
    table = make_table([{}, {"published_day": DAY + 9}, {}])
    keys = make_keys(table, np.arange(3), np.array([5, 5, 5]))
    assert np.argsort(-keys).tolist() == [1, 2, 0]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_order_with_rows_set_aside_is_the_order_sorted_anew(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 40))
    keys = np.array(data.draw(st.permutations(range(size))), dtype=np.int64)
    order = QueueOrder(keys[: max(1, size // 2)])
    order = order.changed(keys, np.array([], dtype=np.int64))
    changed = np.array(sorted(data.draw(st.sets(st.integers(0, size - 1)))), dtype=np.int64)
    later = keys.copy()
    later[changed] = 1000 + changed
    order = order.changed(later, changed)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    after = data.draw(st.none() | st.sampled_from(later.tolist()))
    wanted = [row for row in np.argsort(-later).tolist() if mask[row] and (after is None or later[row] < after)]
    assert order.first(mask, 7, after) == wanted[:7]


def test_many_changes_sort_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_orders, "MAX_ASIDE", 2)
    keys = np.arange(5, dtype=np.int64)
    order = QueueOrder(keys).changed(-keys, np.arange(5))
    assert order.first(np.ones(5, dtype=bool), 5) == [0, 1, 2, 3, 4]
