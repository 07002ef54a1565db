"""The log: entries are chained, come back as they went in, and stand fast under several writers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
import sqlalchemy as sa

from dateline.model.decisions import GENESIS
from dateline.model.entries import rehash_entry
from dateline.model.errors import StoreError, WrongCallError
from dateline.model.records import CodedReport
from dateline.store.databases import SqlStore


def test_append_binds_each_entry_to_the_one_before(store: SqlStore) -> None:
    assert store.log.head() == GENESIS
    first = store.log.append("export", "ana", "export:geojson", {"records": 3, "of": ["a", "ü"]})
    second = store.log.append("role", "mira", "person:p1", {})
    assert (first.seq, first.prev_hash, second.seq, second.prev_hash) == (1, GENESIS, 2, first.hash)
    assert list(store.log.entries()) == list(store.log.iter_entries()) == [first, second]
    assert [entry.hash for entry in (first, second)] == [rehash_entry(entry) for entry in store.log.entries()]
    assert store.log.head() == second.hash


def test_entries_are_told_by_subject_and_person_in_portions(store: SqlStore) -> None:
    for number in range(6):
        store.log.append("look", "ana" if number % 2 else "mira", f"record:e-{number % 3}", {"number": number})
    assert [entry.seq for entry in store.log.entries(subject="record:e-1")] == [2, 5]
    assert [entry.seq for entry in store.log.entries(who="ana")] == [2, 4, 6]
    assert [entry.seq for entry in store.log.entries(limit=2)] == [5, 6]
    assert [entry.seq for entry in store.log.entries(limit=2, before=5)] == [3, 4]


@pytest.mark.parametrize(
    ("kind", "who", "subject", "detail"),
    [
        ("", "ana", "export:csv", {}),
        ("export", " ", "export:csv", {}),
        ("export", "ana", "", {}),
        ("export", "ana", "export:csv", {"set": {1}}),
        ("export", "ana", "export:csv", {"number": float("nan")}),
    ],
)
def test_append_refuses_what_is_no_entry(
    store: SqlStore, kind: str, who: str, subject: str, detail: dict[str, object]
) -> None:
    with pytest.raises(WrongCallError):
        store.log.append(kind, who, subject, detail)
    assert store.log.head() == GENESIS


def test_entries_can_be_neither_changed_nor_deleted(store: SqlStore) -> None:
    store.log.append("export", "ana", "export:csv", {})
    for statement in ("UPDATE entries SET who = 'eve'", "DELETE FROM entries"):
        with pytest.raises(StoreError), store._writing() as connection:
            connection.execute(sa.text(statement))
    assert [entry.who for entry in store.log.entries()] == ["ana"]


def test_writers_side_by_side_make_one_chain(
    store: SqlStore, make_coded: Callable[..., CodedReport], fill: Callable[[SqlStore, CodedReport], list[str]]
) -> None:
    record_id = fill(store, make_coded())[0]
    start = store.log.entries()[-1].seq if store.log.entries() else 0

    def write(name: str) -> None:
        for _ in range(8):
            store.log.append("note", name, "record:e-1", {})
            store.decide(record_id, "unsure", name)

    threads = [threading.Thread(target=write, args=(f"writer {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = list(store.log.iter_entries())
    assert [row.seq for row in rows] == list(range(1, start + 33))
    assert all(later.prev_hash == earlier.hash for earlier, later in pairwise(rows))
    assert [row.seq for row in store.decisions()] == list(range(1, 33))
