"""What a map draws of many records: counts in a grid, single records where they are few, areas where no point is
known. Whoever lies only within a large radius is never forced into a dot."""

from __future__ import annotations

import math

import numpy as np

from dateline.model.filters import KIND_KEYS, Box
from dateline.model.index_answers import Cell
from dateline.publish.record_masks import in_box
from dateline.publish.record_tables import Mask, Numbers, RecordTable
from dateline.publish.web_maps import BITS, KM_PER_DEGREE, WORLD, lat_of, lon_of, project_x

MAX_SINGLE = 300
"""So many records at most are drawn one by one."""
CELLS_PER_TILE_BITS = 3
"""A tile of 512 px has 8 by 8 cells of 64 px."""
MAX_ACROSS = 48
"""A box wider than so many cells is drawn with larger ones."""
MAX_AREAS = 150
_KINDS = len(KIND_KEYS)


def choose_rows(table: RecordTable, mask: Mask, box: Box) -> Numbers:
    """The rows of the mask that have a point in the box."""
    return np.flatnonzero(mask & in_box(table, box))


def make_cells(table: RecordTable, rows: Numbers, box: Box, zoom: float) -> list[Cell]:
    """The marks of many rows: clusters of a grid, and areas for those known less exactly than a cell is wide."""
    shift = BITS - _grid_bits(box, zoom)
    wide = table.radius_km[rows] > _cell_km(shift, box)
    areas = _make_areas(table, rows[wide])
    return [*_make_clusters(table, rows[~wide], shift), *areas]


def _grid_bits(box: Box, zoom: float) -> int:
    """The bits of x and y that tell cells apart."""
    west, _, east, _ = box
    width = WORLD if east - west >= 360 else max(1, (project_x(east) - project_x(west)) % WORLD)
    bits = min(BITS, max(0, round(zoom)) + CELLS_PER_TILE_BITS)
    while bits > CELLS_PER_TILE_BITS and (width >> (BITS - bits)) > MAX_ACROSS:
        bits -= 1
    return bits


def _cell_km(shift: int, box: Box) -> float:
    """How wide a cell is on the ground, in the middle of the box."""
    middle = math.radians((box[1] + box[3]) / 2)
    return 360 * KM_PER_DEGREE * math.cos(middle) / (WORLD >> shift)


def _make_clusters(table: RecordTable, rows: Numbers, shift: int) -> list[Cell]:
    if not len(rows):
        return []
    x, y = table.x[rows], table.y[rows]
    column, line = x >> shift, y >> shift
    left, top = int(column.min()), int(line.min())
    across = int(column.max()) - left + 1
    cell = (line - top) * across + (column - left)
    size = int(cell.max()) + 1
    by_kind = np.bincount(cell * _KINDS + table.kind[rows], minlength=size * _KINDS).reshape(size, _KINDS)
    counts = by_kind.sum(axis=1)
    used = np.flatnonzero(counts)
    mean_x = np.bincount(cell, weights=x, minlength=size)[used] / counts[used]
    mean_y = np.bincount(cell, weights=y, minlength=size)[used] / counts[used]
    killed = np.bincount(cell, weights=_killed_once(table, rows), minlength=size)[used]
    lines = zip(
        used.tolist(), mean_x.tolist(), mean_y.tolist(), counts[used].tolist(), by_kind[used].tolist(),
        killed.tolist(), strict=True,
    )  # fmt: skip
    return [
        Cell(
            "cluster", round(lat_of(y), 4), round(lon_of(x), 4), count, _name_kinds(kinds), int(dead),
            box=_cell_box(left + index % across, top + index // across, shift),
        )
        for index, x, y, count, kinds, dead in lines
    ]  # fmt: skip


def _cell_box(column: int, line: int, shift: int) -> Box:
    west, east = lon_of(column << shift), lon_of((column + 1) << shift)
    south, north = lat_of((line + 1) << shift), lat_of(line << shift)
    return round(west, 5), round(south, 5), round(east, 5), round(north, 5)


def _killed_once(table: RecordTable, rows: Numbers) -> Numbers:
    """The killed of each row, of an incident only in its first row: several accounts tell of the same dead."""
    founds = table.head[rows] == rows
    return np.where(founds, np.maximum(table.killed[rows], 0), 0)


def _make_areas(table: RecordTable, rows: Numbers) -> list[Cell]:
    """One area for each point and radius, those with most records first."""
    if not len(rows):
        return []
    radius = np.rint(table.radius_km[rows]).astype(np.int64)
    key = (table.x[rows].astype(np.int64) << 40) | (table.y[rows].astype(np.int64) << 16) | np.minimum(radius, 65_535)
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    by_kind = np.bincount(group * _KINDS + table.kind[rows], minlength=len(first) * _KINDS).reshape(-1, _KINDS)
    killed = np.bincount(group, weights=_killed_once(table, rows), minlength=len(first))
    counts = by_kind.sum(axis=1)
    most = np.argsort(-counts, kind="stable")[:MAX_AREAS]
    return [
        Cell(
            "area",
            round(float(table.lat[rows[first[area]]]), 4),
            round(float(table.lon[rows[first[area]]]), 4),
            int(counts[area]),
            _name_kinds(by_kind[area].tolist()),
            int(killed[area]),
            radius_km=float(radius[first[area]]),
        )
        for area in most.tolist()
    ]


def _name_kinds(counts: list[int]) -> tuple[tuple[str, int], ...]:
    return tuple((key, count) for key, count in zip(KIND_KEYS, counts, strict=True) if count)
