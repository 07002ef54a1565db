"""The target of a move: prepared before the first row, and its sequences set after the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, TableClause, delete, func, select, text

from dateline.model.errors import StoreError
from dateline.store import move_marks
from dateline.store.engines import make_engine, parse_address
from dateline.store.files import MOVE_TABLE
from dateline.store.index_schema import WORDS_TABLE
from dateline.store.schema import SCHEMA_VERSION, metadata
from dateline.store.snapshots import Snapshot
from dateline.store.upgrades import list_tables, read_version, upgrade_schema

Seeds = Mapping[str, list[tuple[object, ...]]]
"""The rows of a store that was just made, by table."""


def prepare_target(engine: Engine, source: Snapshot, address: str) -> None:
    """Make the tables of an empty database, or see that a move that was begun goes on from the same source.

    Raises StoreError where it is another source, or the target holds anything else: it is then left as it is.
    """
    fingerprints = source.fingerprints()
    with engine.connect() as connection:
        begun = MOVE_TABLE in list_tables(connection)
        if not begun:
            _check_older(connection, address)
    if begun:
        with engine.begin() as connection:
            _check_same(move_marks.read_fingerprints(connection), fingerprints, source.address)
        return
    upgrade_schema(engine, address)
    with engine.begin() as connection:
        _empty_seeds(connection, address)
        move_marks.create_marks(connection, fingerprints)


def _check_same(before: Mapping[str, str], now: Mapping[str, str], address: str) -> None:
    changed = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    if changed:
        cause = f"{', '.join(changed)}; stop what writes to it, and begin again with an empty target"
        raise StoreError("the source has changed since the move began", address, cause)


def _check_older(connection: Connection, address: str) -> None:
    """Refuse a store of an older schema that holds anything, before a migration changes it for good.

    One that holds nothing is what a kill leaves of a PostgreSQL database whose tables were being made: that goes on.
    """
    if read_version(connection, address) not in (None, SCHEMA_VERSION):
        names = sorted(list_tables(connection) - {"alembic_version"})
        tables = [TableClause(name) for name in names if not name.startswith(WORDS_TABLE)]
        _check_empty(connection, tables, _select_seeds(), address)


def _empty_seeds(connection: Connection, address: str) -> None:
    """Refuse a store that holds anything, and take away the rows that every new store is made with."""
    seeds = _select_seeds()
    _check_empty(connection, metadata.sorted_tables, seeds, address)
    for name in seeds:
        connection.execute(delete(metadata.tables[name]))


def _check_empty(connection: Connection, tables: Iterable[TableClause], seeds: Seeds, address: str) -> None:
    """Raises StoreError where a table has other rows than a store that was just made."""
    for table in tables:
        wanted = seeds.get(table.name, [])
        rows = connection.execute(select(text("*")).select_from(table).limit(len(wanted) + 1))
        if [tuple(row) for row in rows] != wanted:
            raise StoreError("the target holds something already", address, table.name)


def _select_seeds() -> Seeds:
    engine = make_engine(parse_address(":memory:"), 0)
    try:
        upgrade_schema(engine, ":memory:")
        with engine.connect() as connection:
            tables = {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}
    finally:
        engine.dispose()
    return {name: [tuple(row) for row in rows] for name, rows in tables.items() if rows}


def set_sequences(connection: Connection) -> None:
    """PostgreSQL: let every sequence go on behind the highest number that is there."""
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            name = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if name is not None:
                highest = connection.execute(select(func.max(column))).scalar()
                values = {"name": name, "number": highest or 1, "used": highest is not None}
                connection.execute(text("SELECT setval(:name, :number, :used)"), values)
