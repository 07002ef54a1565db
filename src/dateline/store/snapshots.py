"""A whole store as it stood at one moment: every table, row by row, read in one transaction that writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, LargeBinary, Table, create_engine, event, func, select, tuple_
from sqlalchemy.pool import NullPool

from dateline.model.decisions import GENESIS
from dateline.model.errors import StoreError
from dateline.store.comment_schema import COMMENT_FROZEN_TABLES
from dateline.store.desk_schema import DESK_FROZEN_TABLES, entries
from dateline.store.engines import make_engine, parse_address, show_address, sqlite_path
from dateline.store.failures import telling_failures
from dateline.store.files import connect_to_read, read_file_version
from dateline.store.index_schema import WORDS_TABLE
from dateline.store.row_sums import RowSum
from dateline.store.schema import FROZEN_TABLES, SCHEMA_VERSION, decisions, metadata
from dateline.store.upgrades import list_tables, read_version

Row = dict[str, Any]
Key = Sequence[int | str]

PROJECTIONS = (
    "incidents", "outlines", "parts", "accounts", "links", "pending", "report_numbers", "incident_lines",
    "comment_states",
)  # fmt: skip
"""Large tables that can be made again; the epoch of `index_marks`, and the log, tell where rows of them changed."""

_ALIKE = {*FROZEN_TABLES, *DESK_FROZEN_TABLES, *COMMENT_FROZEN_TABLES, *PROJECTIONS}
_ROWS_AT_A_TIME = 500
_BLOBS_AT_A_TIME = 8
_BUSY_TIMEOUT_S = 5.0


class OlderStoreError(StoreError):
    """A store of an older schema than this version's."""


class Snapshot:
    """A store as it stood when its first row was read. `open_snapshot` makes one."""

    def __init__(self, connection: Connection, address: str) -> None:
        self._connection = connection
        self.address = address

    def tables(self) -> Sequence[Table]:
        """Every table but the full-text index, those that others point at first.

        Raises StoreError where there is one that this version does not know.
        """
        known = metadata.sorted_tables
        names = {table.name for table in known} | {"alembic_version"}
        for name in list_tables(self._connection):
            if name not in names and not name.startswith(WORDS_TABLE):
                raise StoreError("the store has a table that this version does not know", self.address, name)
        return known

    def count(self, table: Table) -> int:
        return int(self._connection.execute(select(func.count()).select_from(table)).scalar_one())

    def rows(self, table: Table, after: Key | None = None) -> Generator[Row]:
        """The rows behind a key, or all: in the order of their keys, as this database sorts them.

        One who stops before the last has to close the generator.
        """
        keys = list(table.primary_key)
        query = select(table).order_by(*keys)
        if after is not None:
            query = query.where(tuple_(*keys) > tuple(after) if len(keys) > 1 else keys[0] > after[0])
        has_blobs = any(isinstance(column.type, LargeBinary) and column.name == "data" for column in table.columns)
        at_a_time = _BLOBS_AT_A_TIME if has_blobs and table.name not in PROJECTIONS else _ROWS_AT_A_TIME
        query = query.execution_options(yield_per=at_a_time)
        with telling_failures(self.address), self._connection.execute(query) as rows:
            for row in rows.mappings():
                yield dict(row)

    def sum_rows(self, table: Table) -> RowSum:
        """The sum of all rows of a table."""
        total = RowSum()
        for row in self.rows(table):
            total.add(row)
        return total

    def chain_ends(self) -> Mapping[str, str]:
        """The hash of the last decision, and of the last entry of the log, by the rows themselves."""
        return {table.name: self._last_hash(table) for table in (decisions, entries)}

    def _last_hash(self, table: Table) -> str:
        last = select(table.c.hash).order_by(table.c.seq.desc()).limit(1)
        return str(self._connection.execute(last).scalar() or GENESIS)

    def fingerprints(self) -> Mapping[str, str]:
        """By table, what does not stay as it is when the store changes: the number of rows where rows are only
        inserted, else the sum of all rows."""
        return {table.name: self._fingerprint(table) for table in self.tables()}

    def _fingerprint(self, table: Table) -> str:
        return str(self.count(table)) if table.name in _ALIKE else self.sum_rows(table).digest()


@contextmanager
def open_snapshot(address: str) -> Iterator[Snapshot]:
    """Open a store to be read as it is now, whatever others write meanwhile; nothing is written to it.

    Raises StoreError where there is none, OlderStoreError where its schema is an older one than this version's.
    """
    url = parse_address(address)
    shown = show_address(url)
    with telling_failures(shown):
        engine = _make_reader(url)
        try:
            with engine.connect() as connection:
                _check_version(read_version(connection, shown), shown)
                yield Snapshot(connection, shown)
        finally:
            engine.dispose()


def _make_reader(url: URL) -> Engine:
    path = sqlite_path(url)
    if path is not None:
        if read_file_version(path, _BUSY_TIMEOUT_S) is None:
            raise StoreError("there is no database", str(path))
        engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine
    engine = make_engine(url, _BUSY_TIMEOUT_S)
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    connection = connect_to_read(path, _BUSY_TIMEOUT_S)
    connection.isolation_level = None  # one transaction from the first row to the last
    return connection


def _check_version(version: str | None, address: str) -> None:
    if version is None:
        raise StoreError("there is no store in the database", address)
    if version != SCHEMA_VERSION:
        cause = f"its schema is {version}, not {SCHEMA_VERSION}; `dateline verify --database` brings it up to date"
        raise OlderStoreError("the store was made by an older version of Dateline", address, cause)
