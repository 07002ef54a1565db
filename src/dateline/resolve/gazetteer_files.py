"""Files of places that users add: GeoNames country dumps (.txt, .zip), GeoJSON, CSV. Read row by row."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.errors import ReadError
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.resolve.gazetteer_towns import Row, keys

KINDS: frozenset[str] = frozenset(get_args(FeatureKind))
_DUMP_COLUMNS = 19
_CITY_POPULATION, _TOWN_POPULATION = 100_000, 5_000
_KIND_OF_CODE: dict[str, FeatureKind] = {
    "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "ADM4": "admin2", "MT": "mountain", "MTS": "mountain",
    "HLL": "mountain", "HLLS": "mountain", "PK": "mountain", "PLN": "plain", "PLNS": "plain", "ISL": "island",
    "ISLS": "island", "STM": "river", "STMI": "river", "WAD": "river", "LK": "lake", "LKS": "lake", "RSV": "lake",
    "SEA": "sea", "GULF": "sea", "STRT": "sea", "BAY": "sea", "CMP": "camp", "CMPRF": "camp", "MILB": "base",
    "INSM": "base", "AIRB": "base", "RD": "road", "RDJCT": "road",
}  # fmt: skip
_KIND_OF_CLASS: dict[str, FeatureKind] = {
    "A": "admin2", "H": "lake", "L": "area", "R": "road", "S": "facility", "T": "area", "U": "sea", "V": "area",
}  # fmt: skip
_RADIUS_KM: dict[str, float] = {
    "country": 300, "admin1": 60, "admin2": 20, "region": 60, "sea": 100, "river": 50, "mountain": 10, "plain": 20,
    "area": 10, "lake": 10, "island": 10, "road": 20,
}  # fmt: skip


def read_gazetteer_file(path: Path) -> Iterator[Row | ReadError]:
    """The rows of a file, and an error with `file:line` for each that does not fit; the rest goes on.

    Raises ReadError where the file cannot be read at all, or its name ends in none of the known ways.
    """
    kind = path.suffix.lower()
    try:
        if kind == ".zip":
            yield from _read_zip(path)
        elif kind == ".txt":
            with path.open(encoding="utf-8") as stream:
                yield from _read_dump(stream, path.name)
        elif kind == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                yield from _read_csv(stream, path.name)
        elif kind in (".geojson", ".json"):
            yield from _read_geojson(path)
        else:
            raise ReadError("not a .txt or .zip of GeoNames, a .geojson or a .csv", str(path))
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ReadError("cannot read the file", str(path), str(error)) from error


def _read_zip(path: Path) -> Iterator[Row | ReadError]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if not names:
            raise ReadError("the archive holds no .txt of GeoNames", str(path))
        for name in names:
            with archive.open(name) as stream:
                yield from _read_dump(io.TextIOWrapper(stream, encoding="utf-8"), name)


def _read_dump(lines: Iterable[str], file: str) -> Iterator[Row | ReadError]:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\n").split("\t")
        if len(cells) != _DUMP_COLUMNS:
            yield ReadError(f"a row of GeoNames has {_DUMP_COLUMNS} columns, not {len(cells)}", f"{file}:{number}")
            continue
        population = int(cells[14]) if cells[14].isdigit() else 0
        row = {
            "id": f"geonames:{cells[0]}", "name": cells[1], "lat": cells[4], "lon": cells[5], "country": cells[8],
            "kind": _kind_of(cells[6], cells[7], population), "population": population,
            "also": [cells[2], *filter(None, cells[3].split(","))], "admin1_code": cells[10],
        }  # fmt: skip
        yield _as_row(row, f"{file}:{number}")


def _kind_of(feature_class: str, code: str, population: int) -> FeatureKind:
    if feature_class == "P":
        return _kind_by_people(population)
    if code.startswith("PCL"):
        return "country"
    return _KIND_OF_CODE.get(code) or _KIND_OF_CLASS.get(feature_class, "area")


def _kind_by_people(population: int) -> FeatureKind:
    return "city" if population >= _CITY_POPULATION else "town" if population >= _TOWN_POPULATION else "village"


def _read_csv(stream: io.TextIOBase, file: str) -> Iterator[Row | ReadError]:
    reader = csv.DictReader(stream)
    columns = {(name or "").strip().lower() for name in reader.fieldnames or []}
    if "name" not in columns or not columns & {"lat", "latitude"} or not columns & {"lon", "lng", "longitude"}:
        raise ReadError("a CSV of places needs the columns name, lat and lon", file)
    for cells in reader:
        row = {(key or "").strip().lower(): (value or "") for key, value in cells.items() if isinstance(value, str)}
        also = row.get("also", row.get("alternatenames", ""))
        yield _as_row({**row, "also": [name.strip() for name in also.split("|")]}, f"{file}:{reader.line_num}")


def _read_geojson(path: Path) -> Iterator[Row | ReadError]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReadError("not JSON", str(path), str(error)) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise ReadError("not a FeatureCollection", str(path))
    for number, feature in enumerate(features, start=1):
        where = f"{path.name}: feature {number}"
        try:
            points = list(_points(feature["geometry"]["coordinates"]))
            properties = {key.lower(): value for key, value in feature["properties"].items()}
            lons, lats = [point[0] for point in points], [point[1] for point in points]
            lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        except (KeyError, TypeError, AttributeError, ValueError, IndexError):
            yield ReadError("a feature without geometry or properties", where)
            continue
        spread_km = max(distance_km(lat, lon, point[1], point[0]) for point in points)
        also = properties.get("also", [])
        also = also if isinstance(also, list) else str(also).split("|")
        told = {"radius_km": round(spread_km, 1)} if len(points) > 1 else {}
        yield _as_row({**told, **properties, "lat": lat, "lon": lon, "also": also}, where)


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
    else:
        for part in coordinates:
            yield from _points(part)


def _coordinate(row: Mapping[str, Any], *names: str) -> float:
    """The first of the columns that is filled; 0 is a coordinate too. Raises KeyError where none is."""
    for name in names:
        if row.get(name) not in (None, ""):
            return float(row[name])
    raise KeyError(names[0])


def _as_row(row: Mapping[str, Any], where: str) -> Row | ReadError:
    """A row of the gazetteer, or why it is none. Only name, lat and lon are needed."""
    name = str(row.get("name") or "").strip()
    if not fold_name(name):
        return ReadError("a place needs a name in Latin letters", where, name)
    try:
        lat, lon = _coordinate(row, "lat", "latitude"), _coordinate(row, "lon", "lng", "longitude")
        population, radius_km = int(row.get("population") or 0), float(row.get("radius_km") or 0)
    except (KeyError, ValueError, TypeError):
        return ReadError("a coordinate, population or radius is no number", where, name)
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return ReadError("coordinates outside of the Earth", where, f"{name}: {lat}, {lon}")
    kind = str(row.get("kind") or _kind_by_people(population))
    if kind not in KINDS:
        return ReadError(f"no known kind of place; known: {', '.join(sorted(KINDS))}", where, kind)
    country = str(row.get("country") or "").strip().upper() or None
    if country is not None and len(country) != 2:
        return ReadError("a country is told by its two letters", where, country)
    slug = f"added:{fold_name(name).replace(' ', '-')}-{lat:.3f}-{lon:.3f}"
    radius_km = radius_km or _RADIUS_KM.get(kind) or min(25.0, max(5.0, 0.015 * math.sqrt(population)))
    entry = GazetteerEntry(
        str(row.get("id") or slug), name, lat, lon, country, str(row.get("admin1") or "").strip() or None,
        kind, population, round(radius_km, 1),  # type: ignore[arg-type]  # `kind` was checked above
    )  # fmt: skip
    code = row.get("admin1_code")
    return Row(entry, keys([name, *map(str, row["also"])], loose=True), str(code) if code else None)
