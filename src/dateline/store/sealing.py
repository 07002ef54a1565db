"""Rows bound to the log: kept together with an entry that tells their hash. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from dateline.model.entries import Entry
from dateline.model.errors import NotKeptError
from dateline.model.seals import ROWS, Seal, hash_row
from dateline.store.logs import insert_entry


def insert_sealed(
    connection: Connection,
    rows: Sequence[tuple[Table, Mapping[str, Any]]],
    *,
    kind: str,
    who: str,
    when: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Insert rows, and one entry that tells the deed and seals them all."""
    seals: list[Any] = []
    for table, values in rows:
        made = connection.execute(insert(table).values(**values)).inserted_primary_key
        names = [column.name for column in table.primary_key]
        seals.append(make_seal(connection, table, dict(zip(names, made or (), strict=True))))
    return insert_entry(connection, kind, who, when, subject, {**(detail or {}), ROWS: seals})


def make_seal(connection: Connection, table: Table, key: Mapping[str, Any]) -> list[Any]:
    """The seal of a row that is there, as an entry has it. Raises NotKeptError."""
    row = find_row(connection, table, key)
    if row is None:
        raise NotKeptError("a row that is to be sealed is not kept", f"{table.name}, {dict(key)}")
    return Seal(table.name, key, hash_row(row)).to_json()


def find_row(connection: Connection, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row by its key, column to value; None where it is not there."""
    row = connection.execute(select(table).filter_by(**key)).mappings().first()
    return None if row is None else dict(row)
