"""Which records do not count any more. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from dateline.model.decisions import DISCARDED, Decision, state_of
from dateline.store.queries import in_portions, select_decisions
from dateline.store.schema import decisions


def select_discarded(connection: Connection, record_ids: Collection[str] | None = None) -> set[str]:
    """Those of the records, or of all, that are rejected or superseded."""
    ever = select(decisions.c.record_id).where(decisions.c.kind.in_(("reject", "correct"))).distinct()
    if record_ids is None:
        return _fold(connection, list(connection.execute(ever).scalars()))
    found: set[str] = set()
    for portion in in_portions(record_ids):
        found |= _fold(connection, list(connection.execute(ever.where(decisions.c.record_id.in_(portion))).scalars()))
    return found


def _fold(connection: Connection, record_ids: list[str]) -> set[str]:
    rows: dict[str, list[Decision]] = {}
    for decision in select_decisions(connection, record_ids):
        rows.setdefault(decision.record_id, []).append(decision)
    return {record_id for record_id, decided in rows.items() if state_of(decided) in DISCARDED}
