"""Engines: an address turned into connections that keep the store's promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from dateline.model.errors import StoreError

WRITES = "dateline_writes"
"""The execution option of connections that will write: SQLite then takes its write lock at the start."""

CONNECT_TIMEOUT_S = 5
"""How long a connection to PostgreSQL is waited for, unless its address says (`?connect_timeout=`)."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for each other
    "PRAGMA synchronous = FULL",  # what is committed is on the disk
    "PRAGMA foreign_keys = ON",
)


def parse_address(address: str) -> URL:
    """The SQLAlchemy URL of an address: a file path, `:memory:`, or a URL. Raises StoreError."""
    if not address.strip():
        raise StoreError("a database has no name", address)
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError("not an address of a database", address, str(error)) from error
    # The driver that we install, whichever SQLAlchemy would take; "postgres" is how hosts write it.
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite address; None for a database in memory or of another kind."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def make_engine(url: URL, busy_timeout_s: float) -> Engine:
    """An engine for the address; connects to nothing yet. Raises StoreError where the driver is missing."""
    try:
        is_lite = url.get_backend_name() == "sqlite"
        engine = _make_sqlite_engine(url, busy_timeout_s) if is_lite else _make_server_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        cause = f"its driver is not installed: {error}"
        raise StoreError("the database cannot be opened", show_address(url), cause) from error
    event.listen(engine, "before_cursor_execute", _refuse_nul)
    return engine


def show_address(url: URL) -> str:
    """The address as messages show it: the path of a file, or the URL without its password."""
    path = sqlite_path(url)
    return str(path) if path else url.render_as_string(hide_password=True)


def _make_sqlite_engine(url: URL, busy_timeout_s: float) -> Engine:
    options: dict[str, Any] = {"connect_args": {"timeout": busy_timeout_s}}
    if sqlite_path(url) is None:  # one connection, or every thread would see a database of its own
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _make_server_engine(url: URL) -> Engine:
    if url.get_driver_name().startswith("psycopg") and "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(CONNECT_TIMEOUT_S)})
    return create_engine(url, pool_pre_ping=True)


def _prepare_connection(connection: Any, _record: object) -> None:
    # The driver's own transaction handling would leave DDL outside and lock late; `_begin` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _refuse_nul(_c: Connection, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
    """PostgreSQL keeps no NUL sign in a text: SQLite shall not either, or such a store could not be moved."""
    if not statement.startswith(("INSERT", "UPDATE")):
        return
    for row in values if many else (values,):
        for value in row.values() if isinstance(row, dict) else row or ():
            if isinstance(value, str) and "\0" in value:
                raise StoreError("a text cannot be kept, as it has a NUL sign", value[:40].replace("\0", "␀"))


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
