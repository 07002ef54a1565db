"""Use case: actors and places to choose from while somebody types a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dateline.base.text import fold_name
from dateline.model.actors import Actor
from dateline.model.places import FeatureKind, GazetteerEntry, GeoPrecision, Place
from dateline.model.ports import ActorRegistry, Gazetteer
from dateline.publish.landmarks import name_country
from dateline.resolve.spellings import spelling_key, without_article
from dateline.services.name_indexes import NameIndex, Numbers, Scores
from dateline.services.slot_places import precision_of

Floats = NDArray[np.float64]
LIMIT = 8
_KM_PER_DEGREE = 111.0
_AT_HOME = 8.0
_WHOLE, _BEGINS, _SPELLED, _LIKE = 40.0, 20.0, 12.0, 0.0
"""What a match is worth; within one, the better known and the nearer places come first."""


@dataclass(frozen=True, slots=True)
class ActorChoice:
    """An actor to choose: `hint` is as in "armed group, Iraq"."""

    actor_id: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to choose: `hint` is as in "village, Nineveh, Iraq"; degrees WGS84."""

    gazetteer_id: str
    name: str
    hint: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    kind: FeatureKind
    geo_precision: GeoPrecision
    radius_km: float


class KeyedGazetteer(Gazetteer, Protocol):
    """A gazetteer that tells all its keys (`resolve.gazetteers.CompiledGazetteer`)."""

    def list_keys(self) -> Iterable[tuple[str, str, float, float, str | None, int]]: ...


class Lookups:
    """Finds what a name may mean, as it is typed. The indexes are made at the first question, once."""

    def __init__(self, registry: ActorRegistry, gazetteer: KeyedGazetteer) -> None:
        self._registry = registry
        self._gazetteer = gazetteer
        self._turn = Lock()

    def warm(self) -> None:
        """Make the indexes now; takes about two seconds."""
        self.find_actors("warm")
        self.find_places("warm")

    def find_actors(self, text: str, limit: int = LIMIT, country: str | None = None) -> tuple[ActorChoice, ...]:
        """Actors with a name, or a word of one, that begins so; then those with a name like it.

        In: `country`, the code of where the event is; who is active there comes first.
        """
        typed = fold_name(text)
        if not typed:
            return ()
        with self._turn:
            names = self._actors
        scores = _Best()
        numbers, whole = names.index.find_beginning(typed)
        scores.add(numbers, np.where(whole, _WHOLE, _BEGINS) + names.rank[numbers])
        if len(scores) < limit:
            numbers, likeness = names.index.find_like(typed)
            scores.add(numbers, _LIKE + likeness / 10.0 + names.rank[numbers])
        if country is not None:
            scores.raise_those(lambda number: names.actors[number].is_active_in(country), _AT_HOME)
        found = (names.actors[number] for number in scores.take(limit))
        return tuple(ActorChoice(actor.actor_id, actor.name, _say_actor(actor)) for actor in found)

    def find_places(
        self, text: str, near: Place | None = None, country: str | None = None, limit: int = LIMIT
    ) -> tuple[PlaceChoice, ...]:
        """Places with a name that begins so; then those with one that is spelled or looks like it.

        In: `near`, a place of the same report, and `country`, a code: what lies there comes first.
        """
        typed = without_article(fold_name(text))
        if not typed:
            return ()
        with self._turn:
            places = self._places
        scores = _Best()
        numbers, whole = places.index.find_beginning(typed)
        scores.add(numbers, np.where(whole, _WHOLE, _BEGINS) + places.weigh(numbers, near, country))
        if len(scores) < limit and (coarse := spelling_key(typed)):
            numbers, whole = places.index.find_beginning(coarse)
            scores.add(numbers, _SPELLED + 6.0 * whole + places.weigh(numbers, near, country))
        if len(scores) < limit:
            numbers, likeness = places.index.find_like(typed)
            scores.add(numbers, _LIKE + (likeness - 70.0) / 3.0 + places.weigh(numbers, near, country))
        entries = (self._gazetteer.get(places.ids[number]) for number in scores.take(limit))
        return tuple(_choice(entry) for entry in entries if entry is not None)

    @cached_property
    def _actors(self) -> _Actors:
        return _Actors(self._registry)

    @cached_property
    def _places(self) -> _Places:
        return _Places(self._gazetteer)


