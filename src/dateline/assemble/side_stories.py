"""What a report says of its actors as a whole: who may be on a side, how much each is spoken of, who strikes whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from dateline.assemble.contexts import Context
from dateline.assemble.dyads import Dyads
from dateline.assemble.event_types import find_sub_event_type
from dateline.assemble.merging import Case
from dateline.assemble.sides import complete_sides, told_sides
from dateline.base.text import fold_name
from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.annotations import ResolvedActor

Refs = tuple[ActorRef, ...]
Sides = tuple[Refs, Refs]

_CAMP_OF: Mapping[ActorCategory, str] = {
    "state_force": "force",
    "coalition": "force",
    "intelligence": "force",
    "police": "police",
    "mission": "mission",
    "government": "government",
    "armed_group": "group",
    "militia": "militia",
    "unidentified_armed": "unknown",
    "protesters": "crowd",
    "political": "party",
}
CIVIL, NOBODY = "civil", "nobody"
BLOC_OF: Mapping[str, str] = {
    "force": "state", "police": "state", "mission": "state", "government": "state", "group": "group",
    "militia": "group",
}  # fmt: skip
"""The camps that fight wars: those of states, and those of others."""
_ALWAYS: Mapping[str, ActorCategory] = {
    "Unidentified Armed Group": "unidentified_armed",
    "Civilians": "civilians",
    "Protesters": "protesters",
}
"""Sides that need no mention."""
_FORMS_READ = 6


@dataclass(frozen=True, slots=True)
class SideOption:
    """An actor that may be on a side, with its mentions in order of the text; without a name it is nobody."""

    name: str | None
    camp: str
    rows: Sequence[ResolvedActor] = ()
    sentences: frozenset[int] = frozenset()
    report: Mapping[str, float] | None = None
    """What the whole report makes of it, whichever the event."""

    @property
    def bloc(self) -> str:
        return BLOC_OF.get(self.camp, self.camp)


@dataclass(frozen=True)
class Story:
    """The cases of a report, in order, with the type of each and the sides that the rules give it."""

    context: Context
    cases: Sequence[Case]
    types: Sequence[str]
    told: Sequence[Sides]

    @classmethod
    def of(cls, context: Context, cases: Sequence[Case]) -> Story:
        dyads = Dyads.of(context, map(told_sides, cases))
        types = [find_sub_event_type(case, *told_sides(case)) for case in cases]
        told = [complete_sides(context, case, cases, dyads, kind) for case, kind in zip(cases, types, strict=True)]
        return cls(context, cases, types, told)

    @cached_property
    def options(self) -> Sequence[SideOption]:
        """Nobody, all actors of the report, one a name, and who needs no mention."""
        rows_of: dict[str, list[ResolvedActor]] = {}
        for index in sorted(self.context.actors):
            for row in self.context.actors[index]:
                rows_of.setdefault(row.actor.name, []).append(row)
        options = [SideOption(None, NOBODY)]
        options += [self._option(name, rows) for name, rows in rows_of.items()]
        options += [SideOption(name, camp_of(kind)) for name, kind in _ALWAYS.items() if name not in rows_of]
        known = {option.name for option in options}
        names = dict.fromkeys(ref.name for ref in chain.from_iterable(chain.from_iterable(self.told)))
        return [*options, *(SideOption(name, CIVIL) for name in names if name not in known)]

    def _option(self, name: str, rows: Sequence[ResolvedActor]) -> SideOption:
        context = self.context
        title = f" {fold_name(context.report.title or '')} "
        forms = {fold_name(row.span.text_in(context.text)) for row in rows[:_FORMS_READ]}
        report = {
            "share": len(rows) / sum(map(len, context.actors.values())),
            "title": float(any(form and f" {form} " in title for form in forms)),
            "speeches": min(3, sum(row.source.name == name for row in context.speech)) / 3,
            "named": float(any(row.mention.form == "named" for row in rows)),
            "known": float(any(row.actor.actor_id is not None for row in rows)),
            "unidentified": float(name.startswith("Unidentified")),
        }
        sentences = frozenset(context.sentence_at(row.span.start).index for row in rows)
        return SideOption(name, camp_of(rows[0].category), rows, sentences, report)

    @cached_property
    def names(self) -> Sequence[tuple[frozenset[str], frozenset[str]]]:
        """The names on the two sides of each case, by the rules."""
        return [
            (frozenset(ref.name for ref in one), frozenset(ref.name for ref in other)) for one, other in self.told
        ]

    @cached_property
    def blocs(self) -> Sequence[tuple[str, str]]:
        """Which bloc leads each side of each case, by the rules."""
        bloc_of = {option.name: option.bloc for option in self.options}
        return [(bloc_of[one[0].name] if one else NOBODY, bloc_of[two[0].name] if two else NOBODY)
                for one, two in self.told]  # fmt: skip

    @cached_property
    def rivals(self) -> Mapping[str, Sequence[SideOption]]:
        """The actors of each fighting bloc that the report names."""
        found: dict[str, list[SideOption]] = {}
        for option in self.options:
            if option.rows and option.camp in BLOC_OF:
                found.setdefault(option.bloc, []).append(option)
        return found


def camp_of(category: ActorCategory) -> str:
    return _CAMP_OF.get(category, CIVIL)
