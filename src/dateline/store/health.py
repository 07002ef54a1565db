"""How a SQL store is: whether it answers, of which schema it is, how large it has grown. Counts only, no contents."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text

from dateline.model.health import StoreCounts
from dateline.store.chaining import Chain
from dateline.store.desk_schema import entries
from dateline.store.projecting import Door
from dateline.store.schema import SCHEMA_VERSION, chain_heads, pending, reports, runs

BACKUP, BACKUP_SUBJECT = "backup", "backup:store"
"""Kind and subject of the entry of the log that tells of a backup."""

_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


class SqlHealth:
    """Questions about a store as a whole, over its own transactions. Implements `model.health.StoreHealth`."""

    def __init__(self, reading: Door) -> None:
        self._reading = reading

    def is_current(self) -> bool:
        with self._reading() as connection:
            versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        return list(versions) == [SCHEMA_VERSION]

    def counts(self) -> StoreCounts:
        with self._reading() as connection:
            heads = {row.id: row.seq for row in connection.execute(select(chain_heads.c.id, chain_heads.c.seq))}
            ended = connection.execute(select(func.max(runs.c.finished))).scalar()
            return StoreCounts(
                bytes=_measure(connection),
                reports=_count(connection, reports),
                pending=_count(connection, pending),
                open_runs=_count(connection, runs, runs.c.finished.is_(None)),
                last_run=ended,
                decisions=int(heads.get(int(Chain.DECISIONS), 0)),
                entries=int(heads.get(int(Chain.ENTRIES), 0)),
                last_backup=connection.execute(_LAST_BACKUP).scalar(),
            )


_LAST_BACKUP = (
    select(entries.c.when_utc)
    .where(entries.c.subject == BACKUP_SUBJECT, entries.c.kind == BACKUP)
    .order_by(entries.c.seq.desc())
    .limit(1)
)


def _count(connection: Connection, table: object, *conditions: object) -> int:
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return int(connection.execute(query).scalar() or 0)


def _measure(connection: Connection) -> int | None:
    """The size of the database in bytes; None of one whose size we do not know how to ask."""
    query = _SIZES.get(connection.dialect.name)
    return None if query is None else int(connection.execute(text(query)).scalar() or 0)
