"""What many records come to: how many there are, and how many were killed as their sources tell it."""

from __future__ import annotations

import numpy as np

from dateline.model.filters import Box
from dateline.model.index_answers import Told
from dateline.publish.record_tables import Mask, Numbers, RecordTable
from dateline.publish.web_maps import lat_of, lon_of
from dateline.publish.week_counts import first_of_incidents, list_tolls

MANY = 500
"""From so many points on, a few outliers do not widen the box that is shown first."""
TAIL = 0.005


def sum_told(table: RecordTable, mask: Mask) -> Told:
    """The sums over the rows of a mask. Only what was done is an incident and has its dead counted."""
    rows = np.flatnonzero(mask)
    points = rows[table.x[rows] >= 0]
    done = rows[table.is_done[rows]]
    once = first_of_incidents(table, done)
    low, high = list_tolls(table, done, once)
    return Told(
        records=len(rows),
        mapped=len(points),
        incidents=int((table.kind[once] < _EVENT_KINDS).sum()),
        killed_low=int(low.sum()),
        killed_high=int(high.sum()),
        box=_find_box(table, points),
        countries=_list_countries(table, points),
    )


_EVENT_KINDS = 6


def _find_box(table: RecordTable, points: Numbers) -> Box | None:
    if not len(points):
        return None
    ends = (0.0, 1.0) if len(points) < MANY else (TAIL, 1 - TAIL)
    left, right = np.quantile(table.x[points], ends)
    top, bottom = np.quantile(table.y[points], ends)
    west, south, east, north = lon_of(float(left)), lat_of(float(bottom)), lon_of(float(right)), lat_of(float(top))
    return round(west, 4), round(south, 4), round(east, 4), round(north, 4)


def _list_countries(table: RecordTable, points: Numbers) -> tuple[str, ...]:
    counts = np.bincount(table.country[points], minlength=1)
    counts[0] = 0
    most = np.argsort(-counts, kind="stable")
    names = [table.names.countries.values[code] for code in most.tolist() if counts[code]]
    return tuple(name for name in names if name is not None)
