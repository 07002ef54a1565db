"""The target of a move: prepared before the first row, and its sequences set after the last."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, delete, func, select, text

from dateline.model.errors import StoreError
from dateline.store import move_marks
from dateline.store.engines import make_engine, parse_address
from dateline.store.files import MOVE_TABLE
from dateline.store.schema import metadata
from dateline.store.snapshots import Snapshot
from dateline.store.upgrades import list_tables, upgrade_schema


def prepare_target(engine: Engine, source: Snapshot, address: str) -> None:
    """Make the tables of an empty database, or see that a move that was begun goes on from the same source.

    Raises StoreError where it is another source, or the target holds anything else.
    """
    fingerprints = source.fingerprints()
    with engine.connect() as connection:
        begun = MOVE_TABLE in list_tables(connection)
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


def _empty_seeds(connection: Connection, address: str) -> None:
    """Refuse a store that holds anything, and take away the rows that every new store is made with."""
    seeds = _select_seeds()
    for table in metadata.sorted_tables:
        rows = [tuple(row) for row in connection.execute(select(table).limit(len(seeds.get(table.name, ())) + 1))]
        if rows != seeds.get(table.name, []):
            raise StoreError("the target holds something already", address, table.name)
        if rows:
            connection.execute(delete(table))


def _select_seeds() -> dict[str, list[tuple[object, ...]]]:
    """The rows of a store that was just made, by table."""
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
