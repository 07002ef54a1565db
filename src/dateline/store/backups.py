"""Copies of a SQLite store while others write to it, and what a copy holds: counted without changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dateline.model.decisions import GENESIS
from dateline.model.errors import StoreError
from dateline.store.engines import parse_address, show_address, sqlite_path
from dateline.store.failures import telling_failures
from dateline.store.files import connect_to_read, read_file_version
from dateline.store.index_schema import WORDS_TABLE
from dateline.store.upgrades import check_version

OnPages = Callable[[int, int], None]
"""Is told how many pages of the database are still to be copied, and how many there are."""

CHAINS = ("decisions", "entries")
_PAGES_AT_A_TIME = 2_000
_BUSY_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class StoreInventory:
    """What lies in the file of a store: its schema, the rows of each table, the hash that each chain ends with."""

    schema: str
    tables: Mapping[str, int]
    chains: Mapping[str, str]


def file_of(address: str) -> Path | None:
    """The file of a SQLite store; None for a database of another kind. Raises StoreError."""
    return sqlite_path(parse_address(address))


def show(address: str) -> str:
    """An address as messages show it, without its password. Raises StoreError."""
    return show_address(parse_address(address))


def copy_file(source: Path, target: Path, on_pages: OnPages | None = None) -> None:
    """Copy a SQLite store as it is now, page by page, into a new file; readers and writers go on meanwhile.

    The copy is one moment of the store: a transaction is held open for it, so that what others write does not make it
    begin anew. Raises StoreError where the source is no store, or the copy is not sound.
    """
    if read_file_version(source, _BUSY_TIMEOUT_S) is None:
        raise StoreError("there is no database", str(source))
    with telling_failures(str(source)), closing(connect_to_read(source, _BUSY_TIMEOUT_S)) as reading:
        reading.isolation_level = None
        reading.execute("BEGIN")
        reading.execute("SELECT version_num FROM alembic_version").fetchall()  # the moment that is copied
        with closing(sqlite3.connect(target)) as copy:
            reading.backup(copy, pages=_PAGES_AT_A_TIME, progress=_tell(on_pages))
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError("the database is damaged", str(source), str(found))
    close_file(target)


def close_file(path: Path) -> None:
    """Make a store that nobody uses one file, with nothing beside it. Raises StoreError where somebody does."""
    with telling_failures(str(path)), closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise StoreError("the database is in use", str(path))


def _tell(on_pages: OnPages | None) -> Callable[[int, int, int], object] | None:
    return None if on_pages is None else lambda _status, left, total: on_pages(left, total)


def take_inventory(path: Path) -> StoreInventory:
    """What lies in a store's file, of whatever schema that we know; nothing in it is changed. Raises StoreError."""
    version = read_file_version(path, _BUSY_TIMEOUT_S)
    if version is None:
        raise StoreError("there is no store in the file", str(path))
    check_version(version, str(path))
    with telling_failures(str(path)), closing(connect_to_read(path, _BUSY_TIMEOUT_S)) as connection:
        tables = {name: _count(connection, name) for name in _list_tables(connection)}
        return StoreInventory(
            version, tables, {name: _last_hash(connection, name) for name in CHAINS if name in tables}
        )


def _list_tables(connection: sqlite3.Connection) -> list[str]:
    """All but SQLite's own, and the words of reports, which the database keeps in its own way."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if not name.startswith(("sqlite_", WORDS_TABLE))]


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - a table's name


def _last_hash(connection: sqlite3.Connection, table: str) -> str:
    last = connection.execute(f"SELECT hash FROM {table} ORDER BY seq DESC LIMIT 1").fetchone()  # noqa: S608 - as above
    return GENESIS if last is None else str(last[0])
