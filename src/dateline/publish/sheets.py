"""Sheets: a small part of the world laid flat, true to distance around its middle, for sketches without a map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.publish.landmarks import country_names, make_town_map

KM_PER_DEGREE = 111.2
_SCALES_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_NAME_PX = (6.2, 15)
"""About how wide a letter of a name is, and how far apart two lines of names must be."""

LonLat = tuple[float, float]
Taken = tuple[float, float, float]
"""A piece of a line that something stands on: from x, to x, at y."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where points lie on a picture of `width` by `height` pixels, whose middle is at `lon`, `lat` in degrees."""

    width: int
    height: int
    lon: float
    lat: float
    px_per_km: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """The point in pixels, also of what lies off the sheet."""
        east = (lon - self.lon + 540) % 360 - 180
        x = self.width / 2 + east * KM_PER_DEGREE * math.cos(math.radians(self.lat)) * self.px_per_km
        return round(x, 1), round(self.height / 2 - (lat - self.lat) * KM_PER_DEGREE * self.px_per_km, 1)

    def shows(self, lon: float, lat: float) -> bool:
        x, y = self.place(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height


@dataclass(frozen=True, slots=True)
class Town:
    """A town on a sheet, in pixels."""

    name: str
    x: float
    y: float


def lay_sheet(width: int, height: int, middle: LonLat, half_height_km: float) -> Sheet:
    """The sheet that reaches so far to the north and south of its middle."""
    return Sheet(width, height, *middle, height / 2 / half_height_km)


def list_towns(
    sheet: Sheet, country: str | None, *, most: int, top: float, bottom: float, taken: Iterable[Taken] = ()
) -> Iterator[Town]:
    """The largest towns in view, as far as their names run neither into each other nor into what is taken.

    In: `top`, `bottom`, how many pixels there stay free of names.
    """
    if country not in country_names():
        return
    rows, count = list(taken), 0
    for feature in make_town_map(str(country))["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        if not sheet.shows(lon, lat):
            continue
        town = Town(feature["properties"]["name"], *sheet.place(lon, lat))
        end = town.x + 6 + len(town.name) * _NAME_PX[0]
        free = all(abs(town.y - y) > _NAME_PX[1] or town.x > right or end < left for left, right, y in rows)
        if free and end < sheet.width and top < town.y < sheet.height - bottom and count < most:
            rows.append((town.x, end, town.y))
            count += 1
            yield town


def find_scale_km(sheet: Sheet) -> int:
    """The longest round number of km that a bar of a quarter of the sheet holds."""
    fitting = [km for km in _SCALES_KM if km * sheet.px_per_km <= sheet.width / 4]
    return fitting[-1] if fitting else _SCALES_KM[0]
