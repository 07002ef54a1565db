"""Many rows at once, as each database takes them quickest: COPY in PostgreSQL, one prepared statement in SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, insert, text

from dateline.store.failures import explain_failure


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have a value for every column, inside the caller's transaction. Raises StoreError.

    A row may point at one of the same table that comes later in the same call.
    """
    if not rows:
        return
    if connection.dialect.driver == "psycopg":
        _copy_rows(connection, table, rows)
        return
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))  # until the end of the transaction
    connection.execute(insert(table), list(rows))


def _copy_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    import psycopg  # an optional part of the installation: here, as only who has such a database needs it

    names = [column.name for column in table.columns]
    try:
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        with driver.cursor() as cursor, cursor.copy(_write_copy(table.name, names)) as copy:
            for row in rows:
                copy.write_row([row[name] for name in names])
    except psycopg.Error as error:
        raise explain_failure(error, table.name) from error


def _write_copy(table: str, names: Sequence[str]) -> str:
    """The names are those of the schema: nothing that was read from anywhere."""
    columns = ", ".join(f'"{name}"' for name in names)
    return f'COPY "{table}" ({columns}) FROM STDIN'
