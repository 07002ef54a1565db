"""Verification: a store as it was kept has no faults, and any change to what is kept is found."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from report_builders import MakeCoded

from dateline.model.errors import StoreError
from dateline.services.verification import list_unfinished_runs, verify_store
from dateline.store.databases import SqlStore, open_store

CHANGES = [
    "UPDATE captures SET data = x'00'",
    "UPDATE captures SET address = 'https://other.example'",
    "UPDATE captures SET retrieved = '2020-01-01T00:00:00+00:00'",
    "UPDATE captures SET sha256 = 'ab'",
    "UPDATE captures SET media_type = 'text/plain'",
    "DELETE FROM captures",
    "UPDATE reports SET title = 'Other'",
    "UPDATE reports SET publisher = NULL",
    "UPDATE reports SET published = '2020-01-01'",
    "UPDATE reports SET language = 'fr'",
    "UPDATE reports SET url = NULL",
    "UPDATE reports SET content = replace(content, 'seven', 'eight')",
    "UPDATE reports SET content = '{}'",
    "UPDATE reports SET content = content || ' '",
    "UPDATE reports SET capture_id = NULL",
    "UPDATE reports SET added = '2020'",
    "UPDATE reports SET id = 'r-other'",
    "DELETE FROM reports",
    "UPDATE records SET payload = replace(payload, 'happened', 'denied')",
    "UPDATE records SET payload = replace(payload, 'Gunmen killed seven', 'Gunmen killed eight')",
    "UPDATE records SET payload = payload || ' '",
    "UPDATE records SET payload = 'x'",
    "UPDATE records SET id = 'e-other' WHERE kind = 'events'",
    "UPDATE records SET kind = 'figures' WHERE kind = 'events'",
    "UPDATE records SET position = 7 - position",
    "UPDATE records SET run_id = 99",
    "UPDATE records SET report_id = 'r-other'",
    "DELETE FROM records WHERE kind = 'figures'",
    "UPDATE runs SET coder = 'other'",
    "UPDATE runs SET version = '9'",
    "UPDATE runs SET settings = '{}'",
    "UPDATE runs SET settings = '{'",
    "UPDATE runs SET started = '2020'",
    "DELETE FROM runs",
    "UPDATE codings SET record_count = 3",
    "UPDATE codings SET sha256 = 'ab'",
    "DELETE FROM codings",
    "UPDATE decisions SET kind = 'reject' WHERE seq = 1",
    "UPDATE decisions SET who = 'eve' WHERE seq = 2",
    "UPDATE decisions SET when_utc = '2020' WHERE seq = 1",
    "UPDATE decisions SET why = 'because' WHERE seq = 1",
    "UPDATE decisions SET supersedes = NULL WHERE seq = 2",
    "UPDATE decisions SET record_id = (SELECT id FROM records WHERE kind = 'control') WHERE seq = 3",
    "DELETE FROM decisions WHERE seq = 1",
    "DELETE FROM decisions WHERE seq = 3",
    "DELETE FROM chain_heads",
    "UPDATE incidents SET record_id = 'e-other'",
]


@pytest.fixture
def filled(database: Path, make_coded: MakeCoded) -> Path:
    """A store with one report, its capture, and three decisions."""
    with open_store(str(database)) as store:
        coded = make_coded(original=b"<html>", incident="i-1")
        run_id = store.begin_run("patterns", "1.0", {"window": 3})
        store.add_coded(coded, run_id=run_id, original=b"<html>", media_type="text/html")
        store.finish_run(run_id)
        record_id = store.get_coded(coded.report.id).records[0].record_id
        for kind in ("approve", "reject", "undo"):
            store.decide(record_id, kind, "ana")
    return database


def tamper(database: Path, statement: str) -> None:
    """What someone with the file in hand can do: past triggers and foreign keys."""
    with closing(sqlite3.connect(database)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount > 0
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def test_verify_store_finds_no_fault_in_what_it_kept(store: SqlStore, make_coded: MakeCoded) -> None:
    run_id = store.begin_run("patterns", "1.0", {})
    for number in range(3):
        store.add_coded(make_coded(number, incident=f"i-{number}"), run_id=run_id)
    store.add_coded(make_coded(9, with_records=False), run_id=run_id)
    assert verify_store(store) == []
    assert [run.run_id for run in list_unfinished_runs(store)] == [run_id]
    store.finish_run(run_id)
    assert list_unfinished_runs(store) == []


@pytest.mark.parametrize("statement", CHANGES)
def test_verify_store_finds_every_change(filled: Path, statement: str) -> None:
    with open_store(str(filled)) as store:
        assert verify_store(store) == []
    tamper(filled, statement)
    with open_store(str(filled)) as store:
        assert verify_store(store) != []
        assert list_unfinished_runs(store) == []


def test_verify_store_misses_a_guard_that_was_taken_away(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("DROP TRIGGER decisions_refuse_update")
        connection.commit()
    with open_store(str(filled)) as store:
        assert [str(fault) for fault in verify_store(store)] == [
            "database: trigger decisions_refuse_update is missing"
        ]


def test_verify_store_survives_any_changed_byte(filled: Path) -> None:
    whole = filled.read_bytes()
    used = [at for at, byte in enumerate(whole) if byte]
    chance = random.Random(7)
    found = 0
    for at in chance.sample(used, 60):
        filled.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        try:
            with open_store(str(filled)) as store:
                found += bool(verify_store(store))
        except StoreError:
            found += 1
    assert found >= 55  # what is left are bytes that mean nothing: counters of the file, freed space


def test_verify_store_says_what_is_broken(filled: Path) -> None:
    tamper(filled, "UPDATE decisions SET who = 'eve' WHERE seq = 2")
    with open_store(str(filled)) as store:
        (fault,) = verify_store(store)
    assert str(fault) == "decision 2: was changed after it was made: its fields do not give its hash"
