"""What happened week by week: events as incidents, each once, and the killed as the sources of each tell them."""

from __future__ import annotations

import numpy as np

from dateline.model.filters import KIND_KEYS
from dateline.model.index_answers import Weeks
from dateline.publish.record_tables import Mask, Numbers, RecordTable

_KINDS = len(KIND_KEYS)
_UNTOLD = 1 << 30


def count_weeks(table: RecordTable, mask: Mask) -> Weeks:
    """The weeks with anything that was done in the rows of the mask.

    An incident counts in the week of its first row of the mask; a record whose time is longer than a month in none.
    """
    rows = np.flatnonzero(mask & table.is_done & (table.week >= 0))
    if not len(rows):
        return Weeks([], {}, [], [])
    once = first_of_incidents(table, rows)
    start = int(table.week[once].min())
    week = table.week[once] - start
    size = int(week.max()) + 1
    by_kind = np.bincount(week * _KINDS + table.kind[once], minlength=size * _KINDS).reshape(size, _KINDS)
    low, high = list_tolls(table, rows, once)
    told = np.flatnonzero(by_kind.any(axis=1))
    columns = by_kind[told].T
    return Weeks(
        (7 * (start + told) + 1).tolist(),
        {key: column.tolist() for key, column in zip(KIND_KEYS, columns, strict=True) if column.any()},
        np.bincount(week, weights=low, minlength=size)[told].astype(np.int64).tolist(),
        np.bincount(week, weights=high, minlength=size)[told].astype(np.int64).tolist(),
    )


def first_of_incidents(table: RecordTable, rows: Numbers) -> Numbers:
    """The first of the rows of each incident; rows without an incident are their own.

    Where the head of an incident is among the rows it is the first, so only the others are compared.
    """
    head = table.head[rows]
    is_head = head == rows
    others, their_heads = rows[~is_head], head[~is_head]
    among = np.zeros(len(table), dtype=np.bool_)
    among[rows] = True
    headless = ~among[their_heads]
    _, first = np.unique(their_heads[headless], return_index=True)
    return np.sort(np.concatenate([rows[is_head], others[headless][first]]))


def list_tolls(table: RecordTable, rows: Numbers, once: Numbers) -> tuple[Numbers, Numbers]:
    """The lowest and the highest number of killed that the rows of each incident give, at its first row."""
    tolled = rows[table.killed[rows] >= 0]
    head = table.head[tolled]
    low = np.full(len(table), _UNTOLD, dtype=np.int32)
    high = np.zeros(len(table), dtype=np.int32)
    np.minimum.at(low, head, table.killed_low[tolled])
    np.maximum.at(high, head, table.killed[tolled])
    own = table.head[once]
    return np.where(low[own] == _UNTOLD, 0, low[own]), high[own]
