"""Brings a database to the present schema, and refuses one that is ahead of it."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from dateline.model.errors import StoreError
from dateline.store.engines import WRITES
from dateline.store.files import check_not_moving
from dateline.store.schema import KNOWN_VERSIONS, SCHEMA_VERSION

LOCK_TIMEOUT = "5s"
"""How long a migration waits for a lock. Who comes later waits behind it, readers too: rather it begins again."""

_UPGRADE_LOCK = 7_308_604_896_829_727_348
"""A number that no other program is likely to lock in the same database."""
_LOCK_NOT_AVAILABLE = "55P03"
_ATTEMPTS = 20
_PAUSE_S = 1.0
_TURN_PAUSE_S = 0.1

_EXTENSIONS_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass "
    "WHERE d.deptype = 'e'"
)


def check_version(version: str | None, address: str) -> None:
    """Raises StoreError where the database was made by a version of Dateline that this one does not know."""
    if version is not None and version not in KNOWN_VERSIONS:
        cause = f"its schema is {version}, this version knows up to {SCHEMA_VERSION}; nothing was written"
        raise StoreError("the database was made by a newer version of Dateline", address, cause)


def upgrade_schema(engine: Engine, address: str) -> None:
    """Run the migrations that are missing; does nothing where none is.

    SQLite has them all in one transaction. PostgreSQL is read meanwhile (`migrations.online`), and has one for each:
    after a kill the next one goes on. Raises StoreError for a database of a newer version, one that holds something
    else than a store, or one that others hold locked all the time.
    """
    with engine.connect() as connection:
        if read_version(connection, address) == SCHEMA_VERSION:
            return
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            _upgrade_postgresql(connection, address)
        return
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Asked again under the write lock: another process may have been quicker.
        if read_version(connection, address) != SCHEMA_VERSION:
            _run_migrations(connection)


def list_tables(connection: Connection) -> set[str]:
    """The names of the tables of a database, but for those that an extension of PostgreSQL brings (PostGIS does)."""
    tables = set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        tables -= set(connection.execute(text(_EXTENSIONS_TABLES)).scalars())
    return tables


def read_version(connection: Connection, address: str) -> str | None:
    """The version of the schema; None for a database without tables.

    Raises StoreError where it is not a store of this or an older version, or not a whole one yet.
    """
    tables = list_tables(connection)
    check_not_moving(tables, address)
    if "alembic_version" not in tables:
        if tables:
            raise StoreError("the database is not a Dateline store", address, "its tables are not Dateline's")
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    check_version(version, address)
    return version


def try_for_locks(attempt: Callable[[], None], address: str) -> None:
    """Call a function until it has had its locks, 20 times at most; one that fails has to let go of what it held.

    Raises StoreError where another held them each time.
    """
    for number in range(1, _ATTEMPTS + 1):
        try:
            attempt()
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            if number == _ATTEMPTS:
                cause = "an upgrade waited for a table; stop exports and whatever writes, and try again"
                raise StoreError("the database is in use all the time", address, cause) from error
            time.sleep(_PAUSE_S)  # others read and write meanwhile


def _upgrade_postgresql(connection: Connection, address: str) -> None:
    """One process at a time: the lock is the connection's own, and goes with it."""
    _wait_for_turn(connection)
    try:
        try_for_locks(lambda: _migrate_or_roll_back(connection, address), address)
    finally:
        connection.rollback()
        _execute(connection, "RESET lock_timeout")
        _execute(connection, f"SELECT pg_advisory_unlock({_UPGRADE_LOCK})")


def _migrate_or_roll_back(connection: Connection, address: str) -> None:
    try:
        _execute(connection, f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        if read_version(connection, address) != SCHEMA_VERSION:
            connection.commit()  # each migration begins a transaction of its own
            _run_migrations(connection)
    except OperationalError:
        connection.rollback()
        raise


def _wait_for_turn(connection: Connection) -> None:
    """Asked again and again: who waited inside a statement would be waited for, where an index is built."""
    while True:
        has_turn = connection.execute(text(f"SELECT pg_try_advisory_lock({_UPGRADE_LOCK})")).scalar()
        connection.commit()
        if has_turn:
            return
        time.sleep(_TURN_PAUSE_S)


def _execute(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))
    connection.commit()


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # here, as it is slow to load and needed only for a new or old database
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "dateline.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
