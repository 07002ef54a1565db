"""The assignment of highest total, against trying every one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.assignments import assign_best

tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-3, 9).map(float), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def total(weights: Sequence[Sequence[float]], pairs: Sequence[tuple[int, int]]) -> float:
    return sum(weights[row][column] for row, column in pairs)


def try_every(weights: Sequence[Sequence[float]]) -> float:
    padding = [0.0] * len(weights)  # a column of its own for each row that stays alone
    wide = [[*row, *padding] for row in weights]
    choices = permutations(range(len(wide[0])), len(wide))
    return max(sum(max(row[column], 0.0) for row, column in zip(wide, choice, strict=True)) for choice in choices)


def test_a_greedy_choice_is_put_right() -> None:
    assert assign_best([[5.0, 4.0], [4.0, 0.0]]) == [(0, 1), (1, 0)]


def test_nothing_is_paired_for_nothing() -> None:
    assert assign_best([]) == []
    assert assign_best([[]]) == []
    assert assign_best([[0.0, -1.0], [2.0, 0.0], [0.0, 0.0]]) == [(1, 0)]


@settings(deadline=None)  # a busy machine must not make it fail
@given(tables)
def test_the_total_is_the_highest_there_is(weights: list[list[float]]) -> None:
    pairs = assign_best(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert total(weights, pairs) == try_every(weights)
