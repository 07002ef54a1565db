"""Outlines: what a record is about, in the few columns that lists, maps and areas are chosen by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dateline.model.actors import ActorRef
from dateline.model.filters import SOURCE_TYPES
from dateline.model.records import Control, Event, Figure, Record, Statement


@dataclass(frozen=True, slots=True)
class Outline:
    """One record in short. Days are ordinals (`date.toordinal`); `label` is its sub-event type, measure, act or
    relation; `modality` that of the record, "happened" for a statement; `actors` the keys of all that have a part.
    `killed_low` and `killed` are the lowest and the greatest number of killed that a source gives. `source_types`:
    a bit for each type that says so, in the order of `model.filters.SOURCE_TYPES`. `is_told`, `is_denied`: whether
    a source says that it is so, or denies it; `tolls_differ`: whether two sources give numbers of killed of one group
    that cannot both be right. What stands about the report and the run comes from `Origin`."""

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
    event_type: str | None = None
    killed_low: int | None = None
    confidence: float | None = None
    source_types: int = 0
    is_told: bool = True
    is_denied: bool = False
    tolls_differ: bool = False
    report_number: int = 0
    publisher: str | None = None
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from: the day and publisher of its report, the report's number, and who made it."""

    published: date | None = None
    publisher: str | None = None
    report_number: int = 0
    coder: str = ""


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
    """One line of the list of incidents. Days are ordinals; `killed_low` and `killed` are the lowest and the greatest
    count that any source gives; `contested`: tolls differ, or one tells what another denies."""

    incident_id: str
    account_count: int
    last_day: int | None
    killed: int | None
    report_count: int = 1
    killed_low: int | None = None
    contested: bool = False


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


def outline_of(kind: str, record: Record, origin: Origin) -> Outline:
    """The outline of a record that comes from `origin`."""
    place, time = record.place, record.time
    tolls = _list_killed(record)
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
        published_day=origin.published.toordinal() if origin.published else None,
        killed=max(tolls, default=None),
        actors=tuple(sorted({actor.key for actor in actors_of(record)})),
        event_type=record.event_type if isinstance(record, Event) else None,
        killed_low=min(tolls, default=None),
        confidence=record.confidence.record if record.confidence else None,
        source_types=_source_bits(record),
        is_told=_is_told(record),
        is_denied=_is_denied(record),
        tolls_differ=_tolls_differ(record),
        report_number=origin.report_number,
        publisher=origin.publisher,
        coder=origin.coder,
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


def _list_killed(record: Record) -> list[int]:
    """The numbers of killed that the sources of an event give."""
    if not isinstance(record, Event):
        return []
    counts = [count for row in record.casualties if row.measure == "killed" for count in (row.low, row.high)]
    return [count for count in counts if count is not None]


def _tolls_differ(record: Record) -> bool:
    """Whether the greatest lower bound of killed lies above the least upper bound, for any group of them."""
    if not isinstance(record, Event):
        return False
    bounds: dict[str | None, list[tuple[int, int]]] = {}
    for row in record.casualties:
        told = [count for count in (row.low, row.high) if count is not None]
        if row.measure == "killed" and told:
            bounds.setdefault(row.group, []).append((min(told), max(told)))
    return any(max(low for low, _ in rows) > min(high for _, high in rows) for rows in bounds.values())


def _source_bits(record: Record) -> int:
    types = {row.source_type for row in record.attribution} or {"outlet"}
    return sum(1 << SOURCE_TYPES.index(source_type) for source_type in types)


def _is_told(record: Record) -> bool:
    if not isinstance(record, Statement) and record.modality == "denied":
        return False
    return not record.attribution or any(row.stance != "denies" for row in record.attribution)


def _is_denied(record: Record) -> bool:
    """A statement that denies something is itself told."""
    if isinstance(record, Statement):
        return False
    return record.modality == "denied" or any(row.stance == "denies" for row in record.attribution)
