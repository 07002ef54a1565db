"""The places that a user has added, in one SQLite file beside the user's other data."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from dateline.model.errors import StoreError
from dateline.resolve.gazetteer_regions import read_first_names
from dateline.resolve.gazetteer_towns import Row

_SCHEMA = """
CREATE TABLE IF NOT EXISTS place (
  id INTEGER PRIMARY KEY, gazetteer_id TEXT UNIQUE, name TEXT, lat REAL, lon REAL,
  country TEXT, admin1 TEXT, kind TEXT, population INTEGER, radius_km REAL
);
CREATE TABLE IF NOT EXISTS name (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


def additions_path() -> Path:
    """`$DATELINE_GAZETTEER`, else gazetteer.sqlite in the user's data folder."""
    if told := os.environ.get("DATELINE_GAZETTEER"):
        return Path(told)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "dateline" / "gazetteer.sqlite"


def add_rows(path: Path, rows: Iterable[Row]) -> tuple[int, int]:
    """Keep rows in the file at `path`, in one transaction; gives how many are new and how many were there.

    A row with the id of one that is there takes its place, so that adding a file twice changes nothing.
    Raises StoreError where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError("cannot keep the places", str(path), str(error)) from error
    try:
        with connection:
            connection.executescript(_SCHEMA)
            new = old = 0
            for row in rows:
                was_there = _replace(connection, row)
                new, old = new + (not was_there), old + was_there
    except sqlite3.Error as error:
        raise StoreError("cannot keep the places", str(path), str(error)) from error
    finally:
        connection.close()
    return new, old


def _replace(connection: sqlite3.Connection, row: Row) -> bool:
    entry = replace(row.entry, admin1=row.entry.admin1 or _region_of(row))
    known = connection.execute("SELECT id FROM place WHERE gazetteer_id = ?", (entry.gazetteer_id,)).fetchone()
    if known:
        connection.execute("DELETE FROM name WHERE place = ?", known)
        connection.execute("DELETE FROM place WHERE id = ?", known)
    number = connection.execute(
        "INSERT INTO place (gazetteer_id, name, lat, lon, country, admin1, kind, population, radius_km)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        (
            entry.gazetteer_id, entry.name, entry.lat, entry.lon, entry.country, entry.admin1, entry.kind,
            entry.population, entry.radius_km,
        ),
    ).lastrowid  # fmt: skip
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?)", [(key, number) for key in row.keys])
    return bool(known)


@cache
def _first_names() -> dict[tuple[str, str], str]:
    return read_first_names()


def _region_of(row: Row) -> str | None:
    """The first-level region of a row of GeoNames, by its code."""
    return _first_names().get((row.entry.country or "", row.admin1_code or ""))
