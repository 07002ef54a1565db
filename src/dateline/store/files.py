"""Looks at a SQLite file before it is opened for writing, so that a file that is not ours is never touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from dateline.model.errors import StoreError
from dateline.store.failures import telling_failures

MOVE_TABLE = "move_marks"
"""A database that has it is the target of a move that is not finished."""

_HEADER = b"SQLite format 3\x00"
_OWN_TABLES = {"reports", "records", "decisions"}


def read_file_version(path: Path, busy_timeout_s: float, *, allow_moving: bool = False) -> str | None:
    """The schema version of the store in a SQLite file; None where there is no file yet, or an empty database.

    Nothing is written to it. Raises StoreError where it cannot be read, is no SQLite database, is
    damaged or locked, or holds something else than a store, or, unless `allow_moving`, only what a move has come to.
    """
    if not _has_content(path):
        return None
    address = str(path)
    with telling_failures(address), closing(connect_to_read(path, busy_timeout_s)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if not allow_moving:
            check_not_moving(tables, address)
        if not tables >= _OWN_TABLES or "alembic_version" not in tables:
            raise StoreError("the database is not a Dateline store", address, "its tables are not Dateline's")
        versions = [version for (version,) in connection.execute("SELECT version_num FROM alembic_version")]
    if len(versions) != 1:
        raise StoreError("the database is damaged", address, "it does not say one schema version")
    return str(versions[0])


def check_not_moving(tables: Collection[str], address: str) -> None:
    """Raises StoreError where the tables are those of an unfinished move."""
    if MOVE_TABLE in tables:
        cause = "`dateline move` with the same two addresses goes on with it"
        raise StoreError("the database is the target of a move that is not finished", address, cause)


def _has_content(path: Path) -> bool:
    try:
        if path.is_dir():
            raise StoreError("the database cannot be opened", str(path), "it is a folder")
        if not path.exists():
            return False
        with path.open("rb") as file:
            start = file.read(len(_HEADER))
    except OSError as error:
        raise StoreError("the database cannot be opened", str(path), error.strerror or str(error)) from error
    if start and start != _HEADER:
        raise StoreError("the file is not a SQLite database", str(path), "it does not begin like one")
    return bool(start)


def connect_to_read(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """A connection that refuses to write."""
    # Not "mode=ro": such a connection cannot clear away the files that a WAL database keeps beside it while open.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=busy_timeout_s)
    connection.execute("PRAGMA query_only = ON")
    return connection
