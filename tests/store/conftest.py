"""Stores to test against. With DATELINE_TEST_POSTGRESQL (the address of an empty database that may be wiped) the
suite runs there too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from report_builders import MakeCoded, build_coded

from dateline.model.records import CodedReport
from dateline.store.databases import SqlStore, open_store

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def make_coded() -> MakeCoded:
    return build_coded


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


@pytest.fixture
def sqlite_store(database: Path) -> Iterator[SqlStore]:
    with open_store(str(database), clock=lambda: NOON) as store:
        yield store


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store in every database that is at hand."""
    with open_store(_address(request.param, tmp_path), clock=lambda: NOON) as opened:
        yield opened


@pytest.fixture
def postgresql(tmp_path: Path) -> str:
    """The address of an empty PostgreSQL database; skips where there is none."""
    return _address("postgresql", tmp_path)


def _address(kind: str, folder: Path) -> str:
    if kind == "sqlite":
        return str(folder / "dateline.db")
    if kind == "memory":
        return ":memory:"
    address = os.environ.get("DATELINE_TEST_POSTGRESQL")
    if not address:
        pytest.skip("DATELINE_TEST_POSTGRESQL names no PostgreSQL database")
    address = _make_own(address)
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return address


def _make_own(address: str) -> str:
    """The database of this test process: the one named, or one beside it where several processes test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return address
    url = sa.make_url(address)
    name = f"{url.database}_{worker}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if found.first() is None:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def fill() -> Callable[[SqlStore, CodedReport], list[str]]:
    """Keeps a report in a run of its own; gives the ids of its records."""

    def keep(store: SqlStore, coded: CodedReport) -> list[str]:
        run_id = store.begin_run("patterns", "1.0", {})
        store.add_coded(coded, run_id=run_id)
        store.finish_run(run_id)
        return [row.record_id for row in store.get_coded(coded.report.id).records]

    return keep
