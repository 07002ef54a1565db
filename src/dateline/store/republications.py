"""Marks of the right to republish, in a SQL store. Their promises: `model.republications.Republications`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from dateline.model.errors import NotKeptError
from dateline.model.republications import RepublicationMark, check_ground
from dateline.store.desk_schema import republications
from dateline.store.projecting import Door
from dateline.store.schema import reports
from dateline.store.sealing import insert_sealed


class SqlRepublications:
    """The marks, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def mark(self, report_id: str, *, allowed: bool, ground: str, who: str) -> RepublicationMark:
        mark = RepublicationMark(report_id, allowed, check_ground(ground, who), who, self._now())
        row = {
            "report_id": report_id, "allowed": int(allowed), "ground": mark.ground, "who": who, "when_utc": mark.when,
        }  # fmt: skip
        with self._writing() as connection:
            if connection.execute(select(reports.c.id).where(reports.c.id == report_id)).first() is None:
                raise NotKeptError("no report with this id is kept", report_id)
            insert_sealed(
                connection, [(republications, row)], kind="republish", who=who, when=mark.when,
                subject=f"report:{report_id}", detail={"allowed": allowed, "ground": mark.ground},
            )  # fmt: skip
        return mark

    def get(self, report_id: str) -> RepublicationMark | None:
        return next(reversed(self.list(report_id)), None)

    def list(self, report_id: str) -> Sequence[RepublicationMark]:
        with self._reading() as connection:
            return _select_marks(connection, report_id)


def _select_marks(connection: Connection, report_id: str) -> list[RepublicationMark]:
    query = select(republications).where(republications.c.report_id == report_id).order_by(republications.c.id)
    return [
        RepublicationMark(row.report_id, bool(row.allowed), row.ground, row.who, row.when_utc)
        for row in connection.execute(query)
    ]
