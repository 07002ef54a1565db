"""The audit chain: whatever is done to the rows after they were made, the walk finds it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.model.decisions import DECISION_KINDS, GENESIS, Decision, hash_decision, rehash_decision
from dateline.review.chains import walk_chain


@st.composite
def chains(draw: st.DrawFn, min_size: int = 1) -> list[Decision]:
    rows: list[Decision] = []
    for seq in range(1, draw(st.integers(min_size, 8)) + 1):
        record_id = draw(st.sampled_from(["e-1", "f-2"]))
        own = [row.seq for row in rows if row.record_id == record_id]
        values: dict[str, Any] = {
            "seq": seq,
            "record_id": record_id,
            "kind": draw(st.sampled_from(DECISION_KINDS)),
            "who": draw(st.text(min_size=1, max_size=5)),
            "when": f"2024-05-06T12:00:{seq:02}+00:00",
            "why": draw(st.none() | st.text(max_size=5)),
            "supersedes": draw(st.none() | st.sampled_from(own)) if own else None,
            "prev_hash": rows[-1].hash if rows else GENESIS,
            "others": draw(st.just(()) | st.just(("e-3", "e-4"))),
        }
        rows.append(Decision(**values, hash=hash_decision(**values)))
    return rows


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "seq": st.integers(0, 99),
    "supersedes": st.integers(0, 99),
    "others": st.lists(st.text(max_size=5), max_size=2).map(tuple),
}
"""What a field may be changed to; all others hold text."""


@settings(deadline=None)
@given(chains(min_size=0))
def test_walk_chain_finds_nothing_in_a_chain_as_made(rows: list[Decision]) -> None:
    assert list(walk_chain(rows, rows[-1].hash if rows else GENESIS)) == []


@settings(deadline=None)
@given(chains(), st.data())
def test_walk_chain_finds_any_changed_field(rows: list[Decision], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Decision)]))
    value = data.draw(_VALUES.get(name, st.text(max_size=5)))
    assume(value != getattr(rows[at], name))
    changes: dict[str, Any] = {name: value}
    rows[at] = replace(rows[at], **changes)
    assert list(walk_chain(rows))


@settings(deadline=None)
@given(chains(min_size=2), st.data())
def test_walk_chain_finds_a_row_changed_and_hashed_anew(rows: list[Decision], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    head = rows[-1].hash
    changed = replace(rows[at], who=rows[at].who + "!")
    rows[at] = replace(changed, hash=rehash_decision(changed))
    assert list(walk_chain(rows, head))


@settings(deadline=None)
@given(chains(min_size=2), st.data())
def test_walk_chain_finds_missing_and_moved_rows(rows: list[Decision], data: st.DataObject) -> None:
    head = rows[-1].hash
    at = data.draw(st.integers(0, len(rows) - 1))
    assert list(walk_chain(rows[:at] + rows[at + 1 :], head))
    order = data.draw(st.permutations(rows))
    assume(order != rows)
    assert list(walk_chain(order, head))


def test_walk_chain_tells_one_changed_row_once() -> None:
    first: dict[str, Any] = {"seq": 1, "record_id": "e-1", "kind": "approve", "who": "ana", "when": "t", "why": None}
    one = Decision(
        seq=1, record_id="e-1", kind="approve", who="ana", when="t", why=None, supersedes=None, prev_hash=GENESIS,
        hash=hash_decision(**first, supersedes=None, prev_hash=GENESIS),
    )  # fmt: skip
    two = replace(one, seq=2, supersedes=1, prev_hash=one.hash)
    two = replace(two, hash=rehash_decision(two))
    faults = list(walk_chain([replace(one, why="x"), two], two.hash))
    assert [(fault.seq, fault.problem[:11]) for fault in faults] == [(1, "was changed")]


@pytest.mark.parametrize("head", ["0" * 64, "f" * 64])
def test_walk_chain_misses_rows_cut_off_only_without_a_head(head: str) -> None:
    values: dict[str, Any] = {"seq": 1, "record_id": "e-1", "kind": "approve", "who": "ana", "when": "t", "why": None}
    digest = hash_decision(**values, supersedes=None, prev_hash=GENESIS)
    row = Decision(1, "e-1", "approve", "ana", "t", None, None, GENESIS, digest)
    assert list(walk_chain([row])) == []
    assert list(walk_chain([row], head))
