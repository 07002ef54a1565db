"""Incidents out of a store, for the pages and the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from dateline.linkage.near_duplicates import KeptText, group_copies
from dateline.model.errors import NotKeptError
from dateline.model.incidents import Account, Incident
from dateline.model.ports import Store
from dateline.model.records import Event
from dateline.model.reports import Report
from dateline.model.stores import StoredReport

_KEPT_SKETCHES = 5000
_KEPT_INCIDENTS = 2000


class IncidentShelf:
    """Implements `services.incident_room.IncidentSource` over a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sketched: dict[str, KeptText] = {}
        self._read_before: dict[tuple[object, ...], Incident] = {}

    def get_incident(self, incident_id: str) -> Incident:
        members = self._store.projections.members([incident_id])[incident_id]
        if not members:
            raise NotKeptError("there is no such incident", incident_id)
        return self._read({incident_id: members})[0]

    def get_incidents(self, incident_ids: Sequence[str]) -> Sequence[Incident]:
        """Several incidents at once; those that are not there are left out."""
        members = self._store.projections.members(incident_ids)
        return self._read({incident_id: rows for incident_id, rows in members.items() if rows})

    def list_incidents(self, *, limit: int, offset: int = 0) -> Sequence[Incident]:
        """One that has the accounts and decisions of before is the same object as before, and is not read again."""
        lines = self._store.projections.incident_lines(limit, offset)
        members = self._store.projections.members([line.incident_id for line in lines])
        decided = self._store.projections.last_decided([row for rows in members.values() for row, _ in rows])
        keys: dict[str, tuple[object, ...]] = {
            incident_id: (incident_id, *((record_id, decided.get(record_id, 0)) for record_id, _ in rows))
            for incident_id, rows in members.items()
        }
        known = self._read_before
        new = self._read({name: rows for name, rows in members.items() if rows and keys[name] not in known})
        if len(known) + len(new) > _KEPT_INCIDENTS:
            known = {key: known[key] for key in keys.values() if key in known}
        self._read_before = known | {keys[incident.incident_id]: incident for incident in new}
        return [self._read_before[key] for key in keys.values() if key in self._read_before]

    def text_groups(self, report_ids: Collection[str]) -> Mapping[str, str]:
        """Copies of one text among the reports; a report never changes, so its sketch is made once."""
        if len(report_ids) < 2:
            return {}
        missing = [report_id for report_id in report_ids if report_id not in self._sketched]
        if len(self._sketched) + len(missing) > _KEPT_SKETCHES:
            self._sketched.clear()
            missing = list(report_ids)
        for stored in self._store.iter_coded(missing):
            report = stored.report
            self._sketched[report.id] = KeptText.of(report.id, report.published, report.text)
        return group_copies(self._sketched[report_id] for report_id in report_ids if report_id in self._sketched)

    def _read(self, members: Mapping[str, Sequence[tuple[str, str]]]) -> list[Incident]:
        report_ids = {report_id for rows in members.values() for _, report_id in rows}
        reports = {stored.report.id: stored for stored in self._store.iter_coded(sorted(report_ids))}
        return [
            Incident(incident_id, tuple(sorted(_accounts(reports, rows), key=_publication)))
            for incident_id, rows in members.items()
        ]


def _accounts(reports: Mapping[str, StoredReport], rows: Iterable[tuple[str, str]]) -> Iterable[Account]:
    for record_id, report_id in rows:
        stored = reports[report_id]
        for row in stored.records:
            if row.record_id == record_id and isinstance(row.record, Event):
                yield Account(record_id, row.record, stored.report, row.state)


def _publication(account: Account) -> tuple[bool, str, str]:
    """Oldest first, undated ones last."""
    report: Report = account.report
    return report.published is None, report.published or "", account.record_id
