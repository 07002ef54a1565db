"""One event told in the lead and again below is one record: sightings are gathered into cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.assemble.circumstances import apart_km, overlap, same_area
from dateline.assemble.families import VIOLENT, compatible_families
from dateline.assemble.sightings import Sighting
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Casualty, Modality

_HYPOTHETICAL = frozenset({"planned", "threatened", "possible"})


@dataclass(eq=False)
class Case:
    """The sightings of one event, in order; the first opened it."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def families(self) -> list[str]:
        return list(dict.fromkeys(family for row in self.sightings for family in row.families))

    @property
    def casualties(self) -> list[Casualty]:
        return [casualty for row in self.sightings for casualty in row.casualties]

    @property
    def modality(self) -> Modality:
        return self.sightings[0].modality

    @property
    def time(self) -> Interval | None:
        return next((row.time for row in self.sightings if row.time), None)

    @property
    def place(self) -> Place | None:
        return next((row.place for row in self.sightings if row.place), None)

    @property
    def last_paragraph(self) -> int:
        return self.sightings[-1].sentence.paragraph

    def names(self, side: int) -> set[str]:
        sides = (row.actor1 if side == 1 else row.actor2 for row in self.sightings)
        return {actor.actor.name for group in sides for actor in group}


def gather_cases(sightings: Sequence[Sighting]) -> list[Case]:
    """Each sighting joins the case it fits best, or opens one; a bare reference that fits none is dropped."""
    cases: list[Case] = []
    for sighting in sightings:
        best = _best_case(cases, sighting)
        if best is not None:
            best.sightings.append(sighting)
        elif _can_open(sighting):
            cases.append(Case([sighting]))
    return cases


def _can_open(sighting: Sighting) -> bool:
    if sighting.means:
        return bool(sighting.casualties)
    if sighting.families == ["toll"]:
        return bool(sighting.time and (sighting.actor2 or sighting.place))
    if sighting.bare:
        known = bool(sighting.actor1 and (sighting.time or sighting.casualties))
        told_where = sighting.place is not None and sighting.place.geo_precision < 3
        return known or (told_where and sighting.time is not None and sighting.families[0] in _KNOWN_BY_NAME)
    if sighting.actor1 or sighting.actor2 or sighting.casualties:
        return True
    told_where = sighting.place is not None and sighting.place.geo_precision < 3
    if sighting.triggers[0].voice == "noun":
        return told_where and sighting.time is not None
    if told_where or sighting.time is not None:
        return True
    return bool(set(sighting.families) & _SELF_EVIDENT) and sighting.triggers[0].voice == "passive"


_KNOWN_BY_NAME = VIOLENT | {"regain", "overtake", "transfer", "protest", "riot"}
"""Families of which a mere name with its day and place is enough ("Monday's raid on Kota")."""
_SELF_EVIDENT = frozenset({"arson", "regain", "overtake", "weapons", "air_strike", "shelling", "clash"})
"""Families whose passive tells of an event even where nobody is named ("twenty houses were burned down")."""


def _best_case(cases: Sequence[Case], sighting: Sighting) -> Case | None:
    fitting = [case for case in cases if _fits(case, sighting)]
    if not fitting:
        return None
    main = cases[0]
    return max(fitting, key=lambda case: _affinity(case, sighting, is_main=case is main))


def _fits(case: Case, sighting: Sighting) -> bool:
    first = case.sightings[0]
    if sighting.fresh or (first.modality in _HYPOTHETICAL) != (sighting.modality in _HYPOTHETICAL):
        return False
    if (first.modality == "denied") != (sighting.modality == "denied"):
        return False
    if not compatible_families(case.families, sighting.families):
        return False
    if _is_of_no_harm(sighting) and sighting.sentence.paragraph != case.last_paragraph:
        return False
    if not overlap(case.time, sighting.time) or not same_area(case.place, sighting.place):
        return False
    if _sides_differ(case, sighting):
        return False
    if "sweep" in {*case.families, *sighting.families} and case.families != sighting.families:
        return sighting.sentence.index - case.sightings[-1].sentence.index <= 1
    same_paragraph = sighting.sentence.paragraph == case.last_paragraph
    opening = sighting.sentence.paragraph <= 1
    return same_paragraph or opening or sighting.bare or sighting.time is None or case.time is not None


def _is_of_no_harm(sighting: Sighting) -> bool:
    """ "There were no casualties": of what was told just before, not of the whole story."""
    return sighting.families == ["toll"] and all(row.high == 0 for row in sighting.casualties)


def _sides_differ(case: Case, sighting: Sighting) -> bool:
    """Other doers with other victims, both known, are another event."""
    differ = []
    for side, group in ((1, sighting.actor1), (2, sighting.actor2)):
        known = _specific(case.names(side))
        new = _specific({row.actor.name for row in group})
        differ.append(bool(known and new and not known & new))
    both_known = all(differ)
    doer_only = differ[0] and not (case.names(2) & {row.actor.name for row in sighting.actor1})
    return both_known or doer_only


def _specific(names: set[str]) -> set[str]:
    return {name for name in names if not name.startswith("Unidentified")}


def _affinity(case: Case, sighting: Sighting, *, is_main: bool) -> float:
    score = 1.0 if is_main else 0.0
    score += 2.0 if case.last_paragraph == sighting.sentence.paragraph else 0.0
    score += 0.5 if sighting.sentence.paragraph - case.last_paragraph == 1 else 0.0
    score += 1.5 if 0 <= sighting.sentence.index - case.sightings[-1].sentence.index <= 1 else 0.0
    score += 2.5 if case.time and sighting.time and overlap(case.time, sighting.time) else 0.0
    score += 2.0 if _same_spot(case.place, sighting.place) else 0.0
    for side, group in ((1, sighting.actor1), (2, sighting.actor2)):
        score += 1.0 if case.names(side) & {row.actor.name for row in group} else 0.0
    return score + (0.5 if set(case.families) & set(sighting.families) else 0.0)


def _same_spot(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    apart = apart_km(one, other)
    return one.name == other.name or (apart is not None and apart < 15)
