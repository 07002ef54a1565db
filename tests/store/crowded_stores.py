"""A store with rows in every table that there is, projections and all, whatever tables are added one day."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from report_builders import build_coded
from whole_stores import fill_whole_store

from dateline.model.reports import Capture
from dateline.services.exporting import export_records, list_formats
from dateline.services.projecting import make_projector
from dateline.store.databases import SqlStore, open_store
from dateline.store.schema import metadata

ROWS_IN_AN_EMPTY_TABLE = 3
ODD_REPORTS = ("Zeta", "alpha", "_low", "ähnlich", "a-b", "a b", "日本")
"""Ids that databases sort differently."""


def fill_crowded_store(path: Path) -> None:
    """Make a store with something in every table."""
    fill_whole_store(path, path.with_suffix(".pem"))
    with open_store(str(path)) as store:
        _add_odd_reports(store)
        make_projector(store).catch_up()
        with store._writing() as connection:
            for table in metadata.sorted_tables:
                if connection.execute(sa.select(table).limit(1)).first() is None:
                    _fill_table(connection, table)
            for table in metadata.sorted_tables:
                assert connection.execute(sa.select(table).limit(1)).first(), table.name


def _add_odd_reports(store: SqlStore) -> None:
    run_id = store.begin_run("patterns", "1.0", {})
    for number, name in enumerate(ODD_REPORTS, start=10):
        coded = build_coded(number)
        report = coded.report.model_copy(update={"id": name})
        store.add_coded(coded.model_copy(update={"report": report}), run_id=run_id)
    store.finish_run(run_id)
    store.add_capture(Capture(address="https://b.example", retrieved="2024", sha256="0" * 64), None)


def _fill_table(connection: sa.Connection, table: sa.Table) -> None:
    rows = [_make_row(connection, table, number) for number in range(1, ROWS_IN_AN_EMPTY_TABLE + 1)]
    by_key = {tuple(row[column.name] for column in table.primary_key): row for row in rows}
    connection.execute(sa.insert(table), list(by_key.values()))


def _make_row(connection: sa.Connection, table: sa.Table, number: int) -> dict[str, Any]:
    allowed = {
        column: re.findall(r"'(\w+)'", words)
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
        for column, words in re.findall(r"(\w+) IN \(([^)]*)\)", str(check.sqltext))
    }
    return {column.name: _make_value(connection, column, number, allowed) for column in table.columns}


def _make_value(
    connection: sa.Connection, column: sa.Column[Any], number: int, allowed: Mapping[str, list[str]]
) -> Any:
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        values = list(connection.execute(sa.select(target).order_by(target)).scalars())
        return values[number % len(values)]
    if column.name in allowed:
        return allowed[column.name][number % len(allowed[column.name])]
    made = {sa.Integer: number, sa.Float: number / 3, sa.LargeBinary: bytes(range(number, 256))}
    return next((value for type_, value in made.items() if isinstance(column.type, type_)), f"wörd {number} 'x'\t\\N")


def hash_exports(address: str, folder: Path) -> dict[str, str]:
    """SHA-256 of what the store gives in each format, reviewed and all; the ids of its reports in their order."""
    folder.mkdir(exist_ok=True)
    found: dict[str, str] = {}
    with open_store(address, create=False) as store:
        for name in list_formats():
            for every in (False, True):
                file = folder / f"{name}-{every}"
                export_records(store, name, file, include_unreviewed=every)
                found[f"{name} {every}"] = hashlib.sha256(file.read_bytes()).hexdigest()
        found["reports"] = " ".join(stored.report.id for stored in store.iter_coded())
    return found


def find_by_words(address: str, questions: list[str]) -> dict[str, list[int]]:
    """The numbers of the reports that each question finds."""
    from dateline.base.search_words import read_question

    with open_store(address, create=False) as store:
        asked = {words: read_question(words) for words in questions}
        return {words: list(store.index_rows.find_reports(each, 100)) for words, each in asked.items() if each}
