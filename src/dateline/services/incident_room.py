"""Use cases of those who read incidents: the list of them, and one with all that is said of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.linkage.explanations import explain_incident
from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import TollRule, load_toll_rule
from dateline.model.incidents import Account, Incident, IncidentSummary
from dateline.model.ports import ActorRegistry
from dateline.publish.incidents import (
    HistoryLine,
    IncidentLine,
    IncidentView,
    list_history,
    make_incident_line,
    make_incident_view,
)
from dateline.publish.link_words import make_link_lines

INCIDENTS_PER_PAGE = 50
_LINES_KEPT = 2000
"""Lines of incidents that are not made again as long as the source gives the same incident."""


class IncidentSource(Protocol):
    """What the pages of incidents read from."""

    def get_incident(self, incident_id: str) -> Incident:
        """An incident with its accounts. Raises NotKeptError."""
        ...

    def list_incidents(self, *, limit: int, offset: int = 0) -> Sequence[Incident]:
        """The incidents, newest first."""
        ...

    def text_groups(self, report_ids: Collection[str]) -> Mapping[str, str]:
        """The group of equal texts of each report; one that is left out is its own."""
        ...


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page of the list; `number` counts from 1, `has_more`: whether another one follows."""

    lines: tuple[IncidentLine, ...]
    number: int
    has_more: bool


class IncidentRoom:
    """What the pages ask for, in their own terms.

    In: `rule`, how tolls are weighed, the packaged default without; `actors`, which know the names of one body.
    """

    def __init__(
        self, source: IncidentSource, rule: TollRule | None = None, actors: ActorRegistry | None = None
    ) -> None:
        self._source = source
        self._actors = actors
        self._rule = rule or load_toll_rule()
        self._lines: dict[str, tuple[Incident, IncidentLine]] = {}

    def list_incidents(self, number: int = 1) -> IncidentPage:
        """One page of the list of incidents."""
        offset = (number - 1) * INCIDENTS_PER_PAGE
        found = self._source.list_incidents(limit=INCIDENTS_PER_PAGE + 1, offset=offset)
        shown = found[:INCIDENTS_PER_PAGE]
        lines = self._lines
        new = [row for row in shown if row.incident_id not in lines or lines[row.incident_id][0] is not row]
        made = dict(zip((row.incident_id for row in new), self._make_lines(new), strict=True))
        kept = lines if len(lines) < _LINES_KEPT else {}
        self._lines = kept | {row.incident_id: (row, made[row.incident_id]) for row in new}
        told = (made.get(row.incident_id) or lines[row.incident_id][1] for row in shown)
        return IncidentPage(tuple(told), number, len(found) > INCIDENTS_PER_PAGE)

    def _make_lines(self, incidents: Sequence[Incident]) -> list[IncidentLine]:
        retold = [incident for incident in incidents if len({row.report.id for row in incident.accounts}) > 1]
        groups = self._source.text_groups({row.report.id for incident in retold for row in incident.accounts})
        return [make_incident_line(summarize(row, groups, self._rule, self._actors)) for row in incidents]

    def summarize(self, incident_id: str) -> IncidentSummary:
        """All that is known of an incident, as data. Raises NotKeptError."""
        return self._sum_up(self._source.get_incident(incident_id))

    def read_incident(self, incident_id: str) -> IncidentView:
        """The view of one incident. Raises NotKeptError."""
        incident = self._source.get_incident(incident_id)
        why = explain_incident(incident, self._actors) if self._actors else ()
        links = make_link_lines(why, incident.accounts)
        return make_incident_view(self._sum_up(incident), self._tell_history(incident), links)

    def _sum_up(self, incident: Incident) -> IncidentSummary:
        groups = self._source.text_groups({account.report.id for account in incident.accounts})
        return summarize(incident, groups, self._rule, self._actors)

    def _tell_history(self, incident: Incident) -> tuple[HistoryLine, ...]:
        """The incident as it stood at the end of each day on which something was published; undated reports last."""
        groups = self._source.text_groups({account.report.id for account in incident.accounts})
        steps = []
        for day in sorted({_day_of(account) for account in incident.accounts}):
            known = tuple(account for account in incident.accounts if _day_of(account) <= day)
            summary = summarize(Incident(incident.incident_id, known), groups, self._rule, self._actors)
            steps.append((day if day != _UNDATED else None, summary))
        return list_history(steps)


_UNDATED = "9999"


def _day_of(account: Account) -> str:
    return (account.report.published or _UNDATED)[:10]
