"""What checks read of a SQL store. Its promises: `model.checkpoints.Audit`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, LargeBinary, func, select

from dateline.model.checkpoints import ChainName
from dateline.model.decisions import Decision
from dateline.model.errors import StoreError
from dateline.store import queries
from dateline.store.desk_schema import entries, policies, screenshots
from dateline.store.projecting import Door
from dateline.store.schema import captures, chain_heads, decisions, incidents, metadata, records, reports
from dateline.store.sealing import find_row

_HASHES_AT_A_TIME = 10_000
_CHAINS = {"decisions": decisions, "entries": entries}


class SqlAudit:
    """What checks read, over the store's own transactions."""

    def __init__(self, reading: Door) -> None:
        self._reading = reading

    def iter_decisions(self) -> Iterator[Decision]:
        last: int | None = None
        while True:
            with self._reading() as connection:
                portion = queries.select_decisions_after(connection, last)
            yield from portion
            if not portion:
                return
            last = portion[-1].seq

    def last_decisions(
        self, *, who: str | None = None, record_id: str | None = None, before: int | None = None, limit: int = 100
    ) -> Sequence[Decision]:
        with self._reading() as connection:
            return queries.select_last_decisions(connection, who, record_id, before, limit)

    def iter_hashes(self, chain: ChainName, after: int = 0) -> Iterator[str]:
        table = _CHAINS[chain]
        query = select(table.c.seq, table.c.hash).order_by(table.c.seq).limit(_HASHES_AT_A_TIME)
        while True:
            with self._reading() as connection:
                rows = connection.execute(query.where(table.c.seq > after)).all()
            yield from (str(row.hash) for row in rows)
            if not rows:
                return
            after = rows[-1].seq

    def last_seq(self, chain: ChainName) -> int:
        with self._reading() as connection:
            return int(connection.execute(select(func.max(_CHAINS[chain].c.seq))).scalar() or 0)

    def heads(self) -> Mapping[int, tuple[int, str]]:
        with self._reading() as connection:
            return {row.id: (row.seq, row.hash) for row in connection.execute(select(chain_heads))}

    def known_records(self, record_ids: Sequence[str]) -> set[str]:
        with self._reading() as connection:
            return queries.select_known_records(connection, record_ids)

    def find_rows(self, table: str, keys: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any] | None]:
        known = metadata.tables.get(table)
        if known is None or any({column.name for column in known.primary_key} != set(key) for key in keys):
            raise StoreError("there is no such table, or it has another key", table)
        columns = list(known.primary_key)
        if len(columns) == 1 and not any(isinstance(column.type, LargeBinary) for column in known.columns):
            yield from self._find_many(columns[0], [key[columns[0].name] for key in keys])
            return
        for key in keys:  # one at a time: each may be many megabytes
            with self._reading() as connection:
                row = find_row(connection, known, key)
            yield row

    def _find_many(self, column: Column[Any], values: Sequence[Any]) -> Iterator[Mapping[str, Any] | None]:
        for portion in queries.in_portions(values):
            with self._reading() as connection:
                found = connection.execute(select(column.table).where(column.in_(portion))).mappings().all()
            rows = {row[column.name]: dict(row) for row in found}
            yield from (rows.get(value) for value in portion)

    def count_rows(self, table: str) -> int:
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())

    def lost_records(self) -> Sequence[str]:
        query = select(incidents.c.record_id).outerjoin(records, records.c.id == incidents.c.record_id)
        with self._reading() as connection:
            return list(connection.execute(query.where(records.c.id.is_(None))).scalars())

    def loose_captures(self) -> Sequence[str]:
        query = select(captures.c.id).outerjoin(reports, reports.c.capture_id == captures.c.id)
        with self._reading() as connection:
            return list(connection.execute(query.where(reports.c.id.is_(None)).order_by(captures.c.id)).scalars())

    def iter_screenshots(self) -> Iterator[tuple[str, str, bytes]]:
        with self._reading() as connection:
            capture_ids = connection.execute(select(screenshots.c.capture_id)).scalars().all()
        query = select(screenshots.c.capture_id, screenshots.c.sha256, screenshots.c.data)
        for capture_id in sorted(capture_ids):  # each may be some megabytes
            with self._reading() as connection:
                row = connection.execute(query.where(screenshots.c.capture_id == capture_id)).one()
            yield row.capture_id, row.sha256, row.data

    def policies(self) -> Mapping[str, str]:
        with self._reading() as connection:
            return {row.name: row.value for row in connection.execute(select(policies))}
