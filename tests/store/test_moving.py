"""Moving a store: all of it arrives, in either database, once, and nothing that was there is touched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from crowded_stores import ODD_REPORTS, fill_crowded_store, find_by_words, hash_exports
from old_stores import migrate
from report_builders import MakeCoded
from stopped_moves import changing, move_and_stop, tables_of
from whole_stores import tampering

from dateline.model.comments import NewComment
from dateline.model.errors import StoreError
from dateline.model.records import CodedReport
from dateline.services.moving import move_store
from dateline.services.verification import verify_store
from dateline.store import moves, upgrades
from dateline.store.bulk_inserts import insert_rows
from dateline.store.databases import SqlStore, open_store
from dateline.store.engines import make_engine, parse_address
from dateline.store.schema import SCHEMA_VERSION, metadata

Fill = Callable[[SqlStore, CodedReport], list[str]]
QUESTIONS = ["bridge", '"the bridge"', "omdur", "soldiers near", "nothing like it"]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowded") / "crowded.db"
    fill_crowded_store(path)
    return path


@pytest.fixture
def source(crowded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(crowded, tmp_path / "source.db"))


def test_a_store_goes_to_postgresql_and_back(source: Path, postgresql: str, tmp_path: Path) -> None:
    back = tmp_path / "back.db"
    there = move_store(str(source), postgresql)
    again = move_store(postgresql, str(back))
    assert there.faults == again.faults == []
    assert tables_of(there) == tables_of(again)
    assert {table.name for table in there.tables if table.row_count} == set(metadata.tables)
    places = {"source": str(source), "postgresql": postgresql, "back": str(back)}
    hashes = {name: hash_exports(address, tmp_path / name) for name, address in places.items()}
    assert hashes["source"] == hashes["postgresql"] == hashes["back"]
    assert len(hashes["source"]) > 12
    assert all(name in hashes["source"]["reports"] for name in ODD_REPORTS)
    found = [find_by_words(address, QUESTIONS) for address in places.values()]
    assert found[0] == found[1] == found[2]
    assert found[0]["bridge"]


def test_a_store_goes_to_another_file(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    target = tmp_path / "target.db"
    report = move_store(str(source), str(target))
    assert report.faults == []
    assert hash_exports(str(target), tmp_path / "a") == hash_exports(str(source), tmp_path / "b")
    assert find_by_words(str(target), QUESTIONS) == find_by_words(str(source), QUESTIONS)
    assert source.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == ["source.db", "target.db"]


@pytest.fixture(params=["file", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where to move to: a file that is not there yet, or an empty PostgreSQL database."""
    return str(tmp_path / "moved.db") if request.param == "file" else str(request.getfixturevalue("postgresql"))


def test_work_goes_on_in_the_target(source: Path, target: str, make_coded: MakeCoded, fill: Fill) -> None:
    move_store(str(source), target)
    with open_store(str(source)) as old, open_store(target) as new:
        for store in (old, new):
            record_ids = fill(store, make_coded(99))
            store.decide(record_ids[0], "approve", "ana")
            store.comments.add(NewComment("report:x", "Lin", "Thank you.", "9" * 64), None)
            store.watches.add("ana", "actor", "army", "Army")
            store.republications.mark(make_coded(99).report.id, allowed=True, ground="CC BY 4.0", who="ana")
        assert verify_store(new) == []
        numbers = [store.index_rows.report_number(make_coded(99).report.id) for store in (old, new)]
        assert numbers[0] == numbers[1] == len(ODD_REPORTS) + 3


def test_a_move_that_is_stopped_goes_on_where_it_was(
    source: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "_PORTION_ROWS", 2)
    written: list[str] = []

    def count_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        written.extend(f"{table.name} {[row[column.name] for column in table.primary_key]}" for row in rows)
        insert_rows(connection, table, rows)

    monkeypatch.setattr("dateline.store.moves.insert_rows", count_rows)
    attempts = 1
    while not move_and_stop(str(source), target, 30 + 7 * attempts):
        attempts += 1
        with pytest.raises(StoreError, match="a move that is not finished"):
            open_store(target)
    assert attempts > 3
    report = move_store(str(source), target)
    assert report.faults == []
    assert len(written) == len(set(written)) == report.row_count


def test_a_move_from_postgresql_goes_on_too(
    source: Path, postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_store(str(source), postgresql)
    monkeypatch.setattr(moves, "_PORTION_ROWS", 1)
    back = tmp_path / "back.db"
    while not move_and_stop(postgresql, str(back), 60):
        pass
    assert move_store(postgresql, str(back)).faults == []
    assert hash_exports(str(back), tmp_path / "a") == hash_exports(str(source), tmp_path / "b")


def test_two_moves_into_one_database_do_not_mix(source: Path, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "_PORTION_ROWS", 2)
    with moves.open_move(str(source), target) as one, moves.open_move(str(source), target) as other:
        calls = iter(range(1000))

        def let_the_other_go_first(_: int) -> None:
            if next(calls) == 4:
                other.copy()

        with pytest.raises(StoreError, match="another process moves into this database"):
            one.copy(let_the_other_go_first)
        other.make_words()
        assert {table.name for table in other.check()} == set(metadata.tables)


def test_what_is_written_while_it_is_moved_stays_behind(
    source: Path, target: str, make_coded: MakeCoded, fill: Fill
) -> None:
    with open_store(str(source)) as store, moves.open_move(str(source), target) as move:
        fill(store, make_coded(50))
        move.copy()
        move.make_words()
        fill(store, make_coded(51))
        move.check()
        move.finish()
        assert store.count_reports() == len(ODD_REPORTS) + 4
    with open_store(target) as moved:
        assert moved.count_reports() == len(ODD_REPORTS) + 2
        assert verify_store(moved) == []


def test_a_source_that_changed_between_two_attempts_is_told(source: Path, target: str) -> None:
    move_and_stop(str(source), target, 5)
    with open_store(str(source)) as store:
        store.policies.set("open_reading", True, who="ana")
    with pytest.raises(StoreError, match=r"source has changed since.*chain_heads, entries, policies; stop what"):
        move_store(str(source), target)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE people SET name = 'Eve'", "people"),
        ("DELETE FROM watches", "watches"),
        ("UPDATE outlines SET lat = lat + 0.0000001 WHERE number = 1", "outlines"),
        ("INSERT INTO policies (name, value) VALUES ('more', '1')", "policies"),
    ],
)
def test_a_row_that_does_not_lie_there_as_it_was_read_is_told(
    source: Path, target: str, statement: str, told: str
) -> None:
    with moves.open_move(str(source), target) as move:
        move.copy()
        move.make_words()
        with changing(target) as connection:
            connection.execute(sa.text(statement))
        with pytest.raises(StoreError, match=f"do not lie in the target as they were read: {told}"):
            move.check()


