"""Lists of records by their days, the latest first, in stretches that stay the same while others are added."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.model.errors import WrongCallError
from dateline.model.filters import KIND_KEYS, STATES
from dateline.model.index_answers import ListedRecord
from dateline.model.ports import ActorRegistry
from dateline.model.ports_index import IndexRows
from dateline.publish.record_tables import NEVER, Mask, Numbers, RecordTable
from dateline.services.record_searches import say_actor
from dateline.services.record_snapshots import Snapshot

_KEY = re.compile(r"[0-9]{1,18}")
_NUMBER_BITS = 32
MAX_ACTORS = 4


def find_latest(now: Snapshot, mask: Mask, limit: int, after: str | None) -> tuple[list[int], str | None]:
    """The rows of the mask that come first, and the key of the last where there are more.

    Raises WrongCallError for an `after` that is no key.
    """
    keys = now.answer(("days",), lambda: _make_keys(now.table))
    rows = np.flatnonzero(mask)
    own = keys[rows]
    if after is not None:
        if not _KEY.fullmatch(after):
            raise WrongCallError("a list goes on after a key that it gave", after[:40])
        below = own < int(after)
        rows, own = rows[below], own[below]
    if len(rows) > limit + 1:
        most = np.argpartition(own, len(own) - limit - 1)[-(limit + 1) :]
        rows, own = rows[most], own[most]
    order = np.argsort(-own)
    shown = rows[order[:limit]].tolist()
    return shown, str(keys[shown[-1]]) if len(rows) > limit else None


def list_records(
    source: IndexRows, table: RecordTable, rows: Sequence[int], actors: ActorRegistry | None
) -> tuple[ListedRecord, ...]:
    """What is shown of these rows, in their order."""
    shown = source.lines([int(table.number[row]) for row in rows])
    parts = _list_parts(table, rows, actors)
    listed = []
    for row in rows:
        if (line := shown.get(int(table.number[row]))) is None:
            continue
        low, high = int(table.killed_low[row]), int(table.killed[row])
        listed.append(
            ListedRecord(
                line.record_id, line.report_id, KIND_KEYS[table.kind[row]], line.label, line.place, line.country,
                line.start_day, line.end_day, low if low >= 0 else None, high if high >= 0 else None,
                STATES[table.state[row]], bool(table.is_done[row]), line.incident_id,
                table.names.sources.values[table.source[row]], parts[row],
            )
        )  # fmt: skip
    return tuple(listed)


def _make_keys(table: RecordTable) -> NDArray[np.int64]:
    """The first day of each row, else its last, above its number: all different."""
    first = table.first.astype(np.int64)
    last = table.last.astype(np.int64)
    day = np.where(np.abs(first) < NEVER, first, np.where(np.abs(last) < NEVER, last, 0))
    return (np.maximum(day, 0) << _NUMBER_BITS) | table.number.astype(np.int64)


def _list_parts(table: RecordTable, rows: Sequence[int], actors: ActorRegistry | None) -> dict[int, tuple[str, ...]]:
    wanted: Numbers = np.asarray(rows, dtype=np.int64)
    found = np.flatnonzero(np.isin(table.part_row, wanted))
    names: dict[int, dict[str, None]] = {row: {} for row in rows}
    for row, actor in zip(table.part_row[found].tolist(), table.part_actor[found].tolist(), strict=True):
        if key := table.names.actors.values[actor]:
            names[row][say_actor(key, actors)] = None
    return {row: tuple(said)[:MAX_ACTORS] for row, said in names.items()}
