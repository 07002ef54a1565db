"""The actor registry: rows of YAML, the bodies derived for every state, and a user's own rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from dateline.base.resources import load_yaml
from dateline.base.words import name_key
from dateline.model.actors import Actor, ActorCategory
from dateline.model.errors import DatelineError

ACTOR_FILES = (
    "actors/state_forces.yaml",
    "actors/groups_middle_east.yaml",
    "actors/groups_africa.yaml",
    "actors/groups_asia.yaml",
    "actors/groups_europe_americas.yaml",
    "actors/bodies.yaml",
)
_CATEGORIES: frozenset[str] = frozenset(get_args(ActorCategory))
_INTER_OF: dict[str, int] = {"state_force": 1, "police": 1, "government": 1, "armed_group": 2, "militia": 3}

Row = Mapping[str, Any]
Body = tuple[str, str]
"""(country code, branch): a body that every state has."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state as the registry knows it: `adjectives` as in "Iraqi", `cities` that stand for its government."""

    code: str
    name: str
    adjectives: tuple[str, ...]
    also: tuple[str, ...]
    cities: tuple[str, ...]
    people: str


class YamlRegistry:
    """Implements `model.ports.ActorRegistry` over rows read from YAML."""

    def __init__(self, actors: Iterable[Actor], state_words: StateWords | None = None) -> None:
        """In: actors, best known first; `state_words` for the words that mean a state's body ("Nigerian troops")."""
        self._by_id: dict[str, Actor] = {}
        self._by_key: dict[tuple[str, ...], list[Actor]] = {}
        self._state_words = state_words
        for actor in actors:
            self._by_id[actor.actor_id] = actor
            for name in (actor.name, *actor.aliases):
                self._index(name, actor)

    def find(self, name: str) -> Sequence[Actor]:
        """All actors with this name or alias, best known first; empty where none is known."""
        key = name_key(name)
        known = self._by_key.get(key)
        if known:
            return tuple(known)
        actor_id = self._state_words.find(key) if self._state_words else None
        return (self._by_id[actor_id],) if actor_id in self._by_id else ()

    def get(self, actor_id: str) -> Actor | None:
        return self._by_id.get(actor_id)

    def names(self) -> Iterator[tuple[str, Actor]]:
        """Every name and alias as written, with its actor; a user's rows come first."""
        for actor in self._by_id.values():
            yield actor.name, actor
            for alias in actor.aliases:
                yield alias, actor

    def _index(self, name: str, actor: Actor) -> None:
        known = self._by_key.setdefault(name_key(name), [])
        if actor not in known:
            known.append(actor)


class StateWords:
    """What "Nigerian troops" and "Uganda's air force" mean: a state's adjective or name, and a branch's noun."""

    def __init__(self, countries: Iterable[Country], branches: Iterable[Row], replaced: Mapping[Body, str]) -> None:
        """`replaced`: (country, branch) -> the id of the force that stands for that body."""
        self._country_of: dict[tuple[str, ...], str] = {}
        for country in countries:
            for owner in (country.name, *country.adjectives, *country.also):
                self._country_of.setdefault(name_key(owner), country.code)
        self._branch_of = {name_key(noun): str(row["branch"]) for row in branches for noun in row["nouns"]}
        self._replaced = replaced

    def find(self, key: tuple[str, ...]) -> str | None:
        """The id of the body that the words mean; None where they mean none."""
        for cut in range(min(4, len(key) - 1), 0, -1):
            country = self._country_of.get(key[:cut])
            branch = self._branch_of.get(key[cut:])
            if country and branch:
                return self._replaced.get((country, branch), f"{country}.{branch}")
        return None


