"""What users follow, in a SQL store. Its promises: `model.ports.Watches`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select

from dateline.model.watches import Watch, WatchKind
from dateline.store.insertions import format_time
from dateline.store.projecting import Door
from dateline.store.schema import looks, watches


class SqlWatches:
    """What is followed, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def add(self, who: str, kind: WatchKind, subject: str, name: str) -> bool:
        key = {"who": who, "kind": kind, "subject": subject}
        with self._writing() as connection:
            if connection.execute(select(watches.c.name).filter_by(**key)).first() is not None:
                return False
            connection.execute(insert(watches).values(**key, name=name, since=self._now()))
            return True

    def remove(self, who: str, kind: WatchKind, subject: str) -> bool:
        with self._writing() as connection:
            gone = connection.execute(delete(watches).filter_by(who=who, kind=kind, subject=subject))
            return gone.rowcount > 0

    def list(self, who: str | None = None) -> Sequence[Watch]:
        with self._reading() as connection:
            return select_watches(connection, who)

    def look(self, watch: Watch, looked: datetime, verdict: str | None) -> None:
        key = {"who": watch.who, "kind": watch.kind, "subject": watch.subject}
        with self._writing() as connection:
            connection.execute(insert(looks).values(**key, looked=format_time(looked), verdict=verdict))


def select_watches(connection: Connection, who: str | None) -> list[Watch]:
    """What is followed, in the order of adding, with the last look since (index ix_looks_who_kind_subject_looked)."""
    same = and_(*(looks.c[name] == watches.c[name] for name in ("who", "kind", "subject")))
    last = select(func.max(looks.c.id)).where(same, looks.c.looked >= watches.c.since).correlate(watches)
    query = (
        select(watches, looks.c.looked, looks.c.verdict)
        .outerjoin(looks, looks.c.id == last.scalar_subquery())
        .order_by(watches.c.since, watches.c.kind, watches.c.name)
    )
    if who is not None:
        query = query.where(watches.c.who == who)
    return [
        Watch(row.who, row.kind, row.subject, row.name, row.since, row.looked, row.verdict)
        for row in connection.execute(query)
    ]
