"""What a SQLite database finds broken in itself: its pages, its foreign keys, and the schema that guards the rows."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, text

from dateline.store.engines import make_engine, parse_address
from dateline.store.index_schema import WORDS_TABLE
from dateline.store.upgrades import upgrade_schema

_FRESH_ADDRESS = ":memory:"


def check_sqlite(connection: Connection) -> list[str]:
    """Every problem in words; empty where there is none."""
    broken = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    strays = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [
        *(line for line in broken if line != "ok"),
        *(f"row {row[1]} of {row[0]} points at a row of {row[2]} that is not there" for row in strays),
        *_compare_schemas(_read_schema(connection), _read_fresh_schema()),
    ]


def _read_schema(connection: Connection) -> dict[str, str]:
    """The statement that made each table, index and trigger, by kind and name; SQLite words the tables of its
    full-text index itself, and differently in different versions."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    rows = connection.execute(text(query))
    return {f"{row.type} {row.name}": row.sql for row in rows if not row.name.startswith(f"{WORDS_TABLE}_")}


@cache
def _read_fresh_schema() -> dict[str, str]:
    """The schema of a store as made now: migrations give every store the same, word for word."""
    engine = make_engine(parse_address(_FRESH_ADDRESS), 0)
    try:
        upgrade_schema(engine, _FRESH_ADDRESS)
        with engine.connect() as connection:
            return _read_schema(connection)
    finally:
        engine.dispose()


def _compare_schemas(found: dict[str, str], fresh: dict[str, str]) -> list[str]:
    missing = [f"{name} is missing" for name in sorted(fresh.keys() - found.keys())]
    foreign = [f"{name} is not of Dateline's" for name in sorted(found.keys() - fresh.keys())]
    changed = [f"{name} was changed" for name in sorted(fresh.keys() & found.keys()) if fresh[name] != found[name]]
    return missing + foreign + changed
