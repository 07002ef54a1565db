"""The lines of incidents: made anew for the incidents that changed, read one page of an index at a time.

Each function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Select, Table, case, delete, func, insert, select, text, update

from dateline.model.outlines import IncidentLine
from dateline.store.discards import select_discarded
from dateline.store.index_schema import incident_lines, index_marks
from dateline.store.queries import in_portions
from dateline.store.schema import decisions, incidents, outlines

_UNDATED = 1
"""The `order_day` of an incident without a day; ordinals of days stand there negative."""


def lock_numbers(connection: Connection, table: Table) -> None:
    """Rows of the table become visible in the order of their numbers: nobody else numbers any until the commit."""
    if connection.dialect.name != "sqlite":  # SQLite has locked the whole database by now
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


def raise_epoch(connection: Connection) -> None:
    """Tell those that read by numbers that rows they know were taken away."""
    connection.execute(update(index_marks).values(epoch=index_marks.c.epoch + 1))


def replace_lines(connection: Connection, incident_ids: Collection[str]) -> None:
    """Make the lines of these incidents anew; one that has no events any more that count has none."""
    for portion in in_portions(sorted(incident_ids)):
        within = incidents.c.incident_id.in_(portion)
        members = connection.execute(select(incidents.c.record_id).where(within)).scalars()
        discarded = select_discarded(connection, list(members))
        connection.execute(delete(incident_lines).where(incident_lines.c.incident_id.in_(portion)))
        _insert_lines(connection, _select_lines().where(within, incidents.c.record_id.not_in(discarded)))


def replace_all_lines(connection: Connection) -> None:
    """Make every line anew."""
    connection.execute(delete(incident_lines))
    _insert_lines(connection, _select_lines())
    touched: set[str] = set()
    for portion in in_portions(select_discarded(connection)):
        own = select(incidents.c.incident_id).where(incidents.c.record_id.in_(portion))
        touched.update(connection.execute(own).scalars())
    replace_lines(connection, touched)


def select_incident_lines(connection: Connection, limit: int, offset: int) -> list[IncidentLine]:
    """The incidents, the latest event first, those without a day last (ix_incident_lines_order_day_incident_id)."""
    c = incident_lines.c
    query = select(incident_lines).order_by(c.order_day, c.incident_id).limit(limit).offset(offset)
    return [
        IncidentLine(
            row.incident_id,
            row.account_count,
            None if row.order_day == _UNDATED else -row.order_day,
            row.killed,
            row.report_count,
            row.killed_low,
            bool(row.contested),
        )
        for row in connection.execute(query)
    ]


def select_last_decided(connection: Connection, record_ids: Iterable[str]) -> dict[str, int]:
    """The last decision on each record, by its `seq` (index ix_decisions_record_id_seq)."""
    found: dict[str, int] = {}
    for portion in in_portions(record_ids):
        query = select(decisions.c.record_id, func.max(decisions.c.seq)).where(decisions.c.record_id.in_(portion))
        found.update((row[0], row[1]) for row in connection.execute(query.group_by(decisions.c.record_id)))
    return found


def _insert_lines(connection: Connection, lines: Select[Any]) -> None:
    names = ["incident_id", "order_day", "account_count", "report_count", "killed_low", "killed", "contested"]
    connection.execute(insert(incident_lines).from_select(names, lines))


def _select_lines() -> Select[Any]:
    o = outlines.c
    last_day = func.max(func.coalesce(o.end_day, o.start_day))
    killed_low, killed = func.min(o.killed_low), func.max(o.killed)
    denied = (func.max(o.is_told) == 1) & (func.max(o.is_denied) == 1)
    differs = (func.max(o.killed_low) > func.min(o.killed)) | (func.max(o.tolls_differ) == 1) | denied
    return (
        select(incidents.c.incident_id, func.coalesce(-last_day, _UNDATED), func.count())
        .add_columns(func.count(o.report_number.distinct()), killed_low, killed, case((differs, 1), else_=0))
        .join(outlines, o.record_id == incidents.c.record_id)
        .group_by(incidents.c.incident_id)
    )
