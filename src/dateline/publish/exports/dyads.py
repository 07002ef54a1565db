"""Dyads of UCDP: which two parties a deed is between, its type of violence, and whose the dead are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.base.resources import load_yaml
from dateline.base.words import name_key
from dateline.model.actors import ActorRef
from dateline.model.incidents import SourceTotal, TollValue
from dateline.model.ports import ActorRegistry
from dateline.publish.exports.deeds import Deed
from dateline.publish.exports.parties import CIVILIANS, Party, PartyBook

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_SIDES = ("a", "b", "civilians", "unknown")


@dataclass(frozen=True, slots=True)
class Dyad:
    """Side A is a government where one takes part; in one-sided violence it is who did it, and side B the civilians.

    `sides`: the columns of deaths ("a", "b", "civilians") by the key of each name that may stand as a group of dead.
    """

    type_of_violence: int
    side_a: Party
    side_b: Party
    sides: Mapping[tuple[str, ...], str]

    def count_deaths(self, deed: Deed) -> dict[str, int | None]:
        """The best number parted by whose dead they are; the parts add up to it. All None where there is none."""
        deaths = deed.summary.deaths
        if deaths is None or deaths.best is None:
            return dict.fromkeys(_SIDES)
        counts: dict[str, int | None] = dict.fromkeys(_SIDES, 0)
        for part in _choose_total([total for total in deaths.totals if total.point == deaths.best]).parts:
            side = self._side_of(part)
            counts[side] = (counts[side] or 0) + (part.low or 0)
        return counts

    def _side_of(self, part: TollValue) -> str:
        return self.sides.get(name_key(part.group or ""), "unknown")


def _choose_total(totals: list[SourceTotal]) -> SourceTotal:
    """Of the sources of the best number the one that names most groups of dead."""
    return max(totals, key=lambda total: sum(part.group is not None for part in total.parts))


class DyadBook:
    """Finds dyads by the registry's sides."""

    def __init__(self, actors: ActorRegistry) -> None:
        self._book = PartyBook(actors)
        table = load_yaml("exports/ucdp.yaml")
        self._one_sided_types = frozenset(table["one_sided_types"])
        self._one_sided_sub_types = frozenset(table["one_sided_sub_types"])

    def find_dyad(self, deed: Deed) -> Dyad | None:
        """The dyad; None where a side is unknown or unorganised, both are of one state, or it is of no UCDP type."""
        first = self._book.main_party(deed.actor1, deed.scene)
        second = self._book.main_party(deed.actor2, deed.scene)
        if first is None or second is None or first == second or first.kind == "civilians":
            return None
        if second.kind == "civilians":
            return self._make(deed, ONE_SIDED, first, second) if self._is_one_sided(deed) else None
        kinds = {first.kind, second.kind}
        if deed.event_type not in ("Battles", "Explosions/Remote violence", "Violence against civilians"):
            return None
        if kinds <= {"rebel", "non-state"}:
            return self._make(deed, NON_STATE, first, second)
        if kinds <= {"state"} or kinds in ({"state", "rebel"}, {"secondary", "rebel"}):
            is_turned = second.kind in ("state", "secondary") and first.kind == "rebel"
            return self._make(deed, STATE_BASED, *((second, first) if is_turned else (first, second)))
        return None

    def _is_one_sided(self, deed: Deed) -> bool:
        return deed.event_type in self._one_sided_types or deed.sub_event_type in self._one_sided_sub_types

    def _make(self, deed: Deed, type_of_violence: int, side_a: Party, side_b: Party) -> Dyad:
        columns = {side_a.key: "a", side_b.key: "b", CIVILIANS.key: "civilians"}
        names = {value.group for value in deed.summary.values if value.group}
        sides = {}
        for name in names:
            ref = self._find_ref(name, deed)
            party = self._book.party_of(ref, deed.scene)
            column = columns.get(party.key) if party else None
            if column is None and party is None:
                column = self._column_by_side(ref, deed, columns)
            if column is not None:
                sides[name_key(name)] = column
        return Dyad(type_of_violence, side_a, side_b, sides)

    def _find_ref(self, name: str, deed: Deed) -> ActorRef:
        """The actor of the deed whom a group of dead names, else the name by itself."""
        key = name_key(name)
        for account in deed.summary.accounts:
            for ref in (*account.event.actor1, *account.event.actor2):
                if key in (name_key(ref.name), name_key(ref.mention or "")):
                    return ref
        return ActorRef(name=name)

    def _column_by_side(self, ref: ActorRef, deed: Deed, columns: Mapping[str, str]) -> str | None:
        """Where the registry does not know who died ("tribal fighters"): the side on which the deed names them."""
        for refs in (deed.actor1, deed.actor2):
            party = self._book.main_party(refs, deed.scene)
            if ref in refs and party is not None and party.kind != "civilians":
                return columns.get(party.key)
        return None
