"""Opening: what is no store of ours is refused in plain words, and left as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from report_builders import MakeCoded

from dateline.model.errors import StoreError
from dateline.model.records import CodedReport
from dateline.services.verification import verify_store
from dateline.store.comment_schema import COMMENT_FROZEN_TABLES
from dateline.store.databases import SqlStore, open_store
from dateline.store.desk_schema import DESK_FROZEN_TABLES
from dateline.store.index_schema import WORDS_TABLE
from dateline.store.schema import FROZEN_TABLES, KNOWN_VERSIONS, metadata

Fill = Callable[[SqlStore, CodedReport], list[str]]


def test_migrations_lead_to_the_schema(store: SqlStore) -> None:
    with store._engine.connect() as connection:
        opts = {"target_metadata": metadata, "include_name": _is_in_the_metadata}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def _is_in_the_metadata(name: str | None, _kind: str, _parents: object) -> bool:
    """Each database has its own full-text index."""
    return not str(name).startswith(WORDS_TABLE)


def test_what_is_kept_can_neither_be_changed_nor_deleted(sqlite_store: SqlStore) -> None:
    with sqlite_store._engine.connect() as connection:
        triggers = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
    frozen = (*FROZEN_TABLES, *DESK_FROZEN_TABLES, *COMMENT_FROZEN_TABLES)
    assert {f"{table}_refuse_{verb}" for table in frozen for verb in ("update", "delete")} <= triggers


def test_known_versions_are_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "dateline.store:migrations")
    config.set_main_option("path_separator", "os")
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == KNOWN_VERSIONS


def test_open_store_keeps_the_promises_of_the_files(sqlite_store: SqlStore) -> None:
    with sqlite_store._engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]


def test_open_store_again_finds_everything(database: Path, make_coded: MakeCoded, fill: Fill) -> None:
    with open_store(str(database)) as store:
        fill(store, make_coded())
    with open_store(f"sqlite:///{database}", create=False) as store:
        assert store.get_coded(make_coded().report.id).to_coded() == make_coded()
    assert [path.name for path in database.parent.iterdir()] == ["dateline.db"]


def test_open_store_takes_an_empty_file(database: Path) -> None:
    database.touch()
    with open_store(str(database)) as store:
        assert store.count_reports() == 0


def test_open_store_makes_no_file_unless_it_may(database: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        open_store(str(database), create=False)
    assert not database.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "no name"),
        ("nothing://x", "driver is not installed"),
        ("://", "not an address"),
        ("{folder}/missing/dateline.db", "its folder does not exist"),
        ("{folder}", "it is a folder"),
    ],
)
def test_open_store_refuses_addresses_that_lead_nowhere(tmp_path: Path, address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        open_store(address.format(folder=tmp_path))


def test_open_store_refuses_a_newer_database_and_writes_nothing(
    database: Path, make_coded: MakeCoded, fill: Fill
) -> None:
    with open_store(str(database)) as store:
        fill(store, make_coded())
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(StoreError, match=r"newer version of Dateline: .*schema is 9999.*nothing was written"):
        open_store(str(database))
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_open_store_refuses_a_database_of_something_else(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(StoreError, match="not a Dateline store"):
        open_store(str(database))
    assert database.read_bytes() == before


@pytest.mark.parametrize("content", [b"A report about a bridge.\n" * 50, b"\x00" * 4096, b"SQLite", os.urandom(5000)])
def test_open_store_refuses_a_file_that_is_no_database(database: Path, content: bytes) -> None:
    database.write_bytes(content)
    with pytest.raises(StoreError, match="not a SQLite database"):
        open_store(str(database))
    assert database.read_bytes() == content


def test_open_store_refuses_a_damaged_database(database: Path) -> None:
    open_store(str(database)).close()
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * 3996 + whole[4096:])
    with pytest.raises(StoreError, match=r"damaged|not a SQLite database"):
        open_store(str(database))


def test_open_store_refuses_a_file_cut_short(database: Path, make_coded: MakeCoded, fill: Fill) -> None:
    with open_store(str(database)) as store:
        fill(store, make_coded())
    database.write_bytes(database.read_bytes()[:5000])
    with pytest.raises(StoreError, match="damaged"):
        open_store(str(database))


def test_damage_inside_the_file_is_told_by_verify(database: Path, make_coded: MakeCoded, fill: Fill) -> None:
    with open_store(str(database)) as store:
        for number in range(60):
            fill(store, make_coded(number))
        root = store._engine.connect()
        page = root.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'records'").scalar_one()
        root.close()
    content = bytearray(database.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    database.write_bytes(content)
    with open_store(str(database)) as store:
        faults = verify_store(store)
    assert any("malformed" in fault.problem or "page" in fault.problem.lower() for fault in faults)


def test_a_locked_database_is_told_after_the_wait(database: Path, make_coded: MakeCoded, fill: Fill) -> None:
    with open_store(str(database), busy_timeout_s=0.05) as store, closing(sqlite3.connect(database)) as other:
        fill(store, make_coded(1))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            store.begin_run("p", "1", {})
        assert store.count_reports() == 1  # reading goes on
        other.rollback()
        fill(store, make_coded(2))
        assert store.count_reports() == 2


def test_open_store_tells_a_file_that_is_locked_whole(database: Path) -> None:
    open_store(str(database)).close()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked by another program"):
            open_store(str(database), busy_timeout_s=0.05)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_database_that_cannot_be_written_to_is_told(database: Path) -> None:
    open_store(str(database)).close()
    database.chmod(0o444)
    with pytest.raises(StoreError, match="cannot be"), open_store(str(database)) as store:
        store.begin_run("p", "1", {})
