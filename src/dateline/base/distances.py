"""Distances and directions on the globe."""

from __future__ import annotations

import math

EARTH_RADIUS_KM = 6371.0088
_BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135,
    "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance between two points in degrees (haversine formula)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_lat, half_lon = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def bearing_of(direction: str) -> float | None:
    """Degrees clockwise from north of a direction word: "southwest", "south-western", "North East"."""
    word = direction.lower().replace("-", "").replace(" ", "")
    return _BEARINGS.get(word.removesuffix("ern").removesuffix("wards").removesuffix("ward"))


def move_point(lat: float, lon: float, bearing_deg: float, by_km: float) -> tuple[float, float]:
    """The point `by_km` away in the direction `bearing_deg` (degrees from north), along a great circle."""
    lat_to, east_deg = step_from(lat, bearing_deg, by_km)
    return lat_to, (lon + east_deg + 540) % 360 - 180


def step_from(lat: float, bearing_deg: float, by_km: float) -> tuple[float, float]:
    """The latitude that a step leads to, and how many degrees of longitude to the east it lies (west is negative)."""
    phi, theta, delta = math.radians(lat), math.radians(bearing_deg), by_km / EARTH_RADIUS_KM
    phi_to = math.asin(math.sin(phi) * math.cos(delta) + math.cos(phi) * math.sin(delta) * math.cos(theta))
    turn = math.atan2(
        math.sin(theta) * math.sin(delta) * math.cos(phi), math.cos(delta) - math.sin(phi) * math.sin(phi_to)
    )
    return math.degrees(phi_to), math.degrees(turn)


def point_between(lat_a: float, lon_a: float, lat_b: float, lon_b: float, share: float = 0.5) -> tuple[float, float]:
    """The point on the way from a to b after `share` of it (0 to 1), along a great circle; the middle by default."""
    phi_a, phi_b, east = math.radians(lat_a), math.radians(lat_b), math.radians(lon_b - lon_a)
    theta = math.atan2(
        math.sin(east) * math.cos(phi_b),
        math.cos(phi_a) * math.sin(phi_b) - math.sin(phi_a) * math.cos(phi_b) * math.cos(east),
    )
    return move_point(lat_a, lon_a, math.degrees(theta), share * distance_km(lat_a, lon_a, lat_b, lon_b))
