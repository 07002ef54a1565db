"""Control over time: who holds, is present, left or lacks an area, from when to when known, and who says so.

Nothing is resolved. Two holders at one time, a claim and its denial, a gap where somebody is told to be in control
stand side by side, each marked. A line ends only where a report says that it did: that its holder withdrew, or lost
the ground to somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dateline.model.areas import AreaRecord
from dateline.model.places import Place
from dateline.publish.control_claims import Claim, LineRelation, SideOf, actor_key, list_claims
from dateline.publish.control_conflicts import Conflict, find_conflicts

_HOLDING: frozenset[LineRelation] = frozenset({"controls", "present", "responsible"})
"""What a withdrawal or a loss of ground ends."""


@dataclass(frozen=True, slots=True)
class ControlLine:
    """What one or several reports say of one holder (or none) and one area, until somebody says that it ended.

    `claims` in the order of their days. `ended_by`: the claim that says so, if any. `conflicts`: what else is told
    of the same area and the same time that does not go with it.
    """

    relation: LineRelation
    names: tuple[str, ...]
    area: str
    area_key: str
    place: Place | None
    is_denied: bool
    is_possible: bool
    claims: tuple[Claim, ...]
    ended_by: Claim | None = None
    conflicts: tuple[Conflict, ...] = ()

    @property
    def starts(self) -> tuple[date, ...]:
        """The days that it is told to have begun on, where one is: they may differ."""
        return tuple(sorted({claim.since for claim in self.claims if claim.since}))

    @property
    def last(self) -> date | None:
        """The latest day for which it is told; None where neither record nor report has a date."""
        last = max(claim.last for claim in self.claims)
        return None if last == date.max else last

    @property
    def order(self) -> tuple[date, str, str]:
        return min(claim.first for claim in self.claims), self.relation, self.claims[0].basis.record_id


@dataclass(frozen=True, slots=True)
class ControlArea:
    """All lines of one area, oldest first; `area` is how it is called most shortly."""

    area: str
    place: Place | None
    lines: tuple[ControlLine, ...]

    @property
    def last(self) -> date:
        return max((line.last for line in self.lines if line.last), default=date.min)

    @property
    def is_disputed(self) -> bool:
        return any(line.conflicts for line in self.lines)


def make_control_areas(records: Iterable[AreaRecord], side_of: SideOf = actor_key) -> tuple[ControlArea, ...]:
    """The control of each area as lines over time; the area of which something is told last comes first.

    In: records of any kind and order; control records and deeds that took ground are used. `side_of`: who an actor
    belongs to, so that a ministry and its army make no competing claims.
    """
    claims = list_claims(records, side_of)
    by_area = groupby(sorted(claims, key=lambda claim: (claim.area_key, claim.order)), lambda claim: claim.area_key)
    areas = [_make_area(list(rows)) for _, rows in by_area]
    return tuple(sorted(areas, key=lambda area: (-area.last.toordinal(), area.lines[0].area_key)))


def _make_area(claims: Sequence[Claim]) -> ControlArea:
    lines = sorted(_make_lines(claims), key=lambda line: line.order)
    named = [claim for claim in claims if claim.place]
    return ControlArea(
        area=min((claim.area for claim in claims), key=lambda area: (len(area), area)),
        place=named[0].place if named else None,
        lines=tuple(lines),
    )


def _make_lines(claims: Sequence[Claim]) -> list[ControlLine]:
    def key(claim: Claim) -> tuple[str, tuple[str, ...], str]:
        return claim.relation, tuple(sorted(claim.holders)), claim.modality

    lines = []
    for _, group in groupby(sorted(claims, key=lambda claim: (key(claim), claim.order)), key):
        lines += _cut_line(list(group), claims)
    return lines


def _cut_line(group: Sequence[Claim], claims: Sequence[Claim]) -> list[ControlLine]:
    """The claims of one holder, cut where somebody says in between that it ended."""
    endings = sorted(
        (claim for claim in claims if ends(claim, group[0])), key=lambda claim: (claim.last, claim.order)
    )
    parts: dict[int, list[Claim]] = {}
    for claim in group:
        parts.setdefault(sum(ending.last < claim.first for ending in endings), []).append(claim)
    return [
        _make_line(rows, endings[passed] if passed < len(endings) else None, claims) for passed, rows in parts.items()
    ]


def ends(ending: Claim, line: Claim) -> bool:
    """Whether a claim says that what another one tells of is over: all its holders withdrew or lost the ground."""
    if line.relation not in _HOLDING or line.modality == "denied" or ending.modality != "happened":
        return False
    gone = ending.holders if ending.relation == "withdrew" else ending.losers
    return bool(line.holders) and line.holders <= gone


def _make_line(rows: Sequence[Claim], ended_by: Claim | None, claims: Sequence[Claim]) -> ControlLine:
    first = rows[0]
    return ControlLine(
        relation=first.relation,
        names=tuple(sorted({name for row in rows for name in row.names})),
        area=min((row.area for row in rows), key=lambda area: (len(area), area)),
        area_key=first.area_key,
        place=next((row.place for row in rows if row.place), None),
        is_denied=first.modality == "denied",
        is_possible=first.modality == "possible",
        claims=tuple(rows),
        ended_by=ended_by,
        conflicts=find_conflicts(rows, ended_by, claims),
    )
