"""The actor registry: rows of YAML, the bodies derived for every state, and a user's own rows."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dateline.base.resources import load_yaml
from dateline.base.words import name_key
from dateline.model.actors import Actor
from dateline.resolve.actor_rows import Row, check_parents, read_own_rows, read_rows, side_of

ACTOR_FILES = (
    "actors/state_forces.yaml",
    "actors/groups_levant_iraq.yaml",
    "actors/groups_arabia_maghreb.yaml",
    "actors/groups_africa_east.yaml",
    "actors/groups_africa_west.yaml",
    "actors/groups_africa_central_south.yaml",
    "actors/groups_asia_south.yaml",
    "actors/groups_asia_east.yaml",
    "actors/groups_europe.yaml",
    "actors/groups_americas.yaml",
    "actors/bodies.yaml",
)

Body = tuple[str, str]
"""(country code, branch): a body that every state has."""
_FIRST_YEAR = 1990
"""The registry is for what is active since then."""


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
            for name in (actor.name, *actor.aliases, *actor.home_names):
                self._index(name, actor)

    def find(self, name: str) -> Sequence[Actor]:
        """All actors with this name or alias, best known first; empty where none is known.

        A common noun means the state's body first: "Lebanese forces", as against the party "Lebanese Forces".
        """
        key = name_key(name)
        known = self._by_key.get(key, ())
        if known and (known[0].side == "A" or not name.rpartition(" ")[2].islower()):
            return tuple(known)
        ids = self._state_words.find(key) if self._state_words else ()
        bodies = (self._by_id[actor_id] for actor_id in ids if actor_id in self._by_id)
        return tuple(dict.fromkeys((*bodies, *known)))

    def get(self, actor_id: str) -> Actor | None:
        return self._by_id.get(actor_id)

    def names(self) -> Iterator[tuple[str, Actor]]:
        """Every name and alias as written, with its actor; a user's rows come first."""
        for actor in self._by_id.values():
            yield actor.name, actor
            for alias in (*actor.aliases, *actor.home_names):
                yield alias, actor

    def _index(self, name: str, actor: Actor) -> None:
        known = self._by_key.setdefault(name_key(name), [])
        if actor not in known:
            known.append(actor)


