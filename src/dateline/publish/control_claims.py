"""What one record says of control: of whom, over what, from when to when known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from dateline.base.resources import load_yaml
from dateline.base.text import fold_name
from dateline.model.actors import ActorRef
from dateline.model.areas import AreaRecord
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Control, ControlRelation, Event, Modality
from dateline.model.reports import read_day

LineRelation = ControlRelation | Literal["transferred"]
"""As in the codebook, and `transferred`: ground changed hands; the record does not say who gave and who took."""
SideOf = Callable[[ActorRef], str]
"""The side that an actor is on; two actors of one side make no competing claims."""

TAKES: frozenset[str] = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
TRANSFER = "Non-violent transfer of territory"
_WHOLE_WORDS = re.compile(
    r"\b(the|a|of|in|all|whole|entire|very|city|town|village|mountain|mount|mt|area|region|hill|island|contested|disputed)\b"
)
_REGION_WORDS = re.compile(r"\b(province|governorate|state|oblast|district|county)\b")
LEAST_LIKENESS = 75
"""Of 100: how like an area's words must be to the name of its place to be another spelling of it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One record's word on control. `basis` is the record that it rests on.

    `holders` are keys of actors (empty for a gap), `names` how they are called. `losers`: who a deed took it from, as
    the report names them. `since`/`until` bound the days for which it is told, None where a side is open; `told` is
    the day of the report.
    """

    basis: AreaRecord
    relation: LineRelation
    holders: frozenset[str]
    names: tuple[str, ...]
    sides: frozenset[str]
    losers: frozenset[str]
    area: str
    area_key: str
    place: Place | None
    time: Interval | None
    told: date | None
    modality: Modality

    @property
    def since(self) -> date | None:
        return self.time.start if self.time else None

    @property
    def until(self) -> date | None:
        return self.time.end if self.time else None

    @property
    def first(self) -> date:
        """The day from which it orders: the earliest that is known of it."""
        return self.since or self.until or self.told or date.max

    @property
    def last(self) -> date:
        """The latest day for which it is told; without an end of its own that of the report."""
        return self.until or self.told or self.since or date.max

    @property
    def order(self) -> tuple[date, date, str]:
        return self.first, self.last, self.basis.record_id


def actor_key(actor: ActorRef) -> str:
    """Under what an actor meets itself in other reports: its id, else its name."""
    return actor.key


def list_claims(records: Iterable[AreaRecord], side_of: SideOf = actor_key) -> list[Claim]:
    """All claims of the records, control records and deeds that took ground, in the order of their days.

    What is only planned, threatened or feared is no claim; what is denied is one, and says so.
    """
    claims = [claim for row in records if (claim := _make_claim(row, side_of)) is not None]
    return sorted(claims, key=lambda claim: claim.order)


def make_area_key(area: str, place: Place | None) -> str:
    """Under what an area meets itself in other reports: its place, and the words where they say less or more."""
    where = (place.gazetteer_id or fold_name(place.name)) if place else ""
    words = _bare_words(area)
    return f"{where}|{'' if place and _names_whole(words, place) else words}"


def _names_whole(words: str, place: Place) -> bool:
    """Whether the words of an area name all of its place, in whatever spelling: "Bulamarer" is Buulo Mareer."""
    if place.geo_precision == 3:
        words = _REGION_WORDS.sub("", words).strip()
    name = _bare_words(place.name)
    if not words or words == name or words in load_area_words("whole"):
        return True
    if len(words.split()) > len(name.split()):
        return False
    return fuzz.ratio(words.replace(" ", ""), name.replace(" ", "")) >= LEAST_LIKENESS


@lru_cache(maxsize=2)
def load_area_words(kind: str) -> frozenset[str]:
    """Words that say little of an area without its place: the "whole" of it ("there"), or kinds of "parts"."""
    return frozenset(load_yaml("lexicons/area_words.yaml")[kind])


def _bare_words(text: str) -> str:
    return " ".join(_WHOLE_WORDS.sub(" ", fold_name(text)).split())


def _make_claim(row: AreaRecord, side_of: SideOf) -> Claim | None:
    record = row.record
    if isinstance(record, Control) and record.modality in ("happened", "denied", "possible"):
        return _claim_of(row, record, record.relation, record.holder, (), record.area, side_of)
    if isinstance(record, Event) and record.modality in ("happened", "denied") and record.place is not None:
        area = record.place.name
        if record.sub_event_type in TAKES and record.actor1:
            return _claim_of(row, record, "controls", record.actor1, record.actor2, area, side_of)
        if record.sub_event_type == TRANSFER:
            return _claim_of(row, record, "transferred", (*record.actor1, *record.actor2), (), area, side_of)
    return None


def _claim_of(
    row: AreaRecord,
    record: Control | Event,
    relation: LineRelation,
    holders: tuple[ActorRef, ...],
    losers: tuple[ActorRef, ...],
    area: str,
    side_of: SideOf,
) -> Claim:
    """A loser that the report does not name was inferred by the coder; it has lost nothing by anybody's word."""
    return Claim(
        basis=row,
        relation=relation,
        holders=frozenset(actor_key(actor) for actor in holders),
        names=tuple(sorted({actor.name for actor in holders})),
        sides=frozenset(side_of(actor) for actor in holders),
        losers=frozenset(actor_key(actor) for actor in losers if actor.mention),
        area=area,
        area_key=make_area_key(area, record.place),
        place=record.place,
        time=record.time,
        told=read_day(row.published),
        modality=record.modality,
    )
