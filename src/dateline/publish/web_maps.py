"""The plane of web maps (spherical Mercator) in whole numbers: the world is 2**22 by 2**22, y runs south."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dateline.publish.record_tables import UNKNOWN, Numbers

BITS = 22
WORLD = 1 << BITS
MAX_LATITUDE = 85.0511
KM_PER_DEGREE = 111.32


def project_x(lon: float) -> int:
    """The x of a longitude, which may pass ±180."""
    return min(WORLD - 1, int(((lon + 180) % 360) / 360 * WORLD)) if lon != 180 else WORLD - 1


def project_y(lat: float) -> int:
    """The y of a latitude; beyond the edge of the map, that of the edge."""
    radians = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, lat)))
    share = (1 - math.asinh(math.tan(radians)) / math.pi) / 2
    return max(0, min(WORLD - 1, int(share * WORLD)))


def project_all(lat: NDArray[np.float32], lon: NDArray[np.float32]) -> tuple[Numbers, Numbers]:
    """The x and y of points; UNKNOWN where a coordinate is not a number."""
    known = np.isfinite(lat) & np.isfinite(lon)
    safe_lon = np.where(known, lon, 0).astype(np.float64)
    safe_lat = np.where(known, lat, 0).astype(np.float64)
    radians = np.radians(np.clip(safe_lat, -MAX_LATITUDE, MAX_LATITUDE))
    x = np.clip((np.mod(safe_lon + 180, 360) / 360 * WORLD).astype(np.int64), 0, WORLD - 1)
    x[safe_lon == 180] = WORLD - 1
    y = np.clip(((1 - np.arcsinh(np.tan(radians)) / np.pi) / 2 * WORLD).astype(np.int64), 0, WORLD - 1)
    return np.where(known, x, UNKNOWN).astype(np.int32), np.where(known, y, UNKNOWN).astype(np.int32)


def lon_of(x: float) -> float:
    return x / WORLD * 360 - 180


def lat_of(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD))))
