"""Where exports read from: a store as it stands now, or a release of it. Both give reports with their records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from dateline.linkage.near_duplicates import KeptText, group_copies
from dateline.model.reports import Report
from dateline.model.stores import StoredReport


class ExportSource(Protocol):
    """Gives stored reports, in the same order each time."""

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        """The reports given, or all."""
        ...

    def group_texts(self, reports: Collection[Report]) -> Mapping[str, str]:
        """The group of equal texts of each report, by report id; one that is left out is its own."""
        ...


class CodedSource(Protocol):
    """What a store gives for an export; a `model.ports.Store` is one."""

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]: ...


class StoreShelf:
    """A store as the source of exports: its texts are compared when they are asked for."""

    def __init__(self, store: CodedSource) -> None:
        self._store = store

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        return self._store.iter_coded(report_ids)

    def group_texts(self, reports: Collection[Report]) -> Mapping[str, str]:
        if len(reports) < 2:
            return {}
        return group_copies(KeptText.of(report.id, report.published, report.text) for report in reports)
