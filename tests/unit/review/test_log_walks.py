"""The log's chain: whatever is done to the entries after they were made, the walk finds it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.model.decisions import GENESIS
from dateline.model.entries import Entry, rehash_entry
from dateline.review.chains import walk_log

_DETAILS = st.dictionaries(st.text(max_size=4), st.none() | st.integers() | st.text(max_size=4), max_size=3)
_VALUES: dict[str, st.SearchStrategy[Any]] = {"seq": st.integers(0, 99), "detail": _DETAILS}


@st.composite
def logs(draw: st.DrawFn, min_size: int = 1) -> list[Entry]:
    rows: list[Entry] = []
    for seq in range(1, draw(st.integers(min_size, 6)) + 1):
        text = st.text(min_size=1, max_size=5)
        prev_hash = rows[-1].hash if rows else GENESIS
        row = Entry(seq, draw(text), draw(text), f"t{seq}", draw(text), draw(_DETAILS), prev_hash, "")
        rows.append(replace(row, hash=rehash_entry(row)))
    return rows


@settings(deadline=None)
@given(logs(min_size=0))
def test_walk_log_finds_nothing_in_a_log_as_made(rows: list[Entry]) -> None:
    assert list(walk_log(rows, rows[-1].hash if rows else GENESIS)) == []


@settings(deadline=None)
@given(logs(), st.data())
def test_walk_log_finds_any_changed_field(rows: list[Entry], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Entry)]))
    value = data.draw(_VALUES.get(name, st.text(max_size=5)))
    assume(value != getattr(rows[at], name))
    changes: dict[str, Any] = {name: value}
    rows[at] = replace(rows[at], **changes)
    assert list(walk_log(rows))


@settings(deadline=None)
@given(logs(min_size=2), st.data())
def test_walk_log_misses_entries(rows: list[Entry], data: st.DataObject) -> None:
    head = rows[-1].hash
    at = data.draw(st.integers(0, len(rows) - 1))
    assert list(walk_log(rows[:at] + rows[at + 1 :], head))
