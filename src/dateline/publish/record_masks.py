"""Which rows of the table of records a filter means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from dateline.model.decisions import DISCARDED
from dateline.model.filters import KIND_KEYS, SOURCE_TYPES, STATES, Box, RecordFilter
from dateline.publish.record_tables import NEVER, Mask, Numbers, RecordTable, Vocabulary
from dateline.publish.web_maps import project_x, project_y

REGION_SEPARATOR = " "
_FEW = 5
"""Up to so many values, comparing with each is quicker than looking each row up."""


def find_rows(table: RecordTable, chosen: RecordFilter, text_reports: Sequence[int] | None = None) -> Mask:
    """Whether each row is meant. In: `text_reports`, numbers of the reports with the filter's words."""
    names = table.names
    mask = _has_state(table, chosen)
    for column, vocabulary, value in (
        (table.country, names.countries, chosen.country),
        (table.source, names.sources, chosen.source),
        (table.coder, names.coders, chosen.coder),
    ):
        if value is not None:
            mask &= _equals(column, vocabulary, value)
    if chosen.admin1 is not None:
        mask &= _in_region(table, chosen)
    if chosen.kinds:
        mask &= one_of(table.kind, [KIND_KEYS.index(key) for key in chosen.kinds], len(KIND_KEYS))
    if chosen.source_type is not None:
        mask &= (table.source_types & (1 << _SOURCE_BITS[chosen.source_type])) != 0
    if chosen.first_day or chosen.last_day:
        mask &= _overlaps(table, chosen)
    if chosen.box is not None:
        mask &= in_box(table, chosen.box)
    if chosen.actor is not None:
        mask &= _has_part(table, chosen.actor)
    if text_reports is not None:
        size = int(table.report.max(initial=0)) + 1
        mask &= one_of(table.report, [number for number in text_reports if number < size], size)
    return mask


def in_box(table: RecordTable, box: Box) -> Mask:
    """The rows with a point in the box; one that is wider than the world has all points between its latitudes."""
    west, south, east, north = box
    known = (table.y >= project_y(north)) & (table.y <= project_y(south))
    if east - west >= 360:
        return known & (table.x >= 0)
    left, right = project_x(west), project_x(east)
    between = (table.x >= left) & (table.x <= right) if left <= right else (table.x >= left) | (table.x <= right)
    return known & between & (table.x >= 0)


_SOURCE_BITS: dict[str, int] = {source_type: bit for bit, source_type in enumerate(SOURCE_TYPES)}


def _has_state(table: RecordTable, chosen: RecordFilter) -> Mask:
    wanted = chosen.states or frozenset(STATES) - DISCARDED
    return one_of(table.state, [STATES.index(state) for state in wanted], len(STATES))


def one_of(column: Numbers, codes: Sequence[int], size: int) -> Mask:
    """Whether each value of a column is one of these, of `size` that there are."""
    if 1 <= len(codes) <= _FEW:
        return reduce(np.logical_or, (column == code for code in codes))
    wanted = np.zeros(size, dtype=np.bool_)
    wanted[list(codes)] = True
    mask: Mask = np.take(wanted, column)
    return mask


def _equals(column: Numbers, vocabulary: Vocabulary, value: str) -> Mask:
    code = vocabulary.find(value)
    return np.zeros(len(column), dtype=np.bool_) if code is None else column == code


def _in_region(table: RecordTable, chosen: RecordFilter) -> Mask:
    """A region is meant together with its country; without one, every region of the name."""
    regions = table.names.regions
    if chosen.country is not None:
        return _equals(table.region, regions, f"{chosen.country}{REGION_SEPARATOR}{chosen.admin1}")
    ending = f"{REGION_SEPARATOR}{chosen.admin1}"
    codes = [code for code, name in enumerate(regions.values) if name and name[2:] == ending]
    return one_of(table.region, codes, len(regions))


def _overlaps(table: RecordTable, chosen: RecordFilter) -> Mask:
    first = chosen.first_day.toordinal() if chosen.first_day else -NEVER + 1
    last = chosen.last_day.toordinal() if chosen.last_day else NEVER - 1
    return (table.first <= last) & (table.last >= first)


def _has_part(table: RecordTable, actor: str) -> Mask:
    mask = np.zeros(len(table), dtype=np.bool_)
    code = table.names.actors.find(actor)
    if code is not None:
        rows = table.part_row[table.part_actor == code]
        mask[rows[rows < len(table)]] = True
    return mask
