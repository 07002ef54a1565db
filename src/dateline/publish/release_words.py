"""What changed in a record between two releases, slot by slot and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dateline.model.ids import canonical_json
from dateline.model.records import (
    Attribution,
    Casualty,
    Control,
    Event,
    Evidence,
    Figure,
    Record,
    Statement,
    record_to_json,
)
from dateline.publish.cards import say_actors, say_headline, say_label
from dateline.publish.wordings import say_geo_precision, say_interval, say_place, say_range, say_source

NOTHING = "nothing"
_UNTOLD = frozenset({"confidence"})
"""How sure the machine was is no content: a record that was approved is as sure as the reviewer."""


@dataclass(frozen=True, slots=True)
class SlotChange:
    """One slot of a record, before and after."""

    slot: str
    old: str
    new: str


def say_record(record: Record) -> str:
    """ "Battles · Armed clash: Gunmen → Sudanese Army; Omdurman, Sudan; 6 May 2024"."""
    return f"{say_label(record)}: {say_headline(record)}; {say_place(record.place)}; {say_interval(record.time)}"


def list_slot_changes(old: Record, new: Record) -> tuple[SlotChange, ...]:
    """The slots that differ, in the order of the contract; a slot that only one of the two has is "nothing" there."""
    before, after = record_to_json(old), record_to_json(new)
    names = [name for name in dict.fromkeys((*before, *after)) if name not in _UNTOLD]
    changed = [name for name in names if before.get(name) != after.get(name)]
    return tuple(_tell_change(name, old, new, before.get(name), after.get(name)) for name in changed)


def _tell_change(name: str, old: Record, new: Record, before: Any, after: Any) -> SlotChange:
    """Where words do not tell the two apart, the values themselves do."""
    said, says = _say_slot(name, old), _say_slot(name, new)
    if said == says:
        said, says = _say_value(before), _say_value(after)
    return SlotChange(name, said, says)


def _say_slot(name: str, record: Record) -> str:
    value = getattr(record, name, None)
    if name == "place" and record.place is not None:
        precision = say_geo_precision(record.place)
        return f"{say_place(record.place)} ({precision})" if precision else say_place(record.place)
    if name == "time":
        return say_interval(record.time)
    if name == "attribution":
        return _say_sources(record.attribution)
    if name == "evidence":
        return "; ".join(map(_say_evidence, record.evidence))
    return _say_own_slot(name, value, record)


def _say_evidence(piece: Evidence) -> str:
    stands = f"{piece.start}–{piece.end}"
    return f"{stands} “{piece.quote}”" if piece.quote else stands


def _say_own_slot(name: str, value: Any, record: Record) -> str:
    """A slot that only some kinds of record have."""
    if isinstance(record, Event) and name == "casualties":
        return "; ".join(map(_say_toll, record.casualties)) or NOTHING
    if name in {"actor1", "actor2", "about", "by", "holder"} and isinstance(record, Event | Figure | Control):
        return say_actors(value or ()) or NOTHING
    if isinstance(record, Statement) and name in {"speaker", "addressee"}:
        return value.name if value else NOTHING
    return _say_value(value)


def _say_value(value: Any) -> str:
    if value is None or value == () or value == []:
        return NOTHING
    return str(value) if isinstance(value, str | int | float) else canonical_json(value)


def _say_toll(toll: Casualty) -> str:
    number = say_range(toll.low, toll.high, approximate=toll.approximate)
    whose = f" of {toll.group}" if toll.group else ""
    who = f", says {toll.said_by}" if toll.said_by else ""
    return f"{toll.measure}{whose}: {number}{who}"


def _say_sources(sources: Sequence[Attribution]) -> str:
    return "; ".join(f"{say_source(row, None)} {row.stance.replace('_', ' ')}" for row in sources) or NOTHING