def test_a_report_that_cannot_be_found_is_told(source: Path, target: str) -> None:
    with moves.open_move(str(source), target) as move:
        move.copy()
        move.make_words()
        with changing(target) as connection:
            gone = "DELETE FROM report_words WHERE number = 1"
            lite = "INSERT INTO report_words (report_words) VALUES ('delete-all')"
            connection.execute(sa.text(gone if connection.dialect.name == "postgresql" else lite))
        with pytest.raises(StoreError, match="full-text index is not whole"):
            move.check()


def test_a_target_that_holds_anything_is_refused_and_left(
    source: Path, target: str, make_coded: MakeCoded, fill: Fill
) -> None:
    with open_store(target) as store:
        fill(store, make_coded(1))
    with pytest.raises(StoreError, match="target holds something already"):
        move_store(str(source), target)
    with open_store(target) as store:
        assert store.count_reports() == 1
        assert verify_store(store) == []


@pytest.fixture(params=["0003", "0007"])
def older(request: pytest.FixtureRequest, target: str) -> str:
    """The older schema that the target was made with."""
    engine = make_engine(parse_address(target), 5)
    migrate(engine, request.param)
    engine.dispose()
    return str(request.param)


def test_a_target_of_an_older_version_that_holds_anything_is_refused_and_left(
    source: Path, target: str, older: str
) -> None:
    with changing(target) as connection:
        row = "(coder, version, settings, started) VALUES ('patterns', '1.0', '{}', '2024')"
        connection.execute(sa.text(f"INSERT INTO runs {row}"))
        before = upgrades.list_tables(connection)
    with pytest.raises(StoreError, match=r"target holds something already.*runs"):
        move_store(str(source), target)
    with changing(target) as connection:
        assert upgrades.read_version(connection, target) == older
        assert upgrades.list_tables(connection) == before
        assert connection.execute(sa.text("SELECT count(*) FROM runs")).scalar_one() == 1


def test_an_empty_store_whose_migrations_were_cut_off_is_taken_as_target(
    source: Path, target: str, older: str
) -> None:
    assert older != SCHEMA_VERSION
    assert move_store(str(source), target).faults == []


def test_an_empty_store_is_taken_as_target(source: Path, target: str) -> None:
    open_store(target).close()
    assert move_store(str(source), target).faults == []
    with pytest.raises(StoreError, match="target holds something already"):
        move_store(str(source), target)


def test_a_database_of_something_else_is_refused_and_left(source: Path, target: str) -> None:
    with changing(target) as connection:
        connection.execute(sa.text("CREATE TABLE recipes (name TEXT)"))
    before = None if "://" in target else Path(target).read_bytes()
    with pytest.raises(StoreError, match="not a Dateline store"):
        move_store(str(source), target)
    assert before is None or Path(target).read_bytes() == before


def test_a_source_that_is_none_is_told(tmp_path: Path, source: Path, target: str) -> None:
    (tmp_path / "text.db").write_text("no database", encoding="utf-8")
    for name, told in (("missing.db", "there is no database"), ("text.db", "not a SQLite database")):
        with pytest.raises(StoreError, match=told):
            move_store(str(tmp_path / name), target)
    with pytest.raises(StoreError, match="into itself"):
        move_store(str(source), f"sqlite:///{source}")
    assert not (tmp_path / "missing.db").exists()


def test_a_table_that_nobody_knows_is_not_left_behind_in_silence(source: Path, target: str) -> None:
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("CREATE TABLE notes (words TEXT)")
        connection.commit()
    with pytest.raises(StoreError, match=r"does not know.*notes"):
        move_store(str(source), target)


def test_a_source_of_an_older_version_is_told_how_to_be_brought_up(source: Path, target: str) -> None:
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
        connection.commit()
    before = source.read_bytes()
    with pytest.raises(StoreError, match=r"older version of Dateline.*dateline verify"):
        move_store(str(source), target)
    assert source.read_bytes() == before


def test_faults_of_the_source_are_moved_and_told(source: Path, target: str) -> None:
    with tampering(source) as connection:
        connection.execute("UPDATE reports SET title = 'Another' WHERE id = 'alpha'")
    with open_store(str(source)) as store:
        own = [str(fault) for fault in verify_store(store)]
    faults = move_store(str(source), target).faults
    assert [str(fault) for fault in faults] == own
    assert own
