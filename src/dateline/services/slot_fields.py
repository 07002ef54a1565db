"""Records as flat form fields: `actor1.0.name`, `place.lat`, `casualties.0.low`; None is the empty field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from dateline.model.intervals import TimePrecision
from dateline.model.records import (
    SUB_EVENT_TYPES,
    CasualtyMeasure,
    ControlRelation,
    Event,
    FigureMeasure,
    Modality,
    Record,
    SourceType,
    SpeechAct,
    Stance,
)
from dateline.model.stores import RECORD_KINDS, RECORD_TYPES, RecordKind

Fields = Mapping[str, str]

SLOTS: Mapping[RecordKind, tuple[str, ...]] = {
    kind: tuple(name for name in RECORD_TYPES[kind].model_fields if name not in ("confidence", "incident_id"))
    for kind in RECORD_KINDS
}
"""The slots that people can change, by the kind of the record, in the order of the contract."""

ACTOR_LISTS = frozenset({"actor1", "actor2", "about", "by", "holder"})
SINGLE_ACTORS = frozenset({"speaker", "addressee"})
YES = "yes"
"""What a ticked box sends; an empty field is a box that is not ticked."""

_CODES: Mapping[str, tuple[Any, ...]] = {
    "event_type": tuple(SUB_EVENT_TYPES),
    "sub_event_type": tuple(sub for subs in SUB_EVENT_TYPES.values() for sub in subs),
    "modality": get_args(Modality),
    "act": get_args(SpeechAct),
    "relation": get_args(ControlRelation),
    "figures.measure": get_args(FigureMeasure),
    "casualties.measure": get_args(CasualtyMeasure),
    "attribution.source_type": get_args(SourceType),
    "attribution.stance": get_args(Stance),
    "time.precision": get_args(TimePrecision),
    "place.geo_precision": ("1", "2", "3"),
}


def list_codes(kind: RecordKind, field: str) -> tuple[str, ...]:
    """The codes that a field takes, by its name without the number of a row; empty where it takes any text."""
    return _CODES.get(f"{kind}.{field}", _CODES.get(field, ()))


def list_fields(record: Record) -> dict[str, str]:
    """The fields of a record's slots, in the order of the contract: what a form is filled with."""
    data = record.model_dump(mode="json", exclude={"confidence", "incident_id"})
    return {name: value for slot, content in data.items() for name, value in _flatten(slot, content)}


def strip_machine_marks(record: Record) -> Record:
    """The record as a person makes it: without confidence, which is the machine's about its own, and unlinked."""
    copied: Record = record.model_copy(update={"confidence": None})
    return copied.model_copy(update={"incident_id": None}) if isinstance(copied, Event) else copied


def _flatten(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("quote", "inferred") or name == "quote":
                yield from _flatten(f"{name}.{key}", inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inner in enumerate(value):
            yield from _flatten(f"{name}.{number}", inner)
    else:
        yield name, write_field(value)


def write_field(value: object) -> str:
    """One value as a form holds it."""
    if value is None or value is False:
        return ""
    if value is True:
        return YES
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def has_slot(fields: Fields, slot: str) -> bool:
    """Whether the form says anything about a slot, and be it that it is empty (`casualties=`)."""
    return any(name == slot or name.startswith(f"{slot}.") for name in fields)


def part_of(fields: Fields, prefix: str) -> dict[str, str]:
    """The fields under a name, without it, stripped: those of `actor1.0` as `name`, `actor_id`."""
    start = f"{prefix}."
    return {name.removeprefix(start): value.strip() for name, value in fields.items() if name.startswith(start)}


def rows_of(fields: Fields, slot: str) -> list[tuple[str, dict[str, str]]]:
    """The rows of a list with the names they go by, in their order; rows in which nothing stands are left out."""
    numbers = sorted({int(name.split(".")[0]) for name in part_of(fields, slot) if name.split(".")[0].isdecimal()})
    rows = [(f"{slot}.{number}", part_of(fields, f"{slot}.{number}")) for number in numbers]
    return [(name, row) for name, row in rows if any(row.values())]
