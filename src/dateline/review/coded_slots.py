"""What coders are compared by: the values of a record's slots, and how much two of them differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, Record
from dateline.review.agreement import Difference, interval, nominal, ratio

SAME_PLACE_KM = 25.0
Scale = Literal["codes", "places", "counts", "days"]


@dataclass(frozen=True, slots=True)
class CodedSlot:
    """A slot by which coders are compared. `field`: of the record, which says nothing of it without that field.

    `read` gives the value; None from `read` is the value "none told", or no value where `skips_none`.
    """

    key: str
    field: str
    scale: Scale
    difference: Difference
    read: Callable[[Any], Hashable]
    skips_none: bool = False

    def applies_to(self, record: Record) -> bool:
        return self.field in type(record).model_fields

    def value_of(self, record: Record) -> Hashable:
        return self.read(getattr(record, self.field))


def same_place(one: Place | None, other: Place | None) -> float:
    """0 for the same place of the gazetteer, for points within 25 km, and, without these, for the same name."""
    if one is None or other is None:
        return 0.0 if one is other else 1.0
    if one.gazetteer_id and one.gazetteer_id == other.gazetteer_id:
        return 0.0
    if one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None:
        return 0.0 if distance_km(one.lat, one.lon, other.lat, other.lon) <= SAME_PLACE_KM else 1.0
    return nominal(fold_name(one.name), fold_name(other.name))


def _code(value: Any) -> Hashable:
    return value if isinstance(value, Hashable) else str(value)


def _words(value: str | None) -> Hashable:
    return fold_name(value) if value else None


def _actors(value: ActorRef | Iterable[ActorRef] | None) -> Hashable:
    if value is None or isinstance(value, ActorRef):
        return value.key if value else None
    return frozenset(actor.key for actor in value)


def _says(rows: Iterable[Attribution]) -> Hashable:
    return frozenset((row.source_type, row.stance, fold_name(row.source) if row.source else None) for row in rows)


def _days(time: Interval | None) -> Hashable:
    return (time.start, time.end) if time else None


def _first_day(time: Interval | None) -> Hashable:
    return time.start.toordinal() if time and time.start else None


def _fewest_killed(rows: Iterable[Casualty]) -> Hashable:
    return min((row.low for row in rows if row.measure == "killed" and row.low is not None), default=None)


def _most_killed(rows: Iterable[Casualty]) -> Hashable:
    return max((row.high for row in rows if row.measure == "killed" and row.high is not None), default=None)


def _nominal(key: str, read: Callable[[Any], Hashable] = _code) -> CodedSlot:
    return CodedSlot(key, key, "codes", nominal, read)


CODED_SLOTS: tuple[CodedSlot, ...] = (
    _nominal("event_type"),
    _nominal("sub_event_type"),
    _nominal("measure"),
    _nominal("act"),
    _nominal("relation"),
    _nominal("modality"),
    _nominal("actor1", _actors),
    _nominal("actor2", _actors),
    _nominal("by", _actors),
    _nominal("about", _actors),
    _nominal("speaker", _actors),
    _nominal("addressee", _actors),
    _nominal("holder", _actors),
    _nominal("area", _words),
    CodedSlot("place", "place", "places", same_place, _code),
    CodedSlot("time", "time", "codes", nominal, _days),
    CodedSlot("first_day", "time", "days", interval, _first_day, skips_none=True),
    CodedSlot("deaths_low", "casualties", "counts", ratio, _fewest_killed),
    CodedSlot("deaths_high", "casualties", "counts", ratio, _most_killed),
    CodedSlot("value_low", "value_low", "counts", ratio, _code),
    CodedSlot("value_high", "value_high", "counts", ratio, _code),
    _nominal("attribution", _says),
)
"""In the order of the table; a slot is compared over the records that have it."""
