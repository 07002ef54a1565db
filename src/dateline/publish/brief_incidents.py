"""The incidents of a brief: one line each, the tolls of all, and what their reports tell differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from dateline.base.distances import distance_km
from dateline.model.areas import AreaRecord
from dateline.model.places import Place
from dateline.model.records import Casualty, Event
from dateline.publish.brief_parts import IncidentLine, day_of, make_links, say_sources, say_state, say_when
from dateline.publish.cards import say_headline
from dateline.publish.kinds import kind_of
from dateline.publish.ruled_tolls import RuledTolls, make_ruled_tolls
from dateline.publish.tolls import Toll, list_tolls
from dateline.publish.wordings import say_place, uncertainty_km

LEAST_APART_KM = 5.0
"""Two reports tell of different places where they lie further apart than this and than both are uncertain."""


def group_incidents(events: Iterable[AreaRecord]) -> list[list[AreaRecord]]:
    """The events of one incident together, by report; an event that is not linked is an incident of its own."""
    groups: dict[str, list[AreaRecord]] = {}
    for row in sorted(events, key=lambda row: (row.published or "", row.record_id)):
        groups.setdefault(row.incident_id or row.record_id, []).append(row)
    return list(groups.values())


def make_incident_lines(events: Iterable[AreaRecord], ruled: RuledTolls | None = None) -> tuple[IncidentLine, ...]:
    """One line an incident, newest first; those whose day is not known stand last. `ruled`: tolls by a rule."""
    lines = [make_incident_line(rows, ruled) for rows in group_incidents(events)]
    lines.sort(key=lambda line: (line.when, line.incident_id))
    return tuple(sorted(lines, key=lambda line: line.day or date.min, reverse=True))


def make_incident_line(rows: Sequence[AreaRecord], ruled: RuledTolls | None = None) -> IncidentLine:
    """The line of the events of one incident. The one that tells most lends its words; the tolls are of all."""
    best = max(rows, key=lambda row: (_fullness(row), row.record_id))
    event = event_of(best)
    state, is_settled = say_state(rows)
    return IncidentLine(
        incident_id=best.incident_id or best.record_id,
        when=say_when(event.time, best.published),
        when_iso=event.time.start.isoformat() if event.time and event.time.start else None,
        day=day_of(best),
        kind=kind_of(event),
        label=event.event_type if event.sub_event_type == "Other" else event.sub_event_type,
        headline=_say_who(event),
        modality="" if event.modality == "happened" else event.modality,
        place=say_place(event.place),
        tolls=_list_tolls(rows, ruled or {}),
        said_by=say_sources(rows),
        differs=list_differences(rows),
        reports=len({row.report_id for row in rows}),
        links=make_links(rows),
        state=state,
        is_settled=is_settled,
        is_linked=best.incident_id is not None,
    )


def _list_tolls(rows: Sequence[AreaRecord], ruled: RuledTolls) -> tuple[Toll, ...]:
    weighed = ruled.get(rows[0].incident_id or "")
    return list_tolls(list_casualties(rows), None) if weighed is None else make_ruled_tolls(weighed)


def event_of(row: AreaRecord) -> Event:
    """The event of a row that is one."""
    assert isinstance(row.record, Event)
    return row.record


def list_casualties(rows: Iterable[AreaRecord]) -> list[Casualty]:
    """All tolls of an incident, each once; the report's own voice is called by its outlet."""
    casualties = [
        casualty.model_copy(update={"said_by": row.publisher or "the report"})
        if casualty.said_by in (None, "outlet")
        else casualty
        for row in rows
        for casualty in event_of(row).casualties
    ]
    return list(dict.fromkeys(casualties))


def list_differences(rows: Sequence[AreaRecord]) -> tuple[str, ...]:
    """Which slots are told differently: "the day", "the place", "who did it", "what was done", "the toll"."""
    events = [event_of(row) for row in rows]
    checks: tuple[tuple[str, Callable[[Event, Event], bool]], ...] = (
        ("what was done", lambda one, other: one.sub_event_type != other.sub_event_type),
        ("whether it happened", lambda one, other: one.modality != other.modality),
        ("who did it", lambda one, other: _differ_names(one.actor1, other.actor1)),
        ("who was hit", lambda one, other: _differ_names(one.actor2, other.actor2)),
        ("the day", _differ_days),
        ("the place", lambda one, other: _differ_places(one.place, other.place)),
    )
    pairs = [(one, other) for index, one in enumerate(events) for other in events[index + 1 :]]
    found = [name for name, differ in checks if any(differ(one, other) for one, other in pairs)]
    denied = any(line.stance == "denies" for event in events for line in event.attribution)
    return (*found, *(("the toll",) if has_rival_tolls(rows) else ()), *(("denied by a side",) if denied else ()))


def has_rival_tolls(rows: Sequence[AreaRecord]) -> bool:
    """Whether one measure and group has two least or two highest values; a count that grew, with its day, is none."""
    lows: dict[tuple[str, str | None, date | None], set[int]] = {}
    highs: dict[tuple[str, str | None, date | None], set[int]] = {}
    for casualty in list_casualties(rows):
        key = (casualty.measure, casualty.group, casualty.as_of)
        for bounds, bound in ((lows, casualty.low), (highs, casualty.high)):
            bounds.setdefault(key, set()).update(() if bound is None else (bound,))
    return any(len(rivals) > 1 for rivals in (*lows.values(), *highs.values()))


def _say_who(event: Event) -> str:
    return say_headline(event) if event.actor1 or event.actor2 else ""


def _fullness(row: AreaRecord) -> tuple[int, int, int]:
    """How much an account tells: its filled slots, the precision of its day and of its place."""
    event = event_of(row)
    filled = sum(map(bool, (event.actor1, event.actor2, event.place, event.time, event.casualties)))
    days = event.time.length_days if event.time else None
    place_precision = event.place.geo_precision if event.place else 4
    return filled, -(days or 10_000), -place_precision


def _differ_names(one: Sequence[object], other: Sequence[object]) -> bool:
    names = [{getattr(actor, "name", "") for actor in side} for side in (one, other)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _differ_days(one: Event, other: Event) -> bool:
    if one.time is None or other.time is None:
        return False
    first, second = (one.time, other.time)
    return bool(
        (first.end and second.start and first.end < second.start)
        or (second.end and first.start and second.end < first.start)
    )


def _differ_places(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    apart_km = distance_km(one.lat, one.lon, other.lat, other.lon)
    return apart_km > max(LEAST_APART_KM, uncertainty_km(one) + uncertainty_km(other))
