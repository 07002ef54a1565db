"""Sums of rows: the same in any order and in any number of goes, another for any other rows."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.store.row_sums import RowSum

VALUES = st.none() | st.integers() | st.text() | st.binary() | st.floats(allow_nan=False)
ROWS = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1), max_size=8)


def sum_of(rows: list[dict[str, Any]]) -> RowSum:
    total = RowSum()
    for row in rows:
        total.add(row)
    return total


@settings(deadline=None, max_examples=50)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[dict[str, Any]], chance: Any) -> None:
    other = list(rows)
    chance.shuffle(other)
    assert sum_of(rows).digest() == sum_of(other).digest()
    assert sum_of(rows).count == len(rows)


@settings(deadline=None, max_examples=50)
@given(ROWS, ROWS)
def test_a_sum_goes_on_from_its_state(first: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    begun = sum_of(first)
    resumed = RowSum(begun.count, begun.state)
    for row in more:
        resumed.add(row)
    assert (resumed.count, resumed.digest()) == (len(first) + len(more), sum_of(first + more).digest())


@settings(deadline=None, max_examples=50)
@given(ROWS.filter(bool), st.data())
def test_any_other_value_gives_another_sum(rows: list[dict[str, Any]], data: Any) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(sorted(rows[at])))
    other = [dict(row) for row in rows]
    other[at][name] = data.draw(VALUES.filter(lambda value: repr(value) != repr(rows[at][name])))
    assert sum_of(rows).digest() != sum_of(other).digest()


def test_a_row_that_is_there_twice_counts_twice() -> None:
    row = {"id": 1}
    assert sum_of([row]).digest() != sum_of([row, row]).digest()
