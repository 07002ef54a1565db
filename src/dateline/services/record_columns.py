"""The columns of the index of records: filled from a store, and lengthened and corrected as it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.model.decisions import State
from dateline.model.filters import KIND_KEYS, STATES
from dateline.model.ports_index import IndexRow
from dateline.publish.kinds import CONTROL_KIND, EVENT_KINDS, FIGURE_KIND, STATEMENT_KIND
from dateline.publish.record_masks import REGION_SEPARATOR
from dateline.publish.record_tables import NEVER, UNKNOWN, Numbers, RecordTable, Vocabularies
from dateline.publish.web_maps import project_all
from dateline.publish.wordings import ASSUMED_RADIUS_KM

_DONE = frozenset({"happened", "attempted"})
_LONGEST_IN_A_WEEK = 31
_NO_INCIDENT = 0
_TYPES: dict[str, Any] = {
    "number": np.int32, "report": np.int32, "kind": np.uint8, "country": np.int16, "region": np.int32,
    "place": np.int32, "source": np.int32, "coder": np.int32, "source_types": np.int32, "x": np.int32,
    "y": np.int32, "lat": np.float32, "lon": np.float32, "radius_km": np.float32, "first": np.int32,
    "last": np.int32, "week": np.int32, "published": np.int32, "killed_low": np.int32, "killed": np.int32,
    "confidence": np.float32, "is_done": np.bool_, "is_told": np.bool_, "is_denied": np.bool_,
    "tolls_differ": np.bool_, "head": np.int32, "state": np.uint8,
}  # fmt: skip


class RecordColumns:
    """Growing columns. `incident` is a number for each incident, the same as long as the process lives."""

    def __init__(self) -> None:
        self.count = 0
        self.names = Vocabularies()
        self._columns: dict[str, NDArray[Any]] = {name: np.zeros(0, dtype) for name, dtype in _TYPES.items()}
        self._columns["incident"] = np.zeros(0, np.int64)
        self._parts = {"part_row": np.zeros(0, np.int32), "part_actor": np.zeros(0, np.int32)}
        self._part_count = 0

    @property
    def incident(self) -> NDArray[np.int64]:
        return self._columns["incident"][: self.count]

    def view(self) -> RecordTable:
        """The table as it is now; rows that come later are no part of it."""
        own: dict[str, Any] = {
            name: column[: self.count] for name, column in self._columns.items() if name != "incident"
        }
        parts: dict[str, Any] = {name: column[: self._part_count] for name, column in self._parts.items()}
        return RecordTable(**own, **parts, names=self.names)

    def append(self, rows: Sequence[Sequence[object]]) -> None:
        """Put rows in the order of `IndexRow` at the end; their numbers are higher than all before."""
        new = self._make_columns(dict(zip(IndexRow._fields, zip(*rows, strict=True), strict=True)))
        first = self.count
        for name, values in new.items():
            self._columns[name] = _extend(self._columns[name], values, first)
        self.count += len(rows)

    def append_parts(self, parts: Sequence[Sequence[Any]]) -> None:
        """Note who has a part in rows that are there; pairs of outline number and actor."""
        numbers, actors = zip(*parts, strict=True)
        rows, known = self.find_rows(np.array(numbers, dtype=np.int32))
        codes = np.fromiter(self.names.actors.add_all(actors), dtype=np.int32, count=len(actors))[known]
        self._parts["part_row"] = _extend(self._parts["part_row"], rows.astype(np.int32), self._part_count)
        self._parts["part_actor"] = _extend(self._parts["part_actor"], codes, self._part_count)
        self._part_count += len(rows)

    def find_rows(self, numbers: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
        """The rows of those outline numbers that are there, and which of them are."""
        own = self._columns["number"][: self.count]
        rows = np.searchsorted(own, numbers)
        known = rows < self.count
        known[known] = own[rows[known]] == numbers[known]
        return rows[known], known

    def set_states(self, states: Mapping[int, State]) -> Numbers:
        """Note the states of records by outline number; gives the rows."""
        rows, known = self.find_rows(np.fromiter(states.keys(), dtype=np.int32, count=len(states)))
        codes = np.fromiter((STATES.index(state) for state in states.values()), dtype=np.uint8, count=len(states))
        self._columns["state"][rows] = codes[known]
        return rows

    def set_incidents(self, incidents: Sequence[tuple[int, str]]) -> tuple[Numbers, NDArray[np.int64]]:
        """Note the incidents of events by outline number; gives the rows, and the incidents that they left."""
        rows, known = self.find_rows(np.array([number for number, _ in incidents], dtype=np.int32))
        left = self.incident[rows].copy()
        codes = np.fromiter(_incident_codes(name for _, name in incidents), dtype=np.int64, count=len(incidents))
        self._columns["incident"][rows] = codes[known]
        return rows, left

    def regroup(self, incidents: NDArray[np.int64] | None, rows: Numbers) -> Numbers:
        """Find the first rows of these incidents anew, or of all; gives all rows of them, with `rows`."""
        if incidents is None:
            changed = np.arange(self.count)
        else:
            own = incidents[incidents != _NO_INCIDENT]
            mates = np.flatnonzero(np.isin(self.incident, own)) if len(own) else np.zeros(0, np.int64)
            changed = np.union1d(rows, mates)
        head = self._columns["head"]
        head[changed] = changed
        linked = changed[self.incident[changed] != _NO_INCIDENT]
        _, first, group = np.unique(self.incident[linked], return_index=True, return_inverse=True)
        head[linked] = linked[first][group]
        return changed

    def _make_columns(self, given: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
        """In: the values of many rows by the fields of `IndexRow`."""
        lat, lon = (np.array(given[name], dtype=np.float32) for name in ("lat", "lon"))
        x, y = project_all(lat, lon)
        start, end = (np.array(given[name], dtype=np.int32) for name in ("start_day", "end_day"))
        first, last = _open_sides(start, end)
        count = len(start)
        columns = {
            "number": given["number"], "report": given["report_number"],
            "kind": [_kind_code(kind, event) for kind, event in zip(given["kind"], given["event_type"], strict=True)],
            "source_types": given["source_types"], "x": x, "y": y, "lat": lat, "lon": lon,
            "radius_km": np.nan_to_num(np.array(given["radius_km"], dtype=np.float32), nan=ASSUMED_RADIUS_KM[1]),
            "first": first, "last": last, "week": _weeks(start, end), "published": given["published_day"],
            "killed_low": given["killed_low"], "killed": given["killed"], "confidence": given["confidence"],
            "is_done": [modality in _DONE for modality in given["modality"]],
            "is_told": given["is_told"], "is_denied": given["is_denied"], "tolls_differ": given["tolls_differ"],
            "head": np.arange(self.count, self.count + count), "state": np.zeros(count), **self._code(given),
        }  # fmt: skip
        typed = {name: np.asarray(values, dtype=_TYPES[name]) for name, values in columns.items()}
        typed["incident"] = np.fromiter(_incident_codes(given["incident_id"]), dtype=np.int64, count=count)
        return typed

    def _code(self, given: Mapping[str, Any]) -> dict[str, list[int]]:
        names = self.names
        regions = (
            f"{country or '--'}{REGION_SEPARATOR}{admin1}" if admin1 else None
            for country, admin1 in zip(given["country"], given["admin1"], strict=True)
        )
        return {
            "country": list(names.countries.add_all(given["country"])),
            "region": list(names.regions.add_all(regions)),
            "place": list(names.places.add_all(given["place"])),
            "source": list(names.sources.add_all(given["publisher"])),
            "coder": list(names.coders.add_all(given["coder"])),
        }


def _extend(column: NDArray[Any], values: NDArray[Any], count: int) -> NDArray[Any]:
    """The column with values put behind its first `count`; a longer one where they do not fit."""
    needed = count + len(values)
    if needed > len(column):
        longer = np.zeros(max(needed, len(column) * 5 // 4, 1024), dtype=column.dtype)
        longer[:count] = column[:count]
        column = longer
    column[count:needed] = values
    return column


def _kind_code(kind: str, event_type: str | None) -> int:
    if kind == "events":
        return _EVENT_CODES.get(event_type, _EVENT_CODES["Strategic developments"])
    return _OTHER_CODES[kind]


def _open_sides(start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """First and last day for comparing: open sides reach as far as there is, no time at all overlaps with nothing."""
    untimed = (start == UNKNOWN) & (end == UNKNOWN)
    first = np.where(untimed, NEVER, np.where(start == UNKNOWN, -NEVER, start))
    last = np.where(untimed, -NEVER, np.where(end == UNKNOWN, NEVER, end))
    return first, last


def _weeks(start: Numbers, end: Numbers) -> Numbers:
    """The week of the middle day; of one side where the other is open; none where it may be more than a month."""
    known_end = np.where(end == UNKNOWN, start, end)
    known_start = np.where(start == UNKNOWN, end, start)
    placed = (known_start > 0) & (known_end - known_start < _LONGEST_IN_A_WEEK)
    return np.where(placed, ((known_start + known_end) // 2 - 1) // 7, UNKNOWN)


def _incident_codes(names: Iterable[str | None]) -> Iterable[int]:
    return (_NO_INCIDENT if name is None else hash(name) for name in names)


_EVENT_CODES: dict[str | None, int] = {
    event_type: KIND_KEYS.index(kind.key) for event_type, kind in EVENT_KINDS.items()
}
_OTHER_CODES = {
    "figures": KIND_KEYS.index(FIGURE_KIND.key),
    "statements": KIND_KEYS.index(STATEMENT_KIND.key),
    "control": KIND_KEYS.index(CONTROL_KIND.key),
}
