"""View models of incidents, for the page and the terminal: what is told, by whom, and where it differs."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model.incidents import Account, IncidentSummary
from dateline.model.records import Event
from dateline.publish.incident_slots import SlotTable, find_most_told, make_slot_table, say_difference, say_slot
from dateline.publish.incident_tolls import IncidentToll, make_toll
from dateline.publish.incident_words import (
    join_names,
    say_corroboration,
    say_headline,
    say_toll,
)
from dateline.publish.kinds import EVENT_KINDS, Kind, kind_of
from dateline.publish.link_words import LinkLine
from dateline.publish.wordings import say_published, say_publisher, say_source, say_title

_STATES = {
    "proposed": "proposed by the coder",
    "approved": "approved",
    "rejected": "rejected",
    "unsure": "unsure",
    "superseded": "corrected",
}
_REJECTED = "No account of this incident stands"


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """A report of the incident, with the words that it rests on. `said_by`: whom it quotes, or itself."""

    report_id: str
    title: str
    publisher: str
    published: str
    said_by: str
    quotes: tuple[str, ...]
    modality: str
    state: str
    settled: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What became known on a day, and how the dead stood after it: "2 reports; 7 to 10 killed, best 10"."""

    day: str
    publishers: str
    toll: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One line of the list of incidents; `differs`: the slots that are told differently, in words."""

    incident_id: str
    headline: str
    kind: Kind
    label: str
    counted: str
    differs: str
    review: str
    settled: bool


@dataclass(frozen=True, slots=True)
class IncidentView:
    """The page of an incident. `differences` are whole sentences; `rule` tells how tolls are weighed, `links` why the
    accounts are held to be of one deed."""

    line: IncidentLine
    corroboration: str
    differences: tuple[str, ...]
    tolls: tuple[IncidentToll, ...]
    table: SlotTable
    reports: tuple[IncidentReport, ...]
    history: tuple[HistoryLine, ...]
    links: tuple[LinkLine, ...]
    rule: str


def make_incident_view(
    summary: IncidentSummary, history: tuple[HistoryLine, ...] = (), links: tuple[LinkLine, ...] = ()
) -> IncidentView:
    """The page of one incident; one all of whose accounts are rejected has a page without values."""
    return IncidentView(
        line=make_incident_line(summary),
        corroboration=say_corroboration(summary),
        differences=tuple(say_difference(row, summary) for row in summary.disagreements),
        tolls=tuple(make_toll(toll) for toll in summary.tolls),
        table=make_slot_table(summary),
        reports=tuple(_make_report(account) for account in summary.accounts),
        history=history,
        links=links,
        rule=f"{summary.rule}: {summary.rule_words}",
    )


def make_incident_line(summary: IncidentSummary) -> IncidentLine:
    """The incident in one line."""
    event = _find_typical(summary)
    return IncidentLine(
        incident_id=summary.incident_id,
        headline=say_incident(summary),
        kind=kind_of(event) if event else EVENT_KINDS["Strategic developments"],
        label=f"{event.event_type} · {event.sub_event_type}" if event else "Rejected",
        counted=f"{_count(len(_report_ids(summary)), 'report')} · {_count_sources(summary)}",
        differs=join_names([say_slot(row.slot) for row in summary.disagreements], at_most=8),
        review=", ".join(f"{count} {_STATES[state]}" for state, count in summary.states.items()),
        settled=set(summary.states) <= {"approved", "rejected"},
    )


def say_incident(summary: IncidentSummary) -> str:
    """The incident in one sentence made from its slots; where they differ, as most sources tell them."""
    event = _find_typical(summary)
    if event is None:
        return _REJECTED
    place = find_most_told(summary, lambda account: account.event.place)
    time = find_most_told(summary, lambda account: account.event.time)
    tolls = [toll for toll in summary.tolls if toll.measure == "killed"] or list(summary.tolls[:1])
    costs = "".join(f"; {say_toll(toll)}" for toll in tolls if toll.high is not None or toll.claimed)
    return f"{say_headline(event, place, time)}{costs} ({_count_sources(summary)})"


def list_history(steps: list[tuple[str | None, IncidentSummary]]) -> tuple[HistoryLine, ...]:
    """What became known when. In: for each day of publication, the incident as it stood at its end."""
    lines = []
    known: set[str] = set()
    for published, summary in steps:
        fresh = [account for account in summary.accounts if account.record_id not in known]
        known.update(account.record_id for account in fresh)
        lines.append(
            HistoryLine(
                day=say_published(published),
                publishers=join_names([say_publisher(account.report.publisher) for account in fresh]),
                toll=say_toll(summary.deaths) if summary.deaths else "no number of dead",
            )
        )
    return tuple(lines)


def _find_typical(summary: IncidentSummary) -> Event | None:
    """The event as most independent sources tell it: the first account of its type and sides."""
    chosen = find_most_told(summary, _outline_of)
    return next((account.event for account in summary.accounts if _outline_of(account) == chosen), None)


def _outline_of(account: Account) -> tuple[object, ...]:
    return account.event.sub_event_type, account.event.actor1, account.event.actor2


def _count_sources(summary: IncidentSummary) -> str:
    """Those that say it happened; of what is only planned, feared or denied those that speak of it."""
    return _count(len(summary.asserting or summary.sources), "source")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _report_ids(summary: IncidentSummary) -> set[str]:
    return {account.report.id for account in summary.accounts}


def _make_report(account: Account) -> IncidentReport:
    event, report = account.event, account.report
    sources = [say_source(row, report.publisher) for row in event.attribution]
    return IncidentReport(
        report_id=report.id,
        title=say_title(report.title),
        publisher=say_publisher(report.publisher),
        published=say_published(report.published),
        said_by=join_names(sources) or say_publisher(report.publisher),
        quotes=tuple(piece.quote for piece in event.evidence),
        modality="" if event.modality == "happened" else event.modality,
        state=_STATES[account.state],
        settled=account.state != "proposed",
    )
