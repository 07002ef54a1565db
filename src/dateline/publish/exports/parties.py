"""Who the actors of a deed are to ACLED and to UCDP, by the registry; None where it does not know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dateline.base.resources import load_yaml
from dateline.base.words import name_key
from dateline.model.actors import Actor, ActorRef
from dateline.model.ports import ActorRegistry
from dateline.publish.exports.countries import find_country

PartyKind = Literal["state", "rebel", "non-state", "secondary", "civilians"]
_RANKS: tuple[PartyKind, ...] = ("state", "rebel", "non-state", "secondary")


@dataclass(frozen=True, slots=True)
class Party:
    """A party to organised violence: all forces of a state are its government. `gw`: of a government."""

    key: str
    name: str
    kind: PartyKind
    gw: int | None = None


CIVILIANS = Party("civilians", "Civilians", "civilians")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a deed was done, which tells actors of one name apart; None is not known."""

    country: str | None
    year: int | None

    def is_home_of(self, actor: Actor) -> bool:
        """Whether nothing speaks against meeting the actor there."""
        return self.country is None or actor.country is None or actor.is_active_in(self.country)


class PartyBook:
    """Looks actors up in the registry, in the terms of ACLED and UCDP."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        acled: Any = load_yaml("exports/acled.yaml")
        self._generic: dict[str, int] = acled["generic_actors"]
        self._own_force, self._force_abroad = int(acled["state_forces"]), int(acled["state_forces_abroad"])
        self._unarmed = frozenset(load_yaml("exports/ucdp.yaml")["unarmed"])

    def find(self, ref: ActorRef, scene: Scene) -> Actor | None:
        """The registry's row of an actor: by its id, else by its name.

        Another name than its own, of an actor that is not active where it happened, may be somebody else's.
        """
        if ref.actor_id:
            return self._registry.get(ref.actor_id)
        found = self._registry.find(ref.name)
        standing = [row for row in found if scene.year is None or row.existed_in(scene.year)] or found
        at_home = (row for row in standing if scene.is_home_of(row))
        return next(at_home, None) or next(
            (row for row in standing if name_key(row.name) == name_key(ref.name)), None
        )

    def acled_name(self, ref: ActorRef, scene: Scene) -> str:
        """The actor's name; those without one of their own bear the country's: "Civilians (Iraq)"."""
        row = find_country(scene.country)
        return f"{ref.name} ({row.acled_name})" if ref.name in self._generic and row else ref.name

    def acled_inter(self, ref: ActorRef, scene: Scene) -> int | None:
        """ACLED's code for the kind of actor; a state's forces in another state are external."""
        if ref.name in self._generic:
            return self._generic[ref.name]
        actor = self.find(ref, scene)
        if actor is None:
            return None
        is_abroad = actor.country is not None and scene.country not in (None, actor.country)
        return self._force_abroad if actor.inter == self._own_force and is_abroad else actor.inter

    def main_party(self, refs: Sequence[ActorRef], scene: Scene) -> Party | None:
        """Of the actors of one side the one that makes it a party: a state first, civilians only where alone."""
        parties = [party for ref in refs if (party := self.party_of(ref, scene))]
        armed = [party for party in parties if party.kind != "civilians"]
        return min(armed, key=lambda party: _RANKS.index(party.kind)) if armed else next(iter(parties), None)

    def party_of(self, ref: ActorRef, scene: Scene) -> Party | None:
        """The party that an actor is of; None for who is none: unidentified gunmen, aid organisations, outlets."""
        if ref.name in self._unarmed:
            return CIVILIANS
        actor = self.find(ref, scene)
        return _make_party(actor) if actor else None


def _make_party(actor: Actor) -> Party | None:
    if actor.side == "A":
        country = find_country(actor.country)
        if country is None:
            return Party(actor.actor_id, actor.name, "state")
        return Party(f"state {country.code}", f"Government of {country.ucdp_name}", "state", country.gw)
    if actor.side == "B":
        return Party(actor.actor_id, actor.name, "rebel")
    if actor.side in ("non-state", "secondary"):
        return Party(actor.actor_id, actor.name, actor.side)
    return CIVILIANS if actor.category in ("civilians", "protesters") else None
