"""Use case: the tolls of incidents by the toll rule, group by group, for briefs and watches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dateline.base.words import name_key
from dateline.linkage.summaries import summarize
from dateline.linkage.toll_ranges import list_ranges
from dateline.linkage.toll_rules import TollRule, load_toll_rule
from dateline.model.incidents import GroupToll, Incident, IncidentSummary, TollValue
from dateline.model.ports import ActorRegistry
from dateline.model.reports import read_day
from dateline.services.incident_shelves import IncidentShelf


class TollScale:
    """Weighs tolls. In: `rule`, the packaged default without; `actors`, which know the names of one body."""

    def __init__(
        self, shelf: IncidentShelf, rule: TollRule | None = None, actors: ActorRegistry | None = None
    ) -> None:
        self._shelf = shelf
        self._rule = rule or load_toll_rule()
        self._actors = actors

    def weigh(self, incident_ids: Collection[str], today: date) -> Mapping[str, Sequence[GroupToll]]:
        """The tolls of incidents by measure and group, from what was published up to a day."""
        incidents = [_as_known(incident, today) for incident in self._shelf.get_incidents(sorted(incident_ids))]
        retold = [incident for incident in incidents if len({row.report.id for row in incident.accounts}) > 1]
        texts = self._shelf.text_groups({row.report.id for incident in retold for row in incident.accounts})
        summaries = (summarize(incident, texts, self._rule, self._actors) for incident in incidents)
        return {summary.incident_id: split_by_group(summary, self._rule) for summary in summaries}


def split_by_group(summary: IncidentSummary, rule: TollRule) -> tuple[GroupToll, ...]:
    """The rule over what is told of each group; in the order of the measures, then as first told."""
    groups: dict[tuple[str, ...], list[TollValue]] = {}
    for value in summary.values:
        groups.setdefault(name_key(value.group or ""), []).append(value)
    found = [GroupToll(rows[0].group, toll) for rows in groups.values() for toll in list_ranges(rows, rule)]
    order = [toll.measure for toll in summary.tolls]
    return tuple(sorted(found, key=lambda row: order.index(row.toll.measure)))


def _as_known(incident: Incident, today: date) -> Incident:
    accounts = tuple(row for row in incident.accounts if (read_day(row.report.published) or today) <= today)
    return Incident(incident.incident_id, accounts)
