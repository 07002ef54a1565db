"""Borders: a point near the one of two countries, told by their first-level regions and by the story's places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol, runtime_checkable

from dateline.base.distances import distance_km, point_between
from dateline.model.places import GazetteerEntry

_TOUCH = 1.15
"""Two regions are neighbours where their middles lie within this part of their radii together."""
_LEAST_RADIUS_KM, _REACH_KM = 100.0, 500.0
_FACING_KM = 200.0
"""Towns that face each other over a border are no further apart, be it a desert's."""


@runtime_checkable
class RegionSource(Protocol):
    """A gazetteer that can list regions."""

    def regions_of(self, country: str) -> Sequence[GazetteerEntry]:
        """The first-level regions of a country."""
        ...

    def country_of(self, country: str) -> GazetteerEntry | None:
        """The country of a code of ISO 3166-1 alpha-2."""
        ...


@runtime_checkable
class TownSource(Protocol):
    """A gazetteer that can list towns."""

    def towns_of(self, country: str) -> Sequence[tuple[float, float]]:
        """The points (lat, lon) of a country's towns and villages."""
        ...


@dataclass(frozen=True, slots=True)
class BorderPoint:
    """A point in degrees, and how far along the border it may be wrong."""

    lat: float
    lon: float
    radius_km: float


def locate_border(
    one: GazetteerEntry, other: GazetteerEntry, near: Sequence[GazetteerEntry], regions: RegionSource | None
) -> BorderPoint:
    """A point between neighbouring regions of two countries: those nearest to a place of `near`, else the nearest.

    Without regions it is the middle between the countries.
    """
    pairs = _regions_that_face(one, other, regions)
    if not pairs:
        lat, lon = point_between(one.lat, one.lon, other.lat, other.lon)
        return BorderPoint(lat, lon, max(_LEAST_RADIUS_KM, distance_km(one.lat, one.lon, other.lat, other.lon) / 2))
    points = [_point_of(*pair) for pair in pairs]
    gaps = [(distance_km(*point, place.lat, place.lon), point) for point in points for place in near]
    if gaps and min(gaps)[0] <= _REACH_KM:
        return BorderPoint(*min(gaps)[1], _LEAST_RADIUS_KM)
    spread_km = max(distance_km(*points[0], *point) for point in points)
    return BorderPoint(*points[0], max(_LEAST_RADIUS_KM, round(spread_km, 1)))


def cross_border(
    near: GazetteerEntry, one: GazetteerEntry, other: GazetteerEntry, towns: TownSource
) -> BorderPoint | None:
    """The point of a border closest to a place: half-way between the nearest town across it and the one facing that.

    None where towns of the two countries are too far apart for a border between them.
    """
    here, across = (one, other) if near.country == one.country else (other, one)
    theirs = _nearest((near.lat, near.lon), towns.towns_of(across.country or ""))
    ours = _nearest(theirs, towns.towns_of(here.country or "")) if theirs else None
    if theirs is None or ours is None:
        return None
    apart_km = distance_km(*theirs, *ours)
    if apart_km > _FACING_KM:
        return None
    lat, lon = point_between(*theirs, *ours)
    return BorderPoint(lat, lon, max(_LEAST_RADIUS_KM, round(apart_km / 2, 1)))


def _nearest(point: tuple[float, float], towns: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """The nearest of some points; a degree of longitude counts as at the latitude of `point`."""
    lat, lon = point
    shrink = math.cos(math.radians(lat)) ** 2
    return min(towns, key=lambda town: (town[0] - lat) ** 2 + shrink * (town[1] - lon) ** 2, default=None)


def are_neighbours(one: GazetteerEntry, other: GazetteerEntry, regions: RegionSource) -> bool:
    """Whether a region of one country touches one of the other, as far as their middles and radii tell."""
    pairs = _regions_that_face(one, other, regions)
    return bool(pairs) and _touch(pairs[0])


def _regions_that_face(
    one: GazetteerEntry, other: GazetteerEntry, regions: RegionSource | None
) -> list[tuple[GazetteerEntry, GazetteerEntry]]:
    """Pairs of regions on both sides that touch, nearest first; where none does, the nearest pair."""
    if regions is None or one.country is None or other.country is None:
        return []
    pairs = sorted(product(regions.regions_of(one.country), regions.regions_of(other.country)), key=_apart_km)
    touching = [pair for pair in pairs if _touch(pair)]
    return touching or pairs[:1]


def _touch(pair: tuple[GazetteerEntry, GazetteerEntry]) -> bool:
    return _apart_km(pair) <= _TOUCH * (pair[0].radius_km + pair[1].radius_km)


def _apart_km(pair: tuple[GazetteerEntry, GazetteerEntry]) -> float:
    return distance_km(pair[0].lat, pair[0].lon, pair[1].lat, pair[1].lon)


def _point_of(one: GazetteerEntry, other: GazetteerEntry) -> tuple[float, float]:
    """Between their middles, nearer to the smaller one."""
    share = one.radius_km / ((one.radius_km + other.radius_km) or 1.0)
    return point_between(one.lat, one.lon, other.lat, other.lon, share)
