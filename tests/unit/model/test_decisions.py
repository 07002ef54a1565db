"""The fold: what decisions on a record mean together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.decisions import GENESIS, Decision, DecisionKind, State, state_of


def row(seq: int, kind: DecisionKind, supersedes: int | None = None) -> Decision:
    return Decision(seq, "e-1", kind, "ana", "2024-05-06T12:00:00+00:00", None, supersedes, GENESIS, "")


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([], "proposed"),
        ([row(1, "approve")], "approved"),
        ([row(1, "unsure")], "unsure"),
        ([row(1, "approve"), row(2, "reject", 1)], "rejected"),
        ([row(1, "approve"), row(2, "undo", 1)], "proposed"),
        ([row(1, "approve"), row(2, "reject", 1), row(3, "undo", 2)], "approved"),
        ([row(1, "approve"), row(2, "reject", 1), row(3, "undo", 1)], "rejected"),
        ([row(1, "approve"), row(2, "undo", 1), row(3, "undo", 2)], "approved"),
    ],
)
def test_state_of_folds_the_rows(rows: list[Decision], state: State) -> None:
    assert state_of(rows) == state


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    rows: list[Decision] = []
    for seq in range(1, draw(st.integers(0, 12)) + 1):
        kind: DecisionKind = draw(
            st.sampled_from(("approve", "reject", "unsure", "undo") if rows else ("approve", "reject"))
        )
        target = draw(st.sampled_from([earlier.seq for earlier in rows])) if kind == "undo" else None
        rows.append(row(seq, kind, target))
    return rows


@settings(deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_state_of_is_the_same_in_any_order(rows: list[Decision], chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert state_of(shuffled) == state_of(rows)


@settings(deadline=None)
@given(histories(), st.sampled_from(("approve", "reject", "unsure")))
def test_a_decision_and_its_undo_leave_the_state_as_it_was(rows: list[Decision], kind: DecisionKind) -> None:
    seq = len(rows) + 1
    decided = [*rows, row(seq, kind)]
    assert state_of(decided) == {"approve": "approved", "reject": "rejected", "unsure": "unsure"}[kind]
    assert state_of([*decided, row(seq + 1, "undo", seq)]) == state_of(rows)
