"""Decisions are inserted, chained and folded; nothing that is kept can be changed or deleted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from report_builders import MakeCoded

from dateline.model.decisions import GENESIS
from dateline.model.errors import NotKeptError, StoreError, WrongCallError
from dateline.model.records import CodedReport
from dateline.review.chains import walk_chain
from dateline.store.databases import SqlStore, open_store

Fill = Callable[[SqlStore, CodedReport], list[str]]


def test_decide_chains_each_row_to_the_one_before(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    first, second, *_ = fill(store, make_coded())
    assert store.chain_head() == GENESIS
    rows = [
        store.decide(first, "approve", "ana", "two sources"),
        store.decide(second, "unsure", "ben"),
        store.decide(first, "reject", "ben", "a duplicate"),
    ]
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.supersedes for row in rows] == [None, None, 1]
    assert [row.prev_hash for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]
    assert store.decisions() == rows
    assert store.decisions(first) == [rows[0], rows[2]]
    assert list(walk_chain(rows, store.chain_head())) == []


def test_undo_brings_back_the_decision_before(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    coded = make_coded()
    record_id = fill(store, coded)[0]
    states = []
    for kind in ("approve", "reject", "undo", "undo"):
        store.decide(record_id, kind, "ana")
        states.append(store.get_coded(coded.report.id).records[0].state)
    assert states == ["approved", "rejected", "approved", "proposed"]
    store.decide(record_id, "undo", "ana", supersedes=4)
    record = store.get_coded(coded.report.id).records[0]
    assert record.state == "approved"
    assert record.decision is not None
    assert record.decision.seq == 1
    assert record.decisions[-1].seq == 5


def test_decide_refuses_what_makes_no_sense(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    first, second, *_ = fill(store, make_coded())
    store.decide(first, "approve", "ana")
    with pytest.raises(NotKeptError):
        store.decide("e-unknown", "approve", "ana")
    with pytest.raises(WrongCallError, match="no such decision: maybe"):
        store.decide(first, "maybe", "ana")  # type: ignore[arg-type]
    with pytest.raises(WrongCallError, match="who made it"):
        store.decide(first, "approve", "  ")
    with pytest.raises(WrongCallError, match="no decision to take back"):
        store.decide(second, "undo", "ana")
    with pytest.raises(NotKeptError):
        store.decide(second, "undo", "ana", supersedes=1)
    with pytest.raises(WrongCallError, match="only an undo"):
        store.decide(first, "reject", "ana", supersedes=1)
    assert len(store.decisions()) == 1


def test_no_database_keeps_a_sign_that_another_cannot(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    record_id = fill(store, make_coded())[0]
    with pytest.raises(StoreError, match="NUL sign: a␀b"):
        store.decide(record_id, "approve", "ana", "a\0b")
    assert store.decisions() == []


def test_decide_from_many_threads_keeps_one_chain(database: Path, make_coded: MakeCoded, fill: Fill) -> None:
    with open_store(str(database)) as store, open_store(str(database)) as other:
        record_ids = fill(store, make_coded())
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: (store, other)[n % 2].decide(record_ids[n % 4], "approve", f"r{n}"), range(24)))
        rows = store.decisions()
        assert len(rows) == 24
        assert list(walk_chain(rows, store.chain_head())) == []


def test_a_store_can_be_used_from_several_threads(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    def work(number: int) -> str:
        record_id = fill(store, make_coded(number))[0]
        store.decide(record_id, "approve", f"r{number}")
        return store.get_coded(make_coded(number).report.id).records[0].state

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(work, range(16))) == {"approved"}
    assert list(walk_chain(store.decisions(), store.chain_head())) == []


@pytest.mark.parametrize("table", ["captures", "reports", "records", "codings", "decisions", "runs"])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_kept_rows_cannot_be_changed_or_deleted(
    store: SqlStore, make_coded: MakeCoded, table: str, verb: str
) -> None:
    coded = make_coded(original=b"x")
    run_id = store.begin_run("p", "1", {})
    store.add_coded(coded, run_id=run_id, original=b"x")
    store.finish_run(run_id)
    store.decide(store.get_coded(coded.report.id).records[0].record_id, "approve", "ana")
    column = {"captures": "sha256", "codings": "sha256", "reports": "title", "records": "payload", "decisions": "who"}
    statement = {
        "update": f"UPDATE {table} SET {column.get(table, 'coder')} = 'x'",
        "delete": f"DELETE FROM {table}",
    }[verb]
    with pytest.raises(StoreError, match="what is kept is never changed"), store._writing() as connection:
        connection.execute(sa.text(statement))