class _Best:
    """The best score of each number."""

    def __init__(self) -> None:
        self._scores: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._scores)

    def add(self, numbers: Numbers, scores: Scores | Floats, most: int = 60) -> None:
        """Take in the best of these, at most `most`."""
        if len(numbers) > most:
            best = np.argpartition(-scores, most)[:most]
            numbers, scores = numbers[best], scores[best]
        for number, score in zip(numbers.tolist(), scores.tolist(), strict=True):
            self._scores[number] = max(score, self._scores.get(number, score))

    def raise_those(self, fits: Callable[[int], bool], by: float) -> None:
        """Give more to those that fit."""
        self._scores = {number: score + by * fits(number) for number, score in self._scores.items()}

    def take(self, limit: int) -> list[int]:
        return sorted(self._scores, key=lambda number: (-self._scores[number], number))[:limit]


class _Actors:
    """The names of actors, and each of their words with all that follows it."""

    def __init__(self, registry: ActorRegistry) -> None:
        numbers: dict[str, int] = {}
        self.actors: list[Actor] = []
        rows: set[tuple[str, int]] = set()
        for name, actor in registry.names():
            if actor.actor_id not in numbers:
                numbers[actor.actor_id] = len(self.actors)
                self.actors.append(actor)
            words = fold_name(name).split()
            rows |= {(" ".join(words[start:]), numbers[actor.actor_id]) for start in range(len(words))}
        self.index = NameIndex(rows)
        self.rank = np.array([_rank(actor, number) for number, actor in enumerate(self.actors)], dtype=np.float64)


def _rank(actor: Actor, number: int) -> float:
    """Rows that people wrote come before the bodies derived for every state; else the order of the registry."""
    return (4.0 if actor.wikidata else 0.0) - number / 1e5


class _Places:
    """The keys of places with what they are ranked by."""

    def __init__(self, gazetteer: KeyedGazetteer) -> None:
        numbers: dict[str, int] = {}
        rows: list[tuple[str, int]] = []
        facts: list[tuple[float, float, str, int]] = []
        for key, gazetteer_id, lat, lon, country, population in gazetteer.list_keys():
            number = numbers.setdefault(gazetteer_id, len(numbers))
            if number == len(facts):
                facts.append((lat, lon, country or "", population))
            rows.append((key, number))
        self.ids = list(numbers)
        self.index = NameIndex(rows)
        self._lat = np.array([row[0] for row in facts])
        self._lon = np.array([row[1] for row in facts])
        self._country = np.array([row[2] for row in facts], dtype="U2")
        self._known = np.log10(np.array([row[3] for row in facts], dtype=np.float64) + 1.0)

    def weigh(self, numbers: Numbers, near: Place | None, country: str | None) -> Floats:
        """How likely each is meant, beside its name: people (log10), the country (+8), and nearness (up to +10)."""
        weights: Floats = self._known[numbers]
        country = country or (near.country if near else None)
        if country:
            weights = weights + 8.0 * (self._country[numbers] == country)
        if near is not None and near.lat is not None and near.lon is not None:
            north = (self._lat[numbers] - near.lat) * _KM_PER_DEGREE
            east = (self._lon[numbers] - near.lon) * _KM_PER_DEGREE * np.cos(np.radians(near.lat))
            weights = weights + 10.0 * np.exp(-np.hypot(north, east) / 150.0)
        return weights


def _say_actor(actor: Actor) -> str:
    category = actor.category.replace("_", " ")
    years = f"{actor.first_year or ''}–{actor.last_year}" if actor.last_year else ""
    return ", ".join(part for part in (category, name_country(actor.country) if actor.country else "", years) if part)


def _choice(entry: GazetteerEntry) -> PlaceChoice:
    kind = {"admin1": "region", "admin2": "district"}.get(entry.kind, entry.kind)
    region = entry.admin1 if entry.admin1 != entry.name else None
    country = name_country(entry.country) if entry.country and entry.kind != "country" else None
    return PlaceChoice(
        gazetteer_id=entry.gazetteer_id,
        name=entry.name,
        hint=", ".join(part for part in (kind, region, country) if part),
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=entry.admin1,
        kind=entry.kind,
        geo_precision=precision_of(entry),
        radius_km=entry.radius_km,
    )
