"""Outlines: what a record is about, in the few columns that lists, maps and areas are chosen by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dateline.model.actors import ActorRef
from dateline.model.records import Control, Event, Figure, Record, Statement


@dataclass(frozen=True, slots=True)
class Outline:
    """One record in short. Days are ordinals (`date.toordinal`); `label` is its sub-event type, measure, act or
    relation; `modality` that of the record, "happened" for a statement; `actors` the keys of all that have a part."""

    kind: str
    label: str
    modality: str
    place: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    start_day: int | None
    end_day: int | None
    published_day: int | None
    killed: int | None
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An event as linking keeps it: `data` is its packed row in the form `form` (`linkage.accounts`), the rest is
    what candidates are looked up by."""

    form: int
    place_class: int
    time_class: int
    middle_day: int
    lat: float | None
    lon: float | None
    country: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Window:
    """Where and when accounts of one class can lie that are comparable with a given one. Sides are closed.

    `country` is set where places are compared by their country, else the box of degrees counts.
    """

    place_class: int
    time_class: int
    first_day: int | None
    last_day: int | None
    south: float = -90.0
    north: float = 90.0
    west: float = -540.0
    east: float = 540.0
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Projected:
    """What was made of records, by their ids. `links` are pairs of events that speak for one incident, with their
    score; `incidents` replaces the incident of each event that it names."""

    outlines: Mapping[str, Outline] = field(default_factory=dict)
    accounts: Mapping[str, AccountRow] = field(default_factory=dict)
    links: Sequence[tuple[str, str, float]] = ()
    incidents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One line of the list of incidents. Days are ordinals; `killed` is the greatest count that any source gives."""

    incident_id: str
    account_count: int
    last_day: int | None
    killed: int | None


class Sighting(NamedTuple):
    """An event that was done, of an incident, with a region and two days, as it is counted. Days are ordinals."""

    record_id: str
    incident_id: str
    country: str
    admin1: str
    start_day: int
    end_day: int
    published_day: int | None


@dataclass(frozen=True, slots=True)
class AreaBox:
    """An area of records: a box of degrees, or a country and, where it is given, a first-level region of it."""

    south: float = -90.0
    north: float = 90.0
    west: float = -180.0
    east: float = 180.0
    country: str | None = None
    admin1: str | None = None


def outline_of(kind: str, record: Record, published: date | None) -> Outline:
    """The outline of a record; `published` is the day of its report."""
    place, time = record.place, record.time
    return Outline(
        kind=kind,
        label=_label_of(record),
        modality="happened" if isinstance(record, Statement) else record.modality,
        place=place.name if place else None,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        start_day=time.start.toordinal() if time and time.start else None,
        end_day=time.end.toordinal() if time and time.end else None,
        published_day=published.toordinal() if published else None,
        killed=_killed_in(record),
        actors=tuple(sorted({actor.key for actor in actors_of(record)})),
    )


def actors_of(record: Record) -> list[ActorRef]:
    """All actors that have a part in a record."""
    match record:
        case Event():
            return [*record.actor1, *record.actor2]
        case Figure():
            return [*record.about, *record.by]
        case Statement():
            return [record.speaker, *([record.addressee] if record.addressee else [])]
        case Control():
            return list(record.holder)


def _label_of(record: Record) -> str:
    match record:
        case Event():
            return record.sub_event_type
        case Figure():
            return record.measure
        case Statement():
            return record.act
        case Control():
            return record.relation


def _killed_in(record: Record) -> int | None:
    """The greatest number of killed that any source of an event gives; None where none does."""
    if not isinstance(record, Event):
        return None
    counts = [count for row in record.casualties if row.measure == "killed" for count in (row.low, row.high)]
    return max((count for count in counts if count is not None), default=None)
