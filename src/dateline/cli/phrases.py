"""Records in few words, as a table cell or a line of text gives them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, Control, Event, Figure, Record, Statement

STANCES = {
    "says": "says",
    "claims_responsibility": "claims responsibility",
    "denies": "denies",
    "estimates": "estimates",
}
RELATIONS = {
    "controls": "controls",
    "present": "present in",
    "responsible": "responsible for",
    "withdrew": "withdrew from",
    "contested": "contested:",
    "gap": "nobody secures",
}
MEASURES = {
    "fighters_present": "fighters present",
    "area_cleared": "area cleared",
    "distance": "distance",
    "other": "counted",
}
VERBS = {
    "announces": "announces", "claims": "claims", "denies": "denies", "warns": "warns", "threatens": "threatens",
    "accuses": "accuses", "demands": "demands", "offers": "offers", "agrees": "agrees", "rejects": "rejects",
    "condemns": "condemns", "praises": "praises", "explains": "explains",
}  # fmt: skip


def describe_kind(record: Record) -> str:
    """What the record is: sub-event type, measure, speech act or relation; modality in words unless it happened."""
    what = _bare_kind(record)
    modality = getattr(record, "modality", "happened")
    return what if modality == "happened" else f"{what} ({modality})"


def _bare_kind(record: Record) -> str:
    if isinstance(record, Event):
        return record.sub_event_type + (f" ×{record.count}" if record.count else "")
    if isinstance(record, Figure):
        return MEASURES.get(record.measure, record.measure)
    if isinstance(record, Statement):
        return VERBS[record.act]
    return RELATIONS[record.relation]


def describe_actors(record: Record) -> str:
    """Who did it to whom, who is counted, who speaks to whom, or who holds it."""
    if isinstance(record, Event):
        return _join_arrow(list_names(record.actor1), list_names(record.actor2))
    if isinstance(record, Figure):
        return _join_arrow(list_names(record.by), list_names(record.about))
    if isinstance(record, Statement):
        return _join_arrow(record.speaker.name, record.addressee.name if record.addressee else "")
    return list_names(record.holder)


def _join_arrow(one: str, other: str) -> str:
    return f"{one} → {other}" if other else one


def list_names(actors: Sequence[ActorRef]) -> str:
    return ", ".join(actor.name for actor in actors)


def describe_quantity(record: Record) -> str:
    """Tolls with their measure, the value of a figure; empty for the rest."""
    if isinstance(record, Event):
        return "; ".join(describe_casualty(row) for row in record.casualties)
    if isinstance(record, Figure):
        value = describe_range(record.value_low, record.value_high, record.approximate)
        return f"{value} {record.unit}" if record.unit else value
    return ""


def describe_casualty(row: Casualty) -> str:
    return f"{describe_range(row.low, row.high, row.approximate)} {row.measure}"


def describe_range(low: float | None, high: float | None, approximate: bool = False) -> str:
    """ "7", "7–13", "7 or more", "up to 27", "about 300"; "some" where the number is not known."""
    if low is None and high is None:
        return "some"
    if low is None:
        return f"up to {_number(high)}"
    if high is None:
        return f"{_number(low)} or more"
    text = _number(low) if low == high else f"{_number(low)}–{_number(high)}"
    return f"about {text}" if approximate else text


def _number(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def describe_place(record: Record) -> str:
    """The area of a control record, else the place; "near" where only the surroundings are known."""
    if isinstance(record, Control):
        return record.area
    return name_place(record.place)


def name_place(place: Place | None) -> str:
    if place is None:
        return ""
    return f"around {place.name}" if place.geo_precision == 2 else place.name


def describe_sources(rows: Iterable[Attribution]) -> str:
    """Who says so, each with the stance; the report's own voice is "the report"."""
    return "; ".join(f"{row.source or 'the report'} {STANCES[row.stance]}" for row in rows)


def describe_time(interval: Interval | None) -> str:
    """ "2 Dec 2021", "1–3 Dec 2021", "Jul 2018", "from 5 May 2020"; empty where nothing is known."""
    if interval is None or (interval.start is None and interval.end is None):
        return ""
    if interval.start is None:
        return f"until {_day(interval.end)}"
    if interval.end is None:
        return f"from {_day(interval.start)}"
    return _period(interval.start, interval.end)


def _period(start: date, end: date) -> str:
    if start == end:
        return _day(start)
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole_months and (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if whole_months:
        last = f"{end:%b} {end.year}"
        return last if (start.year, start.month) == (end.year, end.month) else f"{start:%b} {start.year} – {last}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{_day(end)}"
    first = f"{start.day} {start:%b}" if start.year == end.year else _day(start)
    return f"{first} – {_day(end)}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b} {day.year}" if day else "?"
