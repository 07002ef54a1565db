"""Rows bound to the log: kept together with an entry that tells their hash. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from dateline.model.entries import Entry
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
        key = dict(zip(names, made or (), strict=True))
        kept = find_row(connection, table, key)
        if kept is None:  # pragma: no cover - it was inserted just now
            continue
        seals.append(Seal(table.name, key, hash_row(kept)).to_json())
    return insert_entry(connection, kind, who, when, subject, {**(detail or {}), ROWS: seals})


def find_row(connection: Connection, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row by its key, column to value; None where it is not there."""
    row = connection.execute(select(table).filter_by(**key)).mappings().first()
    return None if row is None else dict(row)
