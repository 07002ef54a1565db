"""How far a move has come, noted in its target in the same transactions as the rows.

The table is there only while the move goes on. Who opens the target meanwhile is told so (`store.files`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select, update

from dateline.model.errors import StoreError
from dateline.store.files import MOVE_TABLE
from dateline.store.row_sums import RowSum

_SOURCE = "source"
"""The row that tells what is moved; the others are tables."""

_marks = Table(
    MOVE_TABLE,
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("row_count", Integer, nullable=False),
    Column("last_key", Text),
    Column("state", Text),
    Column("finished", Integer, nullable=False),
)


@dataclass(slots=True)
class MoveMark:
    """How far one table has come: the key of its last row that was kept, and the sum of the rows up to there."""

    name: str
    last_key: Sequence[int | str] | None = None
    finished: bool = False
    total: RowSum = field(default_factory=RowSum)


def create_marks(connection: Connection, fingerprints: Mapping[str, str]) -> None:
    """Note that a move begins, and what it moves."""
    _marks.create(connection)
    row = {"name": _SOURCE, "row_count": 0, "state": json.dumps(dict(fingerprints)), "finished": 0}
    connection.execute(insert(_marks).values(**row))


def drop_marks(connection: Connection) -> None:
    _marks.drop(connection)


def read_fingerprints(connection: Connection) -> dict[str, str]:
    """Those of the source when the move began."""
    state = connection.execute(select(_marks.c.state).where(_marks.c.name == _SOURCE)).scalar_one()
    return dict(json.loads(str(state)))


def read_mark(connection: Connection, name: str) -> MoveMark:
    """How far a table has come; one that was not begun is noted as such."""
    row = connection.execute(select(_marks).where(_marks.c.name == name)).first()
    if row is None:
        connection.execute(insert(_marks).values(name=name, row_count=0, finished=0))
        return MoveMark(name)
    key = None if row.last_key is None else json.loads(row.last_key)
    return MoveMark(name, key, bool(row.finished), RowSum(row.row_count, row.state))


def note_mark(connection: Connection, mark: MoveMark, before: int) -> None:
    """Note how far a table has come since it had `before` rows. Raises StoreError where somebody else noted more."""
    was = (_marks.c.name == mark.name) & (_marks.c.row_count == before) & (_marks.c.finished == 0)
    values = {
        "row_count": mark.total.count,
        "last_key": None if mark.last_key is None else json.dumps(list(mark.last_key)),
        "state": mark.total.state,
        "finished": int(mark.finished),
    }
    if connection.execute(update(_marks).where(was).values(**values)).rowcount != 1:
        raise StoreError("another process moves into this database at the same time", mark.name)
