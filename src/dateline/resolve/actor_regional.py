"""Whom a bare noun means in one country at one time: "the rebels" of Sierra Leone in 1998, as data rows tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml
from dateline.base.text import fold_name
from dateline.model.actors import Actor
from dateline.model.annotations import ActorMention
from dateline.resolve.actor_readings import ActorReading

_NO_END = 9999


@dataclass(frozen=True, slots=True)
class RegionalNoun:
    """A row: the years of reports (both within), the regions that one must be told of, and those that none may."""

    since: int
    until: int
    actor_id: str
    regions: frozenset[str]
    except_regions: frozenset[str]
    is_umbrella: bool = False
    """Whether the actor stands for all groups of its kind, so that one of them may well be named beside it."""

    def holds(self, year: int, told: frozenset[str]) -> bool:
        """Whether a report of that year, with events in the regions told, means the row's actor."""
        if not self.since <= year <= self.until or told & self.except_regions:
            return False
        return not self.regions or bool(told & self.regions)


def find_regional(reading: ActorReading, mention: ActorMention) -> Actor | None:
    """The actor of the story's country, year and regions that the noun can only mean; None where another is named.

    Rows that hold for two actors ("separatists" in a report on both Donetsk and Luhansk) say nothing.
    """
    if reading.year is None or not reading.countries or mention.country not in (None, reading.countries[0]):
        return None
    rows = _rows_by_noun().get((reading.countries[0], mention.head.lower()), ())
    held = [row for row in rows if row.holds(reading.year, reading.regions)]
    if len(held) != 1:
        return None
    actor = reading.registry.get(held[0].actor_id)
    return actor if actor is not None and (held[0].is_umbrella or not _names_another(reading, actor)) else None


def _names_another(reading: ActorReading, actor: Actor) -> bool:
    """Whether the report names an armed group that the noun may mean instead."""
    named = (row for row in reading.mentions if row.form == "named" and row.category == actor.category)
    return any(all(known.actor_id != actor.actor_id for known in reading.registry.find(row.head)) for row in named)


@cache
def _rows_by_noun() -> Mapping[tuple[str, str], Sequence[RegionalNoun]]:
    """By country and noun in small letters."""
    found: dict[tuple[str, str], list[RegionalNoun]] = {}
    for row in load_yaml("actors/regional_nouns.yaml")["rows"]:
        regions, elsewhere = (frozenset(map(fold_name, row.get(key, ()))) for key in ("regions", "except_regions"))
        noun_row = RegionalNoun(
            row["since"], row.get("until", _NO_END), row["actor"], regions, elsewhere, "umbrella" in row
        )
        for noun in row["nouns"]:
            found.setdefault((row["country"], noun.lower()), []).append(noun_row)
    return found
