"""The log in a SQL store. Its promises: `model.entries.Log`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from dateline.model.entries import Entry, rehash_entry
from dateline.model.errors import StoreError, WrongCallError
from dateline.model.ids import canonical_json
from dateline.store.chaining import Chain, find_end, note_head, select_head
from dateline.store.desk_schema import entries
from dateline.store.projecting import Door
from dateline.store.queries import PORTION


class SqlLog:
    """The log, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def append(self, kind: str, who: str, subject: str, detail: Mapping[str, Any]) -> Entry:
        now = self._now()
        with self._writing() as connection:
            return insert_entry(connection, kind, who, now, subject, detail)

    def entries(
        self,
        *,
        subject: str | None = None,
        who: str | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        query = select(entries).order_by(entries.c.seq.desc()).limit(limit)
        query = query if subject is None else query.where(entries.c.subject == subject)
        query = query if who is None else query.where(entries.c.who == who)
        query = query if before is None else query.where(entries.c.seq < before)
        with self._reading() as connection:
            return _read(connection, query)[::-1]

    def iter_entries(self) -> Iterator[Entry]:
        last = None
        query = select(entries).order_by(entries.c.seq).limit(PORTION)
        while True:
            with self._reading() as connection:
                portion = _read(connection, query if last is None else query.where(entries.c.seq > last))
            yield from portion
            if not portion:
                return
            last = portion[-1].seq

    def head(self) -> str:
        with self._reading() as connection:
            return select_head(connection, Chain.ENTRIES)


def insert_entry(
    connection: Connection, kind: str, who: str, when: str, subject: str, detail: Mapping[str, Any]
) -> Entry:
    """Put an entry at the end of the log, as a part of the caller's transaction. Raises WrongCallError."""
    if not (kind.strip() and who.strip() and subject.strip()):
        raise WrongCallError(
            "an entry of the log tells what was done, by whom and to what", f"{kind}, {who}, {subject}"
        )
    seq, prev_hash = find_end(connection, Chain.ENTRIES)
    text = _write_detail(detail)
    unsigned = Entry(seq + 1, kind, who, when, subject, json.loads(text), prev_hash, "")
    entry = replace(unsigned, hash=rehash_entry(unsigned))
    connection.execute(
        insert(entries).values(
            seq=entry.seq, kind=kind, who=who, when_utc=when, subject=subject, detail=text,
            prev_hash=prev_hash, hash=entry.hash,
        )
    )  # fmt: skip
    note_head(connection, Chain.ENTRIES, entry.seq, entry.hash)
    return entry


def _write_detail(detail: Mapping[str, Any]) -> str:
    try:
        json.dumps(detail, allow_nan=False)  # a NaN would be written, but as no JSON
        return canonical_json(dict(detail))
    except (TypeError, ValueError) as error:
        raise WrongCallError("the detail of an entry is not JSON", str(error)) from error


def _read(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    """Raises StoreError where the kept detail is not what was written any more."""
    try:
        detail = json.loads(row.detail)
        whole = isinstance(detail, dict) and canonical_json(detail) == row.detail
    except (TypeError, ValueError):
        whole = False
    if not whole:
        raise StoreError("a kept entry of the log is damaged", str(row.seq), "run `dateline verify`")
    return Entry(row.seq, row.kind, row.who, row.when_utc, row.subject, detail, row.prev_hash, row.hash)
