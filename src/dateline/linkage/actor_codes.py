"""Actors as numbers: one code for the actor, one for the family that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.base.words import name_key
from dateline.linkage.values import options_of
from dateline.model.actors import Actor
from dateline.model.ids import text_hash
from dateline.model.ports import ActorRegistry

MAX_ACTORS = 4
_STATE_BODIES = frozenset({"state_force", "police", "government", "intelligence"})
_NAMES_NOBODY = frozenset({"unidentified_armed"})
_UNKNOWN_NAMES = ("unidentified", "unknown", "unnamed")


@dataclass(frozen=True, slots=True)
class CodedSide:
    """One side of an event: codes of its actors and of their families, filled up with 0."""

    actors: tuple[int, ...]
    kin: tuple[int, ...]


NOBODY = CodedSide((0,) * MAX_ACTORS, (0,) * MAX_ACTORS)


class ActorCodes:
    """Codes actors by a registry. An unidentified armed group has no code: it may be anybody."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._known: dict[tuple[str | None, str], tuple[int, int] | None] = {}

    def code_side(self, actors: Iterable[Mapping[str, Any]] | None) -> CodedSide:
        """The side's codes; a side with nobody known on it is `NOBODY`."""
        codes: dict[int, int] = {}
        for actor in actors or ():
            for name in options_of(actor.get("name")):
                if coded := self._code(actor.get("actor_id"), str(name)):
                    codes.setdefault(*coded)
        if not codes:
            return NOBODY
        filler = [0] * (MAX_ACTORS - min(len(codes), MAX_ACTORS))
        chosen = list(codes.items())[:MAX_ACTORS]
        return CodedSide((*(code for code, _ in chosen), *filler), (*(kin for _, kin in chosen), *filler))

    def _code(self, actor_id: str | None, name: str) -> tuple[int, int] | None:
        key = (actor_id, name)
        if key not in self._known:
            self._known[key] = self._code_anew(actor_id, name)
        return self._known[key]

    def _code_anew(self, actor_id: str | None, name: str) -> tuple[int, int] | None:
        actor = self._find(actor_id, name)
        if actor is None:
            words = name_key(name)
            return None if not words or words[0] in _UNKNOWN_NAMES else (_number(" ".join(words)),) * 2
        if actor.category in _NAMES_NOBODY:
            return None
        return _number(actor.actor_id), _number(self._family_of(actor))

    def _find(self, actor_id: str | None, name: str) -> Actor | None:
        if actor_id and (actor := self._registry.get(actor_id)):
            return actor
        return next(iter(self._registry.find(name)), None)

    def _family_of(self, actor: Actor) -> str:
        """The bodies of one state are one family, and so are a group and its factions."""
        seen = {actor.actor_id}
        while actor.parent and actor.parent not in seen and (parent := self._registry.get(actor.parent)):
            seen.add(parent.actor_id)
            actor = parent
        return f"state {actor.country}" if actor.category in _STATE_BODIES and actor.country else actor.actor_id


def _number(text: str) -> int:
    """A code that is the same everywhere, and never 0."""
    return int(text_hash(text)[:8], 16) or 1


CIVILIANS = _number("civilians")
"""The code of the registry's civilians."""
