"""Use case: a record out of the fields of a form, checked against the contract's code lists, slot by slot.

A slot that no field names stays as it was; one whose fields are all empty is emptied, and nothing takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dateline.base.text import squeeze_spaces
from dateline.model.ports import ActorRegistry, Gazetteer
from dateline.model.records import EVENT_TYPE_OF, OUTLET, Evidence, Record
from dateline.model.reports import Report
from dateline.model.stores import RECORD_KINDS, RECORD_TYPES, RecordKind
from dateline.services.slot_fields import (
    ACTOR_LISTS,
    SINGLE_ACTORS,
    SLOTS,
    Fields,
    has_slot,
    list_fields,
    part_of,
    rows_of,
)
from dateline.services.slot_parts import ActorReader, read_time, read_toll
from dateline.services.slot_places import PlaceReader
from dateline.services.slot_values import Problems, Values, WrongSlotsError

__all__ = ["SlotEditor", "WrongSlotsError", "kind_of_record", "list_fields"]

_BLANK: Mapping[RecordKind, Mapping[str, Any]] = {
    "events": {
        "event_type": "Battles", "sub_event_type": "Armed clash", "modality": "happened", "actor1": (), "actor2": (),
        "casualties": (),
    },
    "figures": {
        "measure": "other", "value_low": None, "value_high": None, "approximate": False, "unit": None, "about": (),
        "by": (), "modality": "happened",
    },
    "statements": {"speaker_role": None, "act": "announces", "addressee": None, "topic": None, "quote": None},
    "control": {"holder": (), "relation": "controls", "modality": "happened"},
}  # fmt: skip


def kind_of_record(record: Record) -> RecordKind:
    """The kind of a record as the store names it."""
    return next(kind for kind in RECORD_KINDS if isinstance(record, RECORD_TYPES[kind]))


class SlotEditor:
    """Makes records out of forms. Holds no state but the registries."""

    def __init__(self, registry: ActorRegistry, gazetteer: Gazetteer) -> None:
        self._actors = ActorReader(registry)
        self._places = PlaceReader(gazetteer)

    def edit(self, old: Record, fields: Fields, report: Report) -> Record:
        """The record as the form has it. Raises WrongSlotsError with a message for each field that is not right.

        The quotes of its evidence are cut from the report's text; what the form says they are is not looked at.
        Confidence is dropped: it was that of the machine's record.
        """
        data = {name: getattr(old, name) for name in SLOTS[kind_of_record(old)]}
        return self._make(kind_of_record(old), data, fields, report)

    def make(self, kind: str, fields: Fields, report: Report) -> Record:
        """A new record of a kind ("events", "figures", "statements", "control"). Raises as `edit` does."""
        known = next((name for name in RECORD_KINDS if name == kind), None)
        if known is None:
            raise WrongSlotsError({"kind": f"one of: {', '.join(RECORD_KINDS)}"})
        data = {"place": None, "time": None, "attribution": (OUTLET,), "evidence": (), **_BLANK[known]}
        return self._make(known, data, fields, report)

    def _make(self, kind: RecordKind, data: dict[str, Any], fields: Fields, report: Report) -> Record:
        problems = Problems()
        values = Values(kind, fields, problems)
        for slot in SLOTS[kind]:
            if has_slot(fields, slot):
                data[slot] = self._read(slot, values, data.get(slot), report)
        _check_whole(kind, data, values, fields)
        problems.check()
        try:
            return RECORD_TYPES[kind].model_validate(data)
        except ValidationError as error:
            raise WrongSlotsError({_name(row["loc"]): row["msg"] for row in error.errors()}) from error

    def _read(self, slot: str, values: Values, old: Any, report: Report) -> Any:
        fields = values.fields
        if slot in ACTOR_LISTS:
            known = tuple(old or ())
            return tuple(self._actors.read(row, known, report.text) for _, row in rows_of(fields, slot))
        if slot in SINGLE_ACTORS:
            row = part_of(fields, slot)
            known = (old,) if old else ()
            return self._actors.read(row, known, report.text) if row.get("name") else None
        if slot == "place":
            return self._places.read(values, old)
        if slot == "time":
            return read_time(values, old)
        if slot == "casualties":
            return tuple(read_toll(name, values) for name, _ in rows_of(fields, slot))
        if slot == "attribution":
            return tuple(values.attribution(name) for name, _ in rows_of(fields, slot)) or (OUTLET,)
        if slot == "quote":
            return read_quote(values, report.text)
        if slot == "evidence":
            return read_evidence(values, report.text)
        if slot == "area_places":
            return tuple(value for value in part_of(fields, slot).values() if value) or None
        return _READERS.get(slot, Values.text)(values, slot)


_READERS: Mapping[str, Any] = {
    "event_type": Values.code,
    "sub_event_type": Values.code,
    "modality": Values.code,
    "measure": Values.code,
    "act": Values.code,
    "relation": Values.code,
    "count": Values.count,
    "value_low": Values.number,
    "value_high": Values.number,
    "approximate": Values.flag,
}


def read_quote(values: Values, text: str) -> str | None:
    """The words of a speaker: they have to stand in the text."""
    quote = values.text("quote")
    if quote and quote not in squeeze_spaces(text):
        values.problems.add("quote", "these words are not in the text")
    return quote


def read_evidence(values: Values, text: str) -> tuple[Evidence, ...]:
    """The evidence rows in the order of the text, each once, with their quotes cut from it."""
    spans: set[tuple[int, int]] = set()
    for name, _ in rows_of(values.fields, "evidence"):
        start, end = values.whole(f"{name}.start"), values.whole(f"{name}.end")
        if start is None or end is None:
            values.problems.add(name, "evidence needs a start and an end")
            continue
        while start < end <= len(text) and text[start].isspace():
            start += 1
        while start < end <= len(text) and text[end - 1].isspace():
            end -= 1
        if not start < end <= len(text):
            values.problems.add(name, "these words are not in the text")
            continue
        spans.add((start, end))
    if not spans:
        values.problems.add("evidence", "mark the words that it rests on")
    return tuple(Evidence(start=start, end=end, quote=text[start:end]) for start, end in sorted(spans))


def _check_whole(kind: RecordKind, data: dict[str, Any], values: Values, fields: Fields) -> None:
    """What only several slots together can show to be wrong."""
    problems = values.problems
    if kind == "events":
        own = EVENT_TYPE_OF.get(str(data["sub_event_type"]))
        if has_slot(fields, "sub_event_type") and not has_slot(fields, "event_type") and own:
            data["event_type"] = own
        elif own and own != data["event_type"]:
            problems.add("sub_event_type", f"“{data['sub_event_type']}” belongs to “{own}”")
    if kind == "figures":
        low, high = data["value_low"], data["value_high"]
        if low is not None and high is not None and low > high:
            problems.add("value_high", "less than the lowest number")
    if kind == "statements" and data.get("speaker") is None:
        problems.add("speaker.name", "a statement needs a speaker")
    if kind == "control" and not data.get("area"):
        problems.add("area", "name the area")
    if not data.get("evidence"):
        problems.add("evidence", "mark the words that it rests on")


def _name(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)
