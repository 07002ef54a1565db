"""Records in the few words that a table cell has room for; the words themselves are those of the pages."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, Control, Event, Figure, Record, Statement
from dateline.publish.cards import say_actors
from dateline.publish.wordings import (
    MEASURE_WORDS,
    RELATION_WORDS,
    STANCE_WORDS,
    say_interval,
    say_range,
)


def describe_kind(record: Record) -> str:
    """Sub-event type, measure, speech act with its topic, or relation; the modality in a word unless it happened."""
    if isinstance(record, Statement) or record.modality == "happened":
        return _bare_kind(record)
    return f"{record.modality}: {_bare_kind(record)}"


def _bare_kind(record: Record) -> str:
    if isinstance(record, Event):
        name = record.sub_event_type.replace("/", " / ")  # so that a narrow column can break it
        return name + (f" ×{record.count}" if record.count else "")
    if isinstance(record, Figure):
        return MEASURE_WORDS[record.measure] or "a count"
    if isinstance(record, Statement):
        return record.act + (f": {record.topic}" if record.topic else "")
    return RELATION_WORDS[record.relation].lower()


def describe_actors(record: Record) -> str:
    """Who did it to whom, who counts whom, who speaks to whom, or who holds it."""
    if isinstance(record, Event):
        return _join_arrow(say_actors(record.actor1), say_actors(record.actor2))
    if isinstance(record, Figure):
        return _join_arrow(say_actors(record.by), say_actors(record.about))
    if isinstance(record, Statement):
        return _join_arrow(record.speaker.name, record.addressee.name if record.addressee else "")
    return say_actors(record.holder)


def _join_arrow(one: str, other: str) -> str:
    return " → ".join(part for part in (one, other) if part)


def describe_quantity(record: Record) -> str:
    """Tolls with their measure, or the value of a figure with its unit; empty for the rest."""
    if isinstance(record, Event):
        return "; ".join(describe_toll(row) for row in record.casualties)
    if isinstance(record, Figure):
        value = say_range(record.value_low, record.value_high, approximate=record.approximate)
        return f"{value} {record.unit}" if record.unit else value
    return ""


def describe_toll(row: Casualty) -> str:
    """ "7 killed", "at least 3 injured", "no casualties"."""
    if (row.low, row.high, row.measure) == (0, 0, "casualties"):
        return "no casualties"
    return f"{say_range(row.low, row.high, approximate=row.approximate)} {row.measure}"


def describe_place(record: Record) -> str:
    """The words of a control record's area, else the name of the place."""
    return record.area if isinstance(record, Control) else _name_place(record.place)


def _name_place(place: Place | None) -> str:
    if place is None:
        return ""
    return f"around {place.name}" if place.geo_precision == 2 else place.name


def describe_time(interval: Interval | None) -> str:
    """As `say_interval`; empty where the time is not known."""
    return "" if interval is None else say_interval(interval)


def describe_sources(record: Record) -> str:
    """Who says so, each with the stance; the report's own voice is "the report". A speaker is not said twice."""
    rows: Iterable[Attribution] = record.attribution
    if isinstance(record, Statement):
        rows = [row for row in rows if row.source != record.speaker.name]
    return "; ".join(f"{row.source or 'the report'} · {STANCE_WORDS[row.stance]}" for row in rows)
