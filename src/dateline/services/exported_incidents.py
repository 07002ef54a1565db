"""Incidents of a source for the formats that have one row for each: by their days, a portion at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import TollRule
from dateline.model.incidents import Account, Incident
from dateline.model.ports import ActorRegistry
from dateline.model.records import Event
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.exports.deeds import ExportedIncident
from dateline.services.export_sources import ExportSource
from dateline.services.linking import make_incident_id

_INCIDENTS_AT_A_TIME = 200
_UNDATED = "9999"
Outline = tuple[str, tuple[str, ...]]
"""The first day of an incident, as ISO date, and the ids of its reports: all that is held for each of a million."""


class IncidentReader:
    """Reads the incidents of a source. Only their ids, days and reports are held for all of them at once.

    In: `include_unreviewed`, whether proposed and unsure accounts count beside the approved; rejected ones never do.
    `on_read` is called for each report, whenever it is read.
    """

    def __init__(
        self,
        source: ExportSource,
        *,
        include_unreviewed: bool,
        rule: TollRule,
        actors: ActorRegistry,
        on_read: Callable[[], None],
    ) -> None:
        self._source = source
        self._include_unreviewed = include_unreviewed
        self._rule = rule
        self._actors = actors
        self._on_read = on_read

    def __iter__(self) -> Iterator[ExportedIncident]:
        """By the first day told, undated ones last; then by id."""
        outlines = self._read_outlines()
        order = iter(sorted(outlines, key=lambda incident_id: (outlines[incident_id][0], incident_id)))
        while portion := list(islice(order, _INCIDENTS_AT_A_TIME)):
            yield from self._read_portion({incident_id: outlines[incident_id][1] for incident_id in portion})

    def _read_outlines(self) -> dict[str, Outline]:
        outlines: dict[str, Outline] = {}
        for stored in self._source.iter_coded():
            self._on_read()
            for row in self._chosen(stored):
                incident_id, day = _incident_of(row), _first_day(row)
                earliest, report_ids = outlines.get(incident_id, (_UNDATED, ()))
                if stored.report.id not in report_ids[-1:]:  # a report is read once, with all its records
                    report_ids = (*report_ids, stored.report.id)
                outlines[incident_id] = min(earliest, day), report_ids
        return outlines

    def _chosen(self, stored: StoredReport) -> Iterator[StoredRecord]:
        states = {"approved", "proposed", "unsure"} if self._include_unreviewed else {"approved"}
        return (row for row in stored.of_kind("events") if row.state in states)

    def _read_portion(self, wanted: Mapping[str, Iterable[str]]) -> Iterator[ExportedIncident]:
        report_ids = sorted({report_id for ids in wanted.values() for report_id in ids})
        accounts: dict[str, list[Account]] = defaultdict(list)
        updates: dict[str, str] = defaultdict(str)
        for stored in self._source.iter_coded(report_ids):
            self._on_read()
            for row in self._chosen(stored):
                incident_id = _incident_of(row)
                if incident_id in wanted and isinstance(row.record, Event):
                    accounts[incident_id].append(Account(row.record_id, row.record, stored.report, row.state))
                    updates[incident_id] = max(updates[incident_id], stored.added, *_decided(row))
        for incident_id in wanted:
            yield self._sum_up(incident_id, accounts[incident_id], updates[incident_id])

    def _sum_up(self, incident_id: str, accounts: Sequence[Account], updated: str) -> ExportedIncident:
        reports = {account.report.id: account.report for account in accounts}
        groups = self._source.group_texts(reports.values())
        summary = summarize(Incident(incident_id, tuple(accounts)), groups, self._rule, self._actors)
        return ExportedIncident(summary, updated)


def _incident_of(row: StoredRecord) -> str:
    """An event that is not linked yet is an incident of its own."""
    return row.incident_id or make_incident_id(row.record_id)


def _first_day(row: StoredRecord) -> str:
    time = row.record.time
    day = (time.start or time.end) if time else None
    return day.isoformat() if day else _UNDATED


def _decided(row: StoredRecord) -> list[str]:
    return [decision.when for decision in row.decisions]
