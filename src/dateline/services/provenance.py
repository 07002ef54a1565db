"""Use case: where a kept record comes from, as W3C PROV-JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dateline.model.errors import NotKeptError
from dateline.model.stores import CaptureRow, RunRow, StoredReport
from dateline.publish.exports.prov import Custody, make_document


class CustodySource(Protocol):
    """What the history of a record is read from; a store is one."""

    def find_record(self, record_id: str) -> tuple[str, int]:
        """The report of a record and the run that made it. Raises NotKeptError."""
        ...

    def get_coded(self, report_id: str) -> StoredReport: ...

    def get_capture(self, report_id: str) -> CaptureRow | None: ...

    def runs(self) -> Sequence[RunRow]: ...


def trace_record(source: CustodySource, record_id: str) -> dict[str, object]:
    """The PROV-JSON object of a record. Raises NotKeptError where there is none under this id."""
    report_id, run_id = source.find_record(record_id)
    stored = source.get_coded(report_id)
    row = next((row for row in stored.records if row.record_id == record_id), None)
    if row is None:
        raise NotKeptError("no record with this id is kept", record_id)
    run = next((run for run in source.runs() if run.run_id == run_id), None)
    return make_document(Custody(row, stored.report, stored.added, source.get_capture(report_id), run))