def make_actor_registry(extra: Path | None = None) -> YamlRegistry:
    """The packaged registry; `extra` is a YAML file of a user's own rows, which come before the packaged ones.

    Raises: DatelineError where the extra file cannot be read or a row of it lacks its id, name or category.
    """
    packaged = [pair for name in ACTOR_FILES for pair in _actors_of(load_yaml(name), name)]
    replaced: dict[Body, str] = {
        (row["country"], branch): actor.actor_id for actor, row in packaged for branch in row.get("branches", ())
    }
    countries = load_countries()
    table = load_yaml("actors/branches.yaml")
    actors = [
        *(_read_extra(extra) if extra is not None else ()),
        *(_with_forms(actor, row, table) for actor, row in packaged),
        *_derived_bodies(countries, table, replaced),
    ]
    return YamlRegistry(actors, StateWords(countries, table["rows"], replaced))


@cache
def load_countries() -> tuple[Country, ...]:
    """The states of `actors/countries.yaml`."""
    return tuple(
        Country(
            code=row["country"],
            name=row["name"],
            adjectives=tuple(row["demonyms"]),
            also=tuple(row.get("also", ())),
            cities=tuple(row["capitals"]),
            people=row.get("people") or f"{row['demonyms'][0]}s",
        )
        for row in load_yaml("actors/countries.yaml")["rows"]
    )


def _derived_bodies(countries: Iterable[Country], table: Row, replaced: Mapping[Body, str]) -> Iterator[Actor]:
    for country in countries:
        for branch in table["rows"]:
            if (country.code, branch["branch"]) not in replaced:
                yield _body(country, branch, table["source"])


def _with_forms(actor: Actor, row: Row, table: Row) -> Actor:
    """A force that stands for derived bodies is known under their names too ("Military Forces of Uganda")."""
    stood_for = set(row.get("branches", ()))
    if not stood_for:
        return actor
    country = next(country for country in load_countries() if country.code == actor.country)
    forms = (form for branch in table["rows"] if branch["branch"] in stood_for for form in _forms(country, branch))
    return replace(actor, aliases=tuple(dict.fromkeys((*actor.aliases, *forms))))


def _body(country: Country, branch: Row, source: str) -> Actor:
    forms = _forms(country, branch)
    return Actor(
        actor_id=f"{country.code}.{branch['branch']}",
        name=forms[0],
        aliases=tuple(forms[1:]),
        category=branch["category"],
        country=country.code,
        parent=None,
        inter=branch["inter"],
        first_year=None,
        last_year=None,
        wikidata=None,
        source=source,
    )


def _forms(country: Country, branch: Row) -> list[str]:
    """The proper names of a body, best first; each once."""
    names = [branch["name"], *branch["forms"]]
    filled = [
        form.format(adjective=adjective, name=country.name) for form in names for adjective in country.adjectives
    ]
    return list(dict.fromkeys(filled))


def _actors_of(table: Row, file: str) -> Iterator[tuple[Actor, Row]]:
    for row in table["rows"]:
        yield _actor(row, table, file), row


def _actor(row: Row, table: Row, file: str) -> Actor:
    missing = [field for field in ("id", "name") if not row.get(field)]
    category = row.get("category", table.get("category"))
    if missing or category not in _CATEGORIES:
        field = missing[0] if missing else "category"
        raise DatelineError("a row of the actor registry is not complete", file, f"{field} of {dict(row)!r}")
    return Actor(
        actor_id=str(row["id"]),
        name=str(row["name"]),
        aliases=tuple(str(alias) for alias in row.get("aliases", ())),
        category=category,
        country=row.get("country"),
        parent=row.get("parent"),
        inter=int(row.get("inter", table.get("inter") or _INTER_OF.get(category, 8))),
        first_year=row.get("since"),
        last_year=row.get("until"),
        wikidata=row.get("wikidata"),
        source=str(row.get("source", table.get("source", file))),
    )


def _read_extra(path: Path) -> list[Actor]:
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DatelineError("the actor file could not be read", str(path), str(error)) from error
    if isinstance(table, list):
        table = {"rows": table}
    if not isinstance(table, dict) or not isinstance(table.get("rows"), list):
        raise DatelineError("the actor file has no rows", str(path), "expected a list, or a mapping with rows")
    return [actor for actor, _ in _actors_of(table, str(path))]
