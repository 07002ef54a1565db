"""Upgrades while a desk is read: nothing that takes long holds what readers wait for; a kill leaves nothing half."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from old_stores import migrate
from report_builders import build_coded
from sqlalchemy.exc import OperationalError
from whole_stores import PAGE, fill_whole_store

from dateline.base.clock import now_utc
from dateline.base.settings import Settings
from dateline.model.errors import StoreError
from dateline.services.projecting import make_projector
from dateline.store import upgrades
from dateline.store.bulk_inserts import insert_rows
from dateline.store.databases import SqlStore, open_store
from dateline.store.engines import make_engine, parse_address
from dateline.store.migrations import online
from dateline.store.schema import KNOWN_VERSIONS, SCHEMA_VERSION, metadata
from dateline.web.server import make_desk

FIRST_KEPT = ("captures", "runs", "reports", "records", "codings", "decisions", "chain_heads", "incidents")
"""What the first version kept; its `incidents` had no numbers."""
TAKES_LONG = re.compile(
    r"INSERT INTO \w+ .*SELECT|to_tsvector|CREATE (UNIQUE )?INDEX|^\s*(UPDATE|DELETE|COPY)\b", re.DOTALL
)
NOTED = re.compile(r"alembic_version")
PAGES = ("/", "/review", "/search?q=bridge", "/map/cells.json", "/incidents")
OnStatement = Callable[[str], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    fill_whole_store(folder / "whole.db", folder / "key.pem")
    with open_store(str(folder / "whole.db")) as store:
        make_projector(store).catch_up()
    return folder / "whole.db"


@pytest.fixture
def old(whole: Path, postgresql: str) -> Iterator[sa.Engine]:
    """A PostgreSQL store as the first version of Dateline left it."""
    engine = make_engine(parse_address(postgresql), 5)
    migrate(engine, "0001")
    present = sa.create_engine(f"sqlite:///{whole}")
    with present.connect() as source, engine.begin() as target:
        for name in FIRST_KEPT:
            table = sa.Table(name, sa.MetaData(), autoload_with=target)
            names = [column.name for column in table.columns]
            only = "WHERE kind = 'approve'" if name == "decisions" else ""  # it knew no corrections
            query = sa.text(f"SELECT {', '.join(names)} FROM {name} {only} ORDER BY {', '.join(names)}")
            insert_rows(target, table, [dict(row) for row in source.execute(query).mappings()])
    present.dispose()
    yield engine
    engine.dispose()


@contextmanager
def watching(engine: sa.Engine, on_statement: OnStatement) -> Iterator[None]:
    """Within it, the function is given every statement that is about to be executed."""

    def watch(_c: Any, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool) -> None:
        on_statement(statement)

    sa.event.listen(engine, "before_cursor_execute", watch)
    yield
    sa.event.remove(engine, "before_cursor_execute", watch)


def test_every_table_can_be_read_during_whatever_takes_long(old: sa.Engine) -> None:
    reader = make_engine(parse_address(old.url.render_as_string(hide_password=False)), 5)
    long: list[str] = []
    waited: list[str] = []

    new: set[str] = set()

    def read_all(statement: str) -> None:
        new.update(re.findall(r"CREATE TABLE (\w+)", statement))
        on_new = any(table in new for table in re.findall(r"CREATE INDEX \w+ ON (\w+)", statement))
        if NOTED.search(statement):
            new.clear()
        # An index of a table that was just made is made in no time.
        if NOTED.search(statement) or on_new or not TAKES_LONG.search(statement):
            return
        long.append(statement.strip()[:60])
        with reader.begin() as connection:
            connection.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            for name in upgrades.list_tables(connection):
                with connection.begin_nested() as part:
                    try:
                        connection.execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).all()
                    except OperationalError:
                        waited.append(f"{name}: {long[-1]}")
                        part.rollback()

    with watching(old, read_all):
        upgrades.upgrade_schema(old, "old")
    reader.dispose()
    assert waited == []
    assert sum("INSERT INTO" in statement for statement in long) > 4
    assert any("CONCURRENTLY ix_decisions" in statement for statement in long)
    with open_store(str(old.url.render_as_string(hide_password=False))) as store:
        make_projector(store).catch_up()
        assert store.get_coded(build_coded(1).report.id).to_coded().report == build_coded(1, original=PAGE).report
        assert store.index_rows.report_number(build_coded(1).report.id) is not None
        with store._engine.connect() as connection:
            missing = [index.name for table in metadata.sorted_tables for index in table.indexes]
            found = set(connection.execute(sa.text("SELECT indexname FROM pg_indexes")).scalars())
            assert [name for name in missing if name not in found] == []


class StoppedError(Exception):
    """An upgrade that was killed, as far as the database can tell."""


def test_an_upgrade_that_is_killed_goes_on(old: sa.Engine) -> None:
    """It is stopped before each of its statements in turn, so that every place is a place where it was killed."""
    done, at = False, 0
    while not done:
        at += 3
        left = [at]

        def stop(_: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise StoppedError

        try:
            with watching(old, stop):
                upgrades.upgrade_schema(old, "old")
            done = True
        except StoppedError:
            old.dispose()
        assert at < 2000
    assert at > 30
    with old.connect() as connection:
        assert upgrades.read_version(connection, "old") == SCHEMA_VERSION
        assert connection.execute(sa.text("SELECT count(*) FROM report_words")).scalar_one() == 2


def test_two_processes_upgrade_one_database(old: sa.Engine) -> None:
    address = old.url.render_as_string(hide_password=False)
    failed: list[Exception] = []

    def upgrade() -> None:
        try:
            open_store(address).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is shown below
            failed.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_table_that_is_locked_all_the_time_is_told(old: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrades, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(upgrades, "_PAUSE_S", 0)
    monkeypatch.setattr(upgrades, "_ATTEMPTS", 3)
    with old.connect() as other:
        other.execute(sa.text("SELECT * FROM decisions")).all()  # as a long export does
        with pytest.raises(StoreError, match="in use all the time"):
            upgrades.upgrade_schema(old, "old")
    upgrades.upgrade_schema(old, "old")


@pytest.mark.parametrize("table", ["records", "incidents", "outlines"])
def test_what_took_long_is_not_done_again_for_a_reader_at_the_end(
    table: str, old: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (upgrades, online):
        monkeypatch.setattr(module, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(upgrades, "_PAUSE_S", 0)
    migrate(old, "0004")
    statements: list[str] = []
    with old.connect() as other:
        other.execute(sa.text(f"SELECT * FROM {table}")).all()  # as a long export does

        def end_the_export(statement: str) -> None:
            statements.append(statement)
            if sum("LOCK TABLE" in each or f"DROP TABLE {table}" in each for each in statements) == 3:
                other.rollback()

        writer = make_engine(old.url, 5)
        with watching(writer, end_the_export):
            upgrades.upgrade_schema(writer, "old")
        writer.dispose()
    assert sum("to_tsvector" in each for each in statements) == 1


def test_a_table_that_is_read_all_the_time_at_the_end_is_told(
    old: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (upgrades, online):
        monkeypatch.setattr(module, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(upgrades, "_PAUSE_S", 0)
    monkeypatch.setattr(upgrades, "_ATTEMPTS", 3)
    locks: list[str] = []
    with old.connect() as other:
        other.execute(sa.text("SELECT * FROM incidents")).all()
        with (
            watching(old, lambda statement: locks.extend(re.findall("LOCK TABLE records.*", statement))),
            pytest.raises(StoreError, match="in use all the time"),
        ):
            upgrades.upgrade_schema(old, "old")
    assert len(locks) == 3
    upgrades.upgrade_schema(old, "old")


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_pages_are_answered_while_a_store_is_upgraded(
    kind: str, whole: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """From the version before this part of the work; at the end of each migration, when it holds all its locks."""
    address = str(tmp_path / "old.db") if kind == "file" else str(request.getfixturevalue("postgresql"))
    engine = make_engine(parse_address(address), 5)
    migrate(engine, "0007")
    run_id = 0
    with SqlStore(engine, "old", now_utc) as store:
        run_id = store.begin_run("patterns", "1.0", {})
        store.add_coded(build_coded(1), run_id=run_id)
        client = TestClient(make_desk(store, Settings()), base_url="http://127.0.0.1")
        answers: list[tuple[str, int]] = []

        def ask(statement: str) -> None:
            if NOTED.search(statement) and "UPDATE" in statement:
                answers.extend((page, client.get(page).status_code) for page in PAGES)

        writer = make_engine(parse_address(address), 5)
        with watching(writer, ask):
            upgrades.upgrade_schema(writer, "old")
        writer.dispose()
        steps = len(KNOWN_VERSIONS) - KNOWN_VERSIONS.index("0007") - 1
        assert len(answers) == len(PAGES) * steps
        assert {status for _, status in answers} == {200}
