"""Incidents as rows of event data sets: one deed each, with the slots as most independent sources tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from dateline.model.actors import ActorRef
from dateline.model.decisions import DISCARDED, State
from dateline.model.incidents import Account, IncidentSummary
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Event
from dateline.publish.exports.parties import Scene
from dateline.publish.incident_slots import find_most_told, say_difference
from dateline.publish.incident_tolls import list_told
from dateline.publish.incident_words import MEASURES, capitalize, say_headline, say_toll, say_total, say_voices

Value = TypeVar("Value")
_LONGEST_DAYS = 31
_STANDING_WORDS = {"counted": "", "claimed": "; a side's own claim, not counted", "denied": "; a denial, not counted"}


@dataclass(frozen=True, slots=True)
class ExportedIncident:
    """An incident with what the store knows of it. `updated`: when its last account or decision came, ISO 8601."""

    summary: IncidentSummary
    updated: str


@dataclass(frozen=True, slots=True)
class Deed:
    """An incident that happened. The types and sides are those of one account, place and time may be another's."""

    incident_id: str
    event_type: str
    sub_event_type: str
    actor1: tuple[ActorRef, ...]
    actor2: tuple[ActorRef, ...]
    place: Place | None
    time: Interval | None
    count: int | None
    summary: IncidentSummary
    updated: str

    @property
    def year(self) -> int | None:
        """The year in which it lies; None where its span reaches over the turn of a year, or is open."""
        if self.time is None or self.time.start is None or self.time.end is None:
            return None
        return self.time.start.year if self.time.start.year == self.time.end.year else None

    @property
    def scene(self) -> Scene:
        return Scene(self.place.country if self.place else None, self.year)


def list_deeds(incidents: Iterable[ExportedIncident]) -> Iterator[Deed]:
    """The incidents of which an account that is not rejected says that they happened; plans and denials are none."""
    for incident in incidents:
        deed = make_deed(incident)
        if deed is not None:
            yield deed


def make_deed(incident: ExportedIncident) -> Deed | None:
    """The deed of an incident; None where nothing is said to have happened."""
    summary = incident.summary
    outline = find_most_told(summary, _told_as_done(_outline_of))
    typical = next(
        (row.event for row in summary.accounts if _is_done(row) and _outline_of(row.event) == outline), None
    )
    if typical is None:
        return None
    return Deed(
        incident_id=summary.incident_id,
        event_type=typical.event_type,
        sub_event_type=typical.sub_event_type,
        actor1=typical.actor1,
        actor2=typical.actor2,
        place=find_most_told(summary, _told_as_done(lambda event: event.place)),
        time=find_most_told(summary, _told_as_done(lambda event: event.time)),
        count=typical.count,
        summary=summary,
        updated=incident.updated,
    )


def _is_done(account: Account) -> bool:
    return account.event.modality == "happened"


def _told_as_done(value_of: Callable[[Event], Value | None]) -> Callable[[Account], Value | None]:
    return lambda account: value_of(account.event) if _is_done(account) else None


def _outline_of(event: Event) -> tuple[str, tuple[ActorRef, ...], tuple[ActorRef, ...]]:
    return event.sub_event_type, event.actor1, event.actor2


def middle_day(time: Interval | None) -> date | None:
    """The day that stands for a span of up to a month; None for longer and open ones, which no one day stands for."""
    if time is None or time.start is None or time.end is None:
        return None
    length_days = (time.end - time.start).days + 1
    return time.start + timedelta(days=(length_days - 1) // 2) if 1 <= length_days <= _LONGEST_DAYS else None


def list_publishers(deed: Deed) -> list[str]:
    """The outlets whose reports the row rests on, oldest report first."""
    return [account.report.publisher for account in deed.summary.accounts if account.report.publisher]


def write_notes(deed: Deed) -> str:
    """The deed in our own words, made from its slots: what happened, who says so, the numbers, the differences."""
    event = Event(
        event_type=deed.event_type, sub_event_type=deed.sub_event_type, modality="happened", actor1=deed.actor1,
        actor2=deed.actor2, place=deed.place, time=deed.time, casualties=(), attribution=(), evidence=(),
    )  # fmt: skip
    voices = [source.voice for source in deed.summary.asserting]
    told_by = f"Told by {say_voices(voices)}" if voices else ""
    differences = [say_difference(row, deed.summary).rstrip(".") for row in deed.summary.disagreements]
    sentences = [say_headline(event, deed.place, deed.time), told_by, *_say_tolls(deed), *differences]
    return " ".join(f"{capitalize(sentence)}." for sentence in sentences if sentence)


def _say_tolls(deed: Deed) -> Iterator[str]:
    for toll in deed.summary.tolls:
        told = "; ".join(
            f"{say_voices([total.voice])}: {say_total(total)} {MEASURES[toll.measure]}{_STANDING_WORDS[standing]}"
            for total, standing in list_told(toll)
        )
        counts = toll.low is not None or toll.high is not None
        yield f"{say_toll(toll)} ({told})" if counts else told


def say_states(states: Mapping[State, int]) -> str:
    """The states of a row's accounts: "approved", or "1 approved, 2 proposed"; discarded ones are no part of it."""
    counted = {state: count for state, count in states.items() if state not in DISCARDED}
    if len(counted) == 1:
        return next(iter(counted))
    return ", ".join(f"{count} {state}" for state, count in counted.items())


def read_moment(updated: str) -> int | None:
    """ISO 8601 as seconds since 1970; None where it is no such time."""
    try:
        return int(datetime.fromisoformat(updated).timestamp())
    except ValueError:
        return None