class StateWords:
    """What "Nigerian troops" and "Uganda's air force" mean: a state's adjective or name, and a branch's noun."""

    def __init__(
        self, countries: Iterable[Country], branches: Iterable[Row], replaced: Mapping[Body, tuple[str, ...]]
    ) -> None:
        """`replaced`: (country, branch) -> the ids of the forces that stand, or once stood, for that body."""
        self._country_of: dict[tuple[str, ...], str] = {}
        for country in countries:
            for owner in (country.name, *country.adjectives, *country.also):
                self._country_of.setdefault(name_key(owner), country.code)
        self._branch_of = {name_key(noun): str(row["branch"]) for row in branches for noun in row["nouns"]}
        self._replaced = replaced

    def find(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the bodies that the words may mean, at one time or another; empty where they mean none."""
        for cut in range(min(4, len(key) - 1), 0, -1):
            country = self._country_of.get(key[:cut])
            branch = self._branch_of.get(key[cut:])
            if country and branch:
                return self._replaced.get((country, branch), (f"{country}.{branch}",))
        return ()


def make_actor_registry(extra: Path | None = None) -> YamlRegistry:
    """The packaged registry; `extra` is a YAML file of a user's own rows, which come before the packaged ones.

    An own row with the id of a packaged one takes its place.

    Raises: DatelineError where the extra file cannot be read or a row of it is not right; it names the row.
    """
    countries = load_countries()
    own = read_own_rows(extra, {country.code for country in countries}) if extra is not None else []
    packaged = [pair for name in ACTOR_FILES for pair in read_rows(load_yaml(name), name)]
    replaced = _replaced_bodies(packaged)
    taken = {name_key(name) for actor, _ in packaged for name in (actor.name, *actor.aliases)}
    table = load_yaml("actors/branches.yaml")
    known = {actor.actor_id: actor for actor in own}
    for actor in (
        *(_with_forms(actor, row, table, taken) for actor, row in packaged),
        *_derived_bodies(countries, table, replaced),
        *_derived_militias(load_yaml("actors/peoples.yaml")),
    ):
        known.setdefault(actor.actor_id, actor)
    if extra is not None:
        check_parents(extra, own, known)
    ids = {
        (code, branch): (*(actor.actor_id for actor in actors), _id_of(code, branch, replaced))
        for (code, branch), actors in replaced.items()
    }
    return YamlRegistry(known.values(), StateWords(countries, table["rows"], ids))


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


def _replaced_bodies(packaged: Iterable[tuple[Actor, Row]]) -> Mapping[Body, Sequence[Actor]]:
    """(country, branch) -> the forces that stand, or once stood, for that body."""
    replaced: dict[Body, list[Actor]] = {}
    for actor, row in packaged:
        for branch in row.get("branches", ()):
            replaced.setdefault((row["country"], branch), []).append(actor)
    return replaced


def _derived_bodies(
    countries: Iterable[Country], table: Row, replaced: Mapping[Body, Sequence[Actor]]
) -> Iterator[Actor]:
    """The bodies of each state that no row stands for, or none at all times."""
    for country in countries:
        for branch in table["rows"]:
            standing = replaced.get((country.code, branch["branch"]), ())
            if not any(_stands_always(actor) for actor in standing):
                yield _body(country, branch, table["source"], _id_of(country.code, branch["branch"], replaced))


def _id_of(code: str, branch: str, replaced: Container[Body]) -> str:
    """The id of a derived body; beside a row that stands for it for a time, it is that of the other years."""
    return f"{code}.{branch}.other-years" if (code, branch) in replaced else f"{code}.{branch}"


def _stands_always(actor: Actor) -> bool:
    return actor.last_year is None and (actor.first_year or 0) <= _FIRST_YEAR


def _with_forms(actor: Actor, row: Row, table: Row, taken: Container[tuple[str, ...]]) -> Actor:
    """A force that stands for derived bodies is known under their names too, but for those of another row.

    The army of Uganda is the "Army of Uganda", but that of Syria is not the "Syrian National Army".
    """
    stood_for = set(row.get("branches", ()))
    if not stood_for:
        return actor
    country = next(country for country in load_countries() if country.code == actor.country)
    forms = (form for branch in table["rows"] if branch["branch"] in stood_for for form in _forms(country, branch))
    free = (form for form in forms if name_key(form) not in taken)
    return replace(actor, aliases=tuple(dict.fromkeys((*actor.aliases, *free))))


def _body(country: Country, branch: Row, source: str, actor_id: str) -> Actor:
    forms = _forms(country, branch)
    return Actor(
        actor_id=actor_id,
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
        side=side_of(branch["category"], branch["inter"]),
    )


def _derived_militias(table: Row) -> Iterator[Actor]:
    """The militia of each people, as ACLED names them: "Pokot Ethnic Militia"."""
    for row in table["rows"]:
        peoples = (row["people"], *row.get("also", ()))
        forms = (f"{people} {noun}" for people in peoples for noun in table["nouns"])
        yield Actor(
            actor_id=f"{row['country']}.people.{'-'.join(name_key(row['people']))}",
            name=f"{row['people']} Ethnic Militia",
            aliases=tuple(forms),
            category="militia",
            country=row["country"],
            parent=None,
            inter=table["inter"],
            first_year=None,
            last_year=None,
            wikidata=None,
            source=row.get("source", table["source"]),
            side="non-state",
            also_in=tuple(row.get("also_in", ())),
        )


def _forms(country: Country, branch: Row) -> list[str]:
    """The proper names of a body, best first; each once."""
    names = [branch["name"], *branch["forms"]]
    filled = [
        form.format(adjective=adjective, name=country.name) for form in names for adjective in country.adjectives
    ]
    return list(dict.fromkeys(filled))
