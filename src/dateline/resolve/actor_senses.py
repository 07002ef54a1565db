"""The sense that a noun for actors has: "gunmen" are attackers, "the outfit" a group, "villagers" civilians."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dateline.base.resources import load_yaml
from dateline.model.actors import ActorCategory
from dateline.model.annotations import ActorMention

_SENSE_OF_CATEGORY: Mapping[ActorCategory, str] = {
    "unidentified_armed": "attackers",
    "armed_group": "group",
    "militia": "militia",
    "state_force": "army",
    "police": "police",
    "government": "government",
    "coalition": "coalition",
    "mission": "mission",
    "protesters": "protesters",
}


def sense_of(mention: ActorMention) -> str:
    """The sense of the lexicon that a generic mention has."""
    head_sense, category = _senses().get(mention.head, ("", None))
    if head_sense and category == mention.category:
        return head_sense
    return _SENSE_OF_CATEGORY.get(mention.category, "civilians")


@cache
def _senses() -> Mapping[str, tuple[str, ActorCategory]]:
    return {
        noun.lower(): (row["sense"], row["category"])
        for row in load_yaml("lexicons/actor_nouns.yaml")["senses"]
        for noun in (*row["plural"], *row["singular"])
    }
