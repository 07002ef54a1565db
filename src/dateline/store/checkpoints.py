"""Checkpoints in a SQL store. Their promises: `model.checkpoints.Checkpoints`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from dateline.model.checkpoints import ChainName, Checkpoint, Signature
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.store.chaining import Chain, find_end
from dateline.store.desk_schema import checkpoints, signatures
from dateline.store.projecting import Door
from dateline.store.schema import metadata
from dateline.store.sealing import insert_sealed


class SqlCheckpoints:
    """Checkpoints, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def add(self, counts: Mapping[ChainName, int], roots: Mapping[ChainName, str], who: str) -> Checkpoint:
        with self._writing() as connection:
            find_end(connection, Chain.ENTRIES)  # nobody else makes one now
            number = (connection.execute(select(func.max(checkpoints.c.id))).scalar() or 0) + 1
            row = {
                "id": number,
                "decision_count": counts["decisions"],
                "decision_root": roots["decisions"],
                "entry_count": counts["entries"],
                "entry_root": roots["entries"],
                "who": who,
                "made": self._now(),
            }
            _keep(connection, "checkpoints", row, "checkpoint", number)
            return _get(connection, number)

    def sign(self, number: int, public_key: str, signature: str, who: str) -> Signature:
        made = self._now()
        with self._writing() as connection:
            find_end(connection, Chain.ENTRIES)
            _get(connection, number)
            if public_key in {row.public_key for row in _select_signatures(connection, number)}:
                raise WrongCallError("this key has signed the checkpoint already", str(number))
            row = {
                "checkpoint_id": number,
                "public_key": public_key,
                "signature": signature,
                "who": who,
                "made": made,
            }
            _keep(connection, "signatures", row, "sign", number)
            return Signature(number, public_key, signature, who, made)

    def list(self) -> Sequence[Checkpoint]:
        with self._reading() as connection:
            return [_checkpoint(row) for row in connection.execute(select(checkpoints).order_by(checkpoints.c.id))]

    def get(self, number: int) -> Checkpoint:
        with self._reading() as connection:
            return _get(connection, number)

    def signatures(self, number: int | None = None) -> Sequence[Signature]:
        with self._reading() as connection:
            return _select_signatures(connection, number)


def _keep(connection: Connection, table: str, row: Mapping[str, Any], kind: str, number: int) -> None:
    subject = f"checkpoint:{number}"
    told = {name: value for name, value in row.items() if name not in ("id", "checkpoint_id", "who", "made")}
    rows = [(metadata.tables[table], row)]
    insert_sealed(connection, rows, kind=kind, who=row["who"], when=row["made"], subject=subject, detail=told)


def _get(connection: Connection, number: int) -> Checkpoint:
    row = connection.execute(select(checkpoints).where(checkpoints.c.id == number)).first()
    if row is None:
        raise NotKeptError("there is no such checkpoint", str(number))
    return _checkpoint(row)


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(
        row.id, row.decision_count, row.decision_root, row.entry_count, row.entry_root, row.who, row.made
    )


def _select_signatures(connection: Connection, number: int | None) -> list[Signature]:
    query = select(signatures).order_by(signatures.c.checkpoint_id, signatures.c.made, signatures.c.public_key)
    query = query if number is None else query.where(signatures.c.checkpoint_id == number)
    return [
        Signature(row.checkpoint_id, row.public_key, row.signature, row.who, row.made)
        for row in connection.execute(query)
    ]
