"""The index of records at one moment: the table, the order of the queue, and what was counted from them already."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

import numpy as np

from dateline.model.ports_index import IndexMark, IndexRows
from dateline.publish.queue_orders import QueueOrder
from dateline.publish.record_tables import Mask, Numbers, RecordTable
from dateline.publish.urgencies import (
    UrgencyRule,
    count_points,
    find_contradicted,
    find_new_regions,
    make_keys,
)
from dateline.services.record_columns import RecordColumns

T = TypeVar("T")
_ANSWERS_KEPT = 512
_MASKS_KEPT = 64
"""Masks are a byte a record, so fewer of them are kept."""


class Snapshot:
    """What holds until the store changes. Answers are worked out once; as many as `_ANSWERS_KEPT` are kept."""

    def __init__(
        self, mark: IndexMark, table: RecordTable, contradicted: Mask, new_regions: Mask, order: QueueOrder
    ) -> None:
        self.mark = mark
        self.table = table
        self.contradicted = contradicted
        self.new_regions = new_regions
        self.order = order
        self._answers: dict[Hashable, object] = {}
        self._masks: dict[Hashable, object] = {}
        self._turn = Lock()

    def answer(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, kept under the key."""
        with self._turn:
            for known in (self._answers, self._masks):
                if key in known:
                    return cast(T, known[key])
        made = make()
        is_mask = isinstance(made, np.ndarray)
        known, most = (self._masks, _MASKS_KEPT) if is_mask else (self._answers, _ANSWERS_KEPT)
        with self._turn:
            if len(known) >= most:
                del known[next(iter(known))]
            known[key] = made
        return made


def load_snapshot(rows: IndexRows, mark: IndexMark, rule: UrgencyRule) -> tuple[RecordColumns, Snapshot]:
    """The whole store, read anew."""
    columns = RecordColumns()
    _append_stretch(columns, rows, 0, mark.outline)
    columns.set_states(rows.states_of(0, mark.outline))
    every = columns.regroup(None, np.zeros(0, dtype=np.int64))
    table = columns.view()
    contradicted = find_contradicted(table, every) if len(every) else np.zeros(0, dtype=np.bool_)
    new_regions = find_new_regions(table, rule.new_days)
    points = count_points(table, every, contradicted, new_regions[table.region], rule)
    order = QueueOrder(make_keys(table, every, points))
    return columns, Snapshot(mark, table, contradicted, new_regions, order)


def advance_snapshot(
    columns: RecordColumns, before: Snapshot, rows: IndexRows, mark: IndexMark, rule: UrgencyRule
) -> Snapshot:
    """What was added and decided since: only the rows that it is about are worked out anew."""
    old, known = before.mark, columns.count
    _append_stretch(columns, rows, old.outline, mark.outline)
    columns.set_states(rows.states_of(old.outline, mark.outline) if mark.outline > old.outline else {})
    decided = columns.set_states(rows.states_since(old.decision)) if mark.decision > old.decision else _NO_ROWS
    moved, left = _NO_ROWS, np.zeros(0, dtype=np.int64)
    if mark.incident > old.incident and (incidents := rows.incidents_since(old.incident)):
        moved, left = columns.set_incidents(incidents)
    touched = np.unique(np.concatenate([np.arange(known, columns.count), decided, moved]))
    changed = columns.regroup(np.union1d(columns.incident[touched], left), touched)
    table = columns.view()
    contradicted = np.zeros(len(table), dtype=np.bool_)
    contradicted[:known] = before.contradicted
    if len(changed):
        contradicted[changed] = find_contradicted(table, changed)
    new_regions = find_new_regions(table, rule.new_days) if len(table) > known else before.new_regions
    changed = np.union1d(changed, _rows_of_changed(table, before.new_regions, new_regions))
    keys = np.zeros(len(table), dtype=np.int64)
    keys[:known] = before.order.keys
    if len(changed):
        points = count_points(table, changed, contradicted[changed], new_regions[table.region[changed]], rule)
        keys[changed] = make_keys(table, changed, points)
    return Snapshot(mark, table, contradicted, new_regions, before.order.changed(keys, changed))


_NO_ROWS: Numbers = np.zeros(0, dtype=np.int64)


def _append_stretch(columns: RecordColumns, rows: IndexRows, after: int, upto: int) -> None:
    for portion in rows.outlines(after, upto):
        columns.append(portion)
    for parts in rows.parts(after, upto):
        columns.append_parts(parts)


def _rows_of_changed(table: RecordTable, before: Mask, after: Mask) -> Numbers:
    """The rows of regions that are new now and were not, or the other way round."""
    was = np.zeros(len(after), dtype=np.bool_)
    was[: len(before)] = before[: len(after)]
    differs = was != after
    return np.flatnonzero(differs[table.region]) if differs.any() else _NO_ROWS
