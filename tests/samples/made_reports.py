"""Made-up reports for the index of records: several in one area, some about the same incident."""

from __future__ import annotations

from functools import cache

from benchmarks.desk_store import Newsroom
from dateline.model.records import CodedReport


@cache
def made_reports(count: int = 12) -> tuple[CodedReport, ...]:
    """The same reports each time."""
    return tuple(coded for coded, _ in Newsroom(1000).reports(4 * count))
