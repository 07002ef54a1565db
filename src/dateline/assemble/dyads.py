"""Dyads: who fights whom in a report, so that an opponent who goes without saying is known if it is but one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.assemble.contexts import Context
from dateline.assemble.event_types import STATE
from dateline.model.actors import ARMED, ActorCategory, ActorRef
from dateline.model.annotations import ResolvedActor

_MAIN: frozenset[ActorCategory] = frozenset({"state_force", "armed_group"})


@dataclass(frozen=True)
class Dyads:
    """The pairs that a report tells of, and the armed actors that it names, by name."""

    told: dict[str, set[str]]
    named: dict[str, ResolvedActor]

    @classmethod
    def of(cls, context: Context, pairs: Iterable[tuple[Sequence[ResolvedActor], Sequence[ResolvedActor]]]) -> Dyads:
        """The dyads of a report whose events have these sides."""
        told: dict[str, set[str]] = {}
        for doers, victims in pairs:
            for doer in filter(_is_known, doers):
                for victim in filter(_is_known, victims):
                    told.setdefault(doer.actor.name, set()).add(victim.actor.name)
                    told.setdefault(victim.actor.name, set()).add(doer.actor.name)
        named: dict[str, ResolvedActor] = {}
        for rows in context.actors.values():
            for row in filter(_is_known, rows):
                named.setdefault(row.actor.name, row)
        return cls(told, named)

    def any_opponent_of(self, side: Sequence[ResolvedActor]) -> ActorRef | None:
        """The one armed actor that the report's events set against a side, if it is one alone."""
        other = self._opponent_of(side)
        return other.actor if other is not None else None

    def told_opponent_of(self, side: Sequence[ResolvedActor]) -> ActorRef | None:
        """The same, where a state's force and an armed group are the two."""
        other = self._opponent_of(side)
        crossed = other is not None and any((other.category in STATE) != (row.category in STATE) for row in side)
        return other.actor if other is not None and crossed and other.category in _MAIN else None

    def _opponent_of(self, side: Sequence[ResolvedActor]) -> ResolvedActor | None:
        names = {row.actor.name for row in side}
        told = {other for name in names for other in self.told.get(name, ())} - names
        return self.named.get(told.pop()) if len(told) == 1 else None

    def group_against(self, side: Sequence[ResolvedActor]) -> ActorRef | None:
        """The armed group that a force of a state fights: the one it is told to fight, or the only one named."""
        if not side or not all(row.category in STATE for row in side):
            return None
        groups = [row.actor for row in self.named.values() if row.category == "armed_group"]
        return self.told_opponent_of(side) or (groups[0] if len(groups) == 1 else None)


def _is_known(row: ResolvedActor) -> bool:
    return row.category in ARMED and not row.actor.name.startswith("Unidentified")
