"""Who: actors of the registry, and how a record names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dateline.base.text import fold_name

ActorCategory = Literal[
    "state_force", "police", "government", "armed_group", "militia", "coalition", "mission",
    "civilians", "protesters", "political", "ngo_or_un", "media", "medical", "intelligence",
    "community", "expert", "unidentified_armed", "other",
]  # fmt: skip
"""What kind of actor: the registry's rows have one, and so have generic nouns ("gunmen", "villagers")."""

Side = Literal["A", "B", "non-state", "secondary"]
"""UCDP's view of a party: A the government of a state, B an organisation against one, non-state a group that fights
other groups, secondary a force that supports a party."""

ARMED: frozenset[str] = frozenset(
    {"state_force", "police", "armed_group", "militia", "coalition", "mission", "unidentified_armed"}
)


class ActorRef(BaseModel):
    """An actor in a record: canonical name, the words of the report, the registry's id where known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    mention: str | None = None
    actor_id: str | None = None

    @property
    def key(self) -> str:
        """Under what an actor meets itself in other reports: its id, else its name, folded."""
        return self.actor_id or _fold(self.name)


@lru_cache(maxsize=10_000)
def _fold(name: str) -> str:
    return fold_name(name)


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of the actor registry. `inter` is ACLED's code (1-8); years are inclusive, None is open.

    `country` is where it belongs, `also_in` where it is active besides (ISO 3166-1 alpha-2). `home_names` mean it in
    reports on these countries only: "communist rebels", "village guards".
    """

    actor_id: str
    name: str
    aliases: tuple[str, ...]
    category: ActorCategory
    country: str | None
    parent: str | None
    inter: int
    first_year: int | None
    last_year: int | None
    wikidata: str | None
    source: str
    side: Side | None = None
    also_in: tuple[str, ...] = ()
    home_names: tuple[str, ...] = ()

    def is_active_in(self, country: str) -> bool:
        return country == self.country or country in self.also_in

    def existed_in(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)
