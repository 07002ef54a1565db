"""Whose side an actor is on, by the registry: a force is its state's, a faction its group's."""

from __future__ import annotations

from dateline.model.actors import Actor, ActorRef
from dateline.model.ports import ActorRegistry
from dateline.publish.control_claims import SideOf, actor_key

_FORCES = frozenset({"state_force", "police", "intelligence"})


def make_side_of(registry: ActorRegistry) -> SideOf:
    """A function that gives an actor's side; an actor that the registry does not know is a side of its own.

    Forces and the government of one state are one side. A government beneath it that has forces of its own (of a
    region, or beside the recognised one) is another, with these forces.
    """
    known: dict[str, str] = {}

    def side_of(actor: ActorRef) -> str:
        key = actor_key(actor)
        if key not in known:
            known[key] = _find_side(registry, actor) or key
        return known[key]

    return side_of


def _find_side(registry: ActorRegistry, ref: ActorRef) -> str | None:
    actor = registry.get(ref.actor_id) if ref.actor_id else next(iter(registry.find(ref.name)), None)
    if actor is None:
        return None
    head = _find_head(registry, actor)
    is_state = head.category in _FORCES or (head.category == "government" and "government" in head.actor_id)
    return f"state {head.country}" if is_state and head.country else head.actor_id


def _find_head(registry: ActorRegistry, actor: Actor) -> Actor:
    seen = {actor.actor_id}
    while actor.parent and actor.parent not in seen and (parent := registry.get(actor.parent)):
        seen.add(parent.actor_id)
        actor = parent
    return actor
