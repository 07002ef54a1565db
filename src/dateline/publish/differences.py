"""What a correction changed, slot by slot, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.model.ids import canonical_json
from dateline.model.records import Attribution, Casualty, Event, Evidence, Figure, Record, record_to_json
from dateline.publish.cards import say_actors
from dateline.publish.tolls import list_tolls
from dateline.publish.wordings import (
    MEASURE_WORDS,
    RELATION_WORDS,
    SOURCE_TYPE_WORDS,
    STANCE_WORDS,
    say_geo_precision,
    say_interval,
    say_number,
    say_place,
    say_range,
    say_time_precision,
)

NOTHING = "nothing"
_NAMES = {
    "event_type": "event type",
    "sub_event_type": "type",
    "modality": "modality",
    "actor1": "who",
    "actor2": "to whom",
    "place": "place",
    "point": "point",
    "time": "time",
    "casualties": "toll",
    "attribution": "who says so",
    "evidence": "evidence",
    "count": "number of events",
    "measure": "measure",
    "value": "number",
    "unit": "unit",
    "about": "about whom",
    "by": "by whom",
    "speaker": "speaker",
    "speaker_role": "role of the speaker",
    "act": "act",
    "addressee": "to whom",
    "topic": "topic",
    "quote": "quote",
    "holder": "holder",
    "relation": "relation",
    "area": "area",
    "area_places": "from where to where",
}
"""The slots as people call them, in the order in which differences are told."""
_PARTS = {"point": "place"}
"""Parts that are told on their own, and the slots that they are parts of."""
_UNSAID = frozenset({"confidence", "incident_id", "value_low", "value_high", "approximate"})


@dataclass(frozen=True, slots=True)
class SlotDifference:
    """A slot that is told otherwise: `slot` as in the contract, `name` as people call it, both values in words."""

    slot: str
    name: str
    before: str
    after: str


def list_differences(old: Record, new: Record) -> tuple[SlotDifference, ...]:
    """The slots in which two records of a kind differ; of two kinds, all that either has.

    Where words do not tell two values apart, the values themselves do.
    """
    before, after = dict(_say_slots(old)), dict(_say_slots(new))
    said = {
        slot: SlotDifference(slot, name, before.get(slot, NOTHING), after.get(slot, NOTHING))
        for slot, name in _NAMES.items()
    }
    differing = {slot for slot, row in said.items() if row.before != row.after}
    told = differing | {whole for part, whole in _PARTS.items() if part in differing}
    plain = {row.slot: row for row in _list_values(old, new) if row.slot not in told}
    return tuple(plain.get(slot, row) for slot, row in said.items() if slot in differing or slot in plain)


def _list_values(old: Record, new: Record) -> Iterator[SlotDifference]:
    """The slots whose values differ, as they stand in the contract."""
    before, after = record_to_json(old), record_to_json(new)
    for slot, name in _NAMES.items():
        if before.get(slot) != after.get(slot):
            yield SlotDifference(slot, name, canonical_json(before.get(slot)), canonical_json(after.get(slot)))


def say_differences(old: Record, new: Record) -> str:
    """The differences in one line: "place: Daquq, Iraq → Kirkuk, Iraq; toll: 7 killed → 10 killed"."""
    return "; ".join(f"{row.name}: {row.before} → {row.after}" for row in list_differences(old, new))


def _say_slots(record: Record) -> Iterator[tuple[str, str]]:
    for slot in type(record).model_fields:
        if slot not in _UNSAID:
            yield slot, _say(slot, getattr(record, slot), record) or NOTHING
    place = record.place
    if place is not None and place.lat is not None and place.lon is not None:
        yield "point", f"{place.lat:.4f}, {place.lon:.4f}"
    if isinstance(record, Figure):
        yield "value", say_range(record.value_low, record.value_high, approximate=record.approximate)


def _say(slot: str, value: Any, record: Record) -> str:
    if value is None or value == ():
        return ""
    if slot == "place":
        return _join(say_place(value), say_geo_precision(value))
    if slot == "time":
        return _join(say_interval(value), say_time_precision(value))
    if slot in ("actor1", "actor2", "about", "by", "holder"):
        return say_actors(value)
    if slot in ("speaker", "addressee"):
        return str(value.name)
    if slot == "casualties" and isinstance(record, Event):
        return _say_tolls(record.casualties)
    if slot == "attribution":
        return "; ".join(_say_attribution(row) for row in value)
    if slot == "evidence":
        return " … ".join(_say_evidence(row) for row in value)
    if slot == "measure" and isinstance(record, Figure):
        return MEASURE_WORDS[record.measure] or "other"
    if slot == "relation":
        words: str = RELATION_WORDS[value]
        return words
    if slot == "area_places":
        return " to ".join(value)
    return say_number(value) if isinstance(value, int) else str(value)


def _join(first: str, second: str) -> str:
    return f"{first} ({second})" if second else first


def _say_tolls(casualties: tuple[Casualty, ...]) -> str:
    tolls = list_tolls(casualties, None)
    return "; ".join(
        " ".join(part for part in (source.value, toll.measure, toll.group, f"({source.said_by})") if part)
        for toll in tolls
        for source in toll.sources
    )


def _say_attribution(row: Attribution) -> str:
    return f"{row.source or SOURCE_TYPE_WORDS[row.source_type]} {STANCE_WORDS[row.stance]}"


def _say_evidence(row: Evidence) -> str:
    return f"“{row.quote}” ({row.start}–{row.end})"
