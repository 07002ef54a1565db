"""A small map of one place as SVG for the desk: borders, towns, the disc of its uncertainty, and the point itself.

It is drawn in the colours of the page, by classes. Distances are true from the middle, as in `publish.area_sketches`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.model.places import Place
from dateline.publish.frames import draw_element, escape_words
from dateline.publish.landmarks import country_names, make_town_map
from dateline.publish.wordings import say_number, uncertainty_km

WIDTH, HEIGHT = 352, 140
LEAST_HALF_HEIGHT_KM = 36.0
MARGIN = 1.5
MOST_TOWNS = 7
LEAST_TOWNS = 2
_WIDER = (2, 4)
KM_PER_DEGREE = 111.2
_NAME_PX = (6.0, 14)
_SCALES_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

LonLat = tuple[float, float]
Lines = Callable[[str | None], Iterable[Sequence[LonLat]]]


@dataclass(frozen=True, slots=True)
class _Sheet:
    lon: float
    lat: float
    px_per_km: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        east = (lon - self.lon + 540) % 360 - 180
        x = WIDTH / 2 + east * KM_PER_DEGREE * math.cos(math.radians(self.lat)) * self.px_per_km
        return round(x, 1), round(HEIGHT / 2 - (lat - self.lat) * KM_PER_DEGREE * self.px_per_km, 1)

    def shows(self, lon: float, lat: float) -> bool:
        x, y = self.place(lon, lat)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


@lru_cache(maxsize=2000)
def draw_place(place: Place, lines_of: Lines) -> str:
    """The map of a place; empty where it has no coordinates. In: `lines_of`, the borders within a country.

    `data-` attributes carry what a script needs to turn a point of the picture into degrees.
    """
    if place.lat is None or place.lon is None:
        return ""
    sheet = _find_sheet(place, place.lon, place.lat)
    body = [
        *_draw_lines(sheet, lines_of(place.country)),
        *_draw_disc(sheet, place),
        *_draw_towns(sheet, place),
        _draw_point(),
        *_draw_scale(sheet),
    ]
    return draw_element(
        "svg",
        "".join([draw_element("title", escape_words(f"{place.name} on the map")), *body]),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        class_="place-sketch",
        data_lon=place.lon,
        data_lat=place.lat,
        data_px_per_km=round(sheet.px_per_km, 4),
    )


def _find_sheet(place: Place, lon: float, lat: float) -> _Sheet:
    """As near as a place's uncertainty allows, and as far as it takes to have some town in view."""
    half_height_km = max(uncertainty_km(place) * MARGIN, LEAST_HALF_HEIGHT_KM)
    sheet = _Sheet(lon, lat, HEIGHT / 2 / half_height_km)
    for wider in _WIDER:
        if len(_draw_towns(sheet, place)) >= 2 * LEAST_TOWNS:  # a dot and a name each
            break
        sheet = _Sheet(lon, lat, HEIGHT / 2 / (half_height_km * wider))
    return sheet


def _draw_lines(sheet: _Sheet, lines: Iterable[Sequence[LonLat]]) -> list[str]:
    drawn = []
    for line in lines:
        points = [sheet.place(lon, lat) for lon, lat in line]
        near = [-WIDTH < x < 2 * WIDTH and -HEIGHT < y < 2 * HEIGHT for x, y in points]
        for start in range(len(points) - 1):
            if near[start] or near[start + 1]:
                break
        else:
            continue
        kept = " ".join(f"{x},{y}" for (x, y), is_near in zip(points, near, strict=True) if is_near)
        drawn.append(draw_element("polyline", class_="border", points=kept))
    return drawn


def _draw_disc(sheet: _Sheet, place: Place) -> list[str]:
    radius = uncertainty_km(place) * sheet.px_per_km
    return [draw_element("circle", class_="disc", cx=WIDTH / 2, cy=HEIGHT / 2, r=round(radius, 1))] if radius else []


def _draw_point() -> str:
    x, y = WIDTH / 2, HEIGHT / 2
    halo = draw_element("circle", class_="halo", cx=x, cy=y, r=6)
    return draw_element("g", halo + draw_element("circle", class_="spot", cx=x, cy=y, r=4), class_="point")


def _draw_towns(sheet: _Sheet, place: Place) -> list[str]:
    """The largest towns in view whose names run neither into each other nor into the point."""
    if place.country not in country_names():
        return []
    taken = [(WIDTH / 2 - 10, WIDTH / 2 + 10, HEIGHT / 2)]
    drawn: list[str] = []
    for feature in make_town_map(str(place.country))["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        if not sheet.shows(lon, lat):
            continue
        x, y = sheet.place(lon, lat)
        name = feature["properties"]["name"]
        end = x + 6 + len(name) * _NAME_PX[0]
        free = all(abs(y - row) > _NAME_PX[1] or x > right or end < left for left, right, row in taken)
        if free and end < WIDTH and 10 < y < HEIGHT - 20 and len(taken) <= MOST_TOWNS:
            taken.append((x, end, y))
            drawn.append(draw_element("circle", class_="town", cx=x, cy=y, r=1.5))
            drawn.append(draw_element("text", escape_words(name), x=x + 5, y=y + 4))
    return drawn


def _draw_scale(sheet: _Sheet) -> list[str]:
    fitting = [km for km in _SCALES_KM if km * sheet.px_per_km <= WIDTH / 4]
    km = fitting[-1] if fitting else _SCALES_KM[0]
    y = HEIGHT - 8
    bar = f"M8 {y - 4}V{y}H{round(8 + km * sheet.px_per_km, 1)}V{y - 4}"
    return [
        draw_element("path", class_="scale", d=bar),
        draw_element("text", f"{say_number(km)} km", x=12, y=y - 4),
    ]
