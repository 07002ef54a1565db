"""Whatever is changed in what a store keeps, in any column of any table, verification tells it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from whole_stores import fill_whole_store, tampering

from dateline.model.errors import StoreError
from dateline.services.verification import verify_store
from dateline.store.comment_schema import COMMENT_FROZEN_TABLES
from dateline.store.databases import open_store
from dateline.store.desk_schema import DESK_FROZEN_TABLES
from dateline.store.schema import FROZEN_TABLES, metadata

KEPT = ("runs", "chain_heads", *FROZEN_TABLES, *DESK_FROZEN_TABLES, *COMMENT_FROZEN_TABLES)

NOT_COVERED = {
    "looks": "when a user last looked at an area: no part of the record, and nothing is drawn from it later",
}
"""Tables that are frozen, and yet bound to no chain. Beside them: projections, which are made anew from what is kept
(incidents, outlines, parts, accounts, links, pending and those of the index); states of comments, which are compared
with the acts on them (test_comments); watches, a user's own list; what is followed, which is asked again; people,
sessions, invitations and tokens, which change as people come and go: each change is an entry of the log; rounds and
whom they ask, of which the answers are sealed."""

CHECKED = [table for table in map(metadata.tables.__getitem__, KEPT) if table.name not in NOT_COVERED]
CELLS = [(table, column) for table in CHECKED for column in table.columns]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    fill_whole_store(folder / "whole.db", folder / "key.pem")
    with open_store(str(folder / "whole.db")) as store:
        assert verify_store(store) == []
        assert all(store.audit.count_rows(table.name) for table in CHECKED)
    return folder / "whole.db"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "copy.db"))


@pytest.mark.parametrize(("table", "column"), CELLS, ids=lambda value: value.name)
def test_any_changed_value_is_found(copy: Path, table: sa.Table, column: sa.Column[Any]) -> None:
    with tampering(copy) as connection:
        query = f"SELECT rowid, {column.name} FROM {table.name}"
        values = connection.execute(query).fetchall()
        rowid, value = next((row for row in values if row[1] is not None), values[0])
        other = change(value, column)
        connection.execute(f"UPDATE {table.name} SET {column.name} = ? WHERE rowid = ?", (other, rowid))
    assert has_faults(copy)


@pytest.mark.parametrize("column", [cell[1] for cell in CELLS if cell[1].nullable], ids=str)
def test_a_value_taken_away_or_put_where_none_was_is_found(copy: Path, column: sa.Column[Any]) -> None:
    table = str(column).partition(".")[0]
    with tampering(copy) as connection:
        missing = connection.execute(f"SELECT rowid FROM {table} WHERE {column.name} IS NULL").fetchone()
        there = connection.execute(f"SELECT rowid FROM {table} WHERE {column.name} IS NOT NULL").fetchone()
        rowid, value = (there[0], None) if there else (missing[0], change(None, column))
        connection.execute(f"UPDATE {table} SET {column.name} = ? WHERE rowid = ?", (value, rowid))
    assert has_faults(copy)


@pytest.mark.parametrize("table", CHECKED, ids=lambda table: table.name)
@pytest.mark.parametrize("order", ["rowid", "rowid DESC"])
def test_a_row_taken_away_is_found(copy: Path, table: sa.Table, order: str) -> None:
    with tampering(copy) as connection:
        (rowid,) = connection.execute(f"SELECT rowid FROM {table.name} ORDER BY {order}").fetchone()
        connection.execute(f"DELETE FROM {table.name} WHERE rowid = ?", (rowid,))
    assert has_faults(copy)


@pytest.mark.parametrize("table", CHECKED, ids=lambda table: table.name)
def test_a_row_put_in_is_found(copy: Path, table: sa.Table) -> None:
    """A copy of the last row, under another key and with other values where these have to be unique."""
    with tampering(copy) as connection:
        names = [column.name for column in table.columns]
        query = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY rowid DESC"
        values = list(connection.execute(query).fetchone())
        for at, column in enumerate(table.columns):
            if column.unique or (column.primary_key and column.name != "version") or column.name == "version":
                values[at] = change(values[at], column)
        marks = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", values)
    assert has_faults(copy)


def test_a_whole_report_taken_away_is_found(copy: Path) -> None:
    """Nothing is left that points at it: only the seal of its run knows of it."""
    with tampering(copy) as connection:
        query = "SELECT report_id FROM records WHERE report_id NOT IN (SELECT report_id FROM decisions JOIN records r"
        (report_id,) = connection.execute(f"{query} ON r.id = decisions.record_id)").fetchone()
        for table in ("conversions", "codings"):
            connection.execute(f"DELETE FROM {table} WHERE report_id = ?", (report_id,))
        own = "SELECT id FROM records WHERE report_id = ?"
        for other in metadata.tables.values():
            if "record_id" in other.columns and other.name not in KEPT:
                connection.execute(f"DELETE FROM {other.name} WHERE record_id IN ({own})", (report_id,))
        connection.execute("DELETE FROM records WHERE report_id = ?", (report_id,))
        connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))
    with open_store(str(copy)) as store:
        subjects = {fault.subject for fault in verify_store(store)}
    assert "run 1" in subjects


def test_json_written_another_way_is_found(copy: Path) -> None:
    for table, column in (("entries", "detail"), ("decisions", "others"), ("runs", "settings")):
        target = Path(shutil.copy(copy, copy.with_name(f"{table}.db")))
        with tampering(target) as connection:
            connection.execute(f"UPDATE {table} SET {column} = {column} || ' ' WHERE {column} IS NOT NULL")
        assert has_faults(target)


def change(value: object, column: sa.Column[Any]) -> object:
    """Another value of the same kind: one bit, one character, one more."""
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 1000 if column.primary_key else value + 1
    if value is None:
        return 7 if isinstance(column.type, sa.Integer) else "something"
    text = str(value)
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def has_faults(path: Path) -> bool:
    try:
        with open_store(str(path)) as store:
            return verify_store(store) != []
    except StoreError:
        return True
