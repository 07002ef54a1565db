"""Use cases of the reader: the list of reports, one report, all records. Reads, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from dateline.model.stores import ReportRow, StoredReport
from dateline.publish.maps import MappedEvent, list_mapped_events, make_event_map
from dateline.publish.views import (
    RecordLine,
    ReportLine,
    ReportView,
    list_record_lines,
    make_report_line,
    make_report_view,
)

PAGE_SIZE = 50
LINES_PER_PAGE = 200
MAX_REPORTS_LISTED = 2000
"""The table of records reads this many of the newest reports at most."""


class RecordSource(Protocol):
    """What the pages read from; a `model.ports.Store` is one."""

    def count_reports(self) -> int: ...

    def list_reports(self, *, limit: int | None = None, offset: int = 0) -> Sequence[ReportRow]:
        """The reports, newest publication first."""
        ...

    def get_coded(self, report_id: str) -> StoredReport:
        """A report with its records. Raises NotKeptError."""
        ...

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]: ...


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list of reports; `number` counts from 1."""

    lines: tuple[ReportLine, ...]
    number: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the table of records; `has_more`: whether another page follows."""

    lines: tuple[RecordLine, ...]
    number: int
    has_more: bool


class ReadingRoom:
    """What the pages ask for, in their own terms."""

    def __init__(self, source: RecordSource) -> None:
        self._source = source

    def list_reports(self, number: int = 1) -> Page:
        """One page of the list; a number past the end gives the last page."""
        total = self._source.count_reports()
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(number, 1), last)
        rows = self._source.list_reports(limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
        return Page(tuple(make_report_line(row) for row in rows), number, last, total)

    def read_report(self, report_id: str) -> tuple[ReportView, list[MappedEvent]]:
        """The view of one report, and its events that can be drawn. Raises NotKeptError."""
        stored = self._source.get_coded(report_id)
        return make_report_view(stored), list_mapped_events([stored])

    def map_report(self, report_id: str) -> dict[str, Any]:
        """The events of one report as GeoJSON. Raises NotKeptError."""
        return make_event_map([self._source.get_coded(report_id)])

    def list_records(self, kind: str | None = None, number: int = 1) -> RecordPage:
        """One page of all records, newest report first; `kind`: only those of a Kind's key."""
        lines = list_record_lines(self._newest(), kind)
        start = (number - 1) * LINES_PER_PAGE
        found = list(islice(lines, start, start + LINES_PER_PAGE + 1))
        return RecordPage(tuple(found[:LINES_PER_PAGE]), number, len(found) > LINES_PER_PAGE)

    def export_report(self, report_id: str) -> dict[str, Any]:
        """The report and its records in the form of `coded.jsonl`. Raises NotKeptError."""
        return self._source.get_coded(report_id).to_coded().to_json()

    def _newest(self) -> Iterator[StoredReport]:
        """A page at a time: who looks at the first records need not wait for the counts of all."""
        for offset in range(0, MAX_REPORTS_LISTED, PAGE_SIZE):
            rows = self._source.list_reports(limit=PAGE_SIZE, offset=offset)
            yield from self._source.iter_coded([row.report_id for row in rows])
            if len(rows) < PAGE_SIZE:
                return
