"""A small map of one place as SVG for the desk: borders, towns, the disc of its uncertainty, and the point itself.

It is drawn in the colours of the page, by classes. Distances are true from the middle, as in `publish.area_sketches`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from dateline.model.places import Place
from dateline.publish.frames import draw_element, escape_words
from dateline.publish.sheets import LonLat, Sheet, find_scale_km, lay_sheet, list_towns
from dateline.publish.wordings import say_number, uncertainty_km

WIDTH, HEIGHT = 352, 140
LEAST_HALF_HEIGHT_KM = 36.0
MARGIN = 1.5
MOST_TOWNS = 7
LEAST_TOWNS = 2
_WIDER = (2, 4)

Lines = Callable[[str | None], Iterable[Sequence[LonLat]]]


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


def _find_sheet(place: Place, lon: float, lat: float) -> Sheet:
    """As near as a place's uncertainty allows, and as far as it takes to have some town in view."""
    half_height_km = max(uncertainty_km(place) * MARGIN, LEAST_HALF_HEIGHT_KM)
    sheet = lay_sheet(WIDTH, HEIGHT, (lon, lat), half_height_km)
    for wider in _WIDER:
        if len(_draw_towns(sheet, place)) >= 2 * LEAST_TOWNS:  # a dot and a name each
            break
        sheet = lay_sheet(WIDTH, HEIGHT, (lon, lat), half_height_km * wider)
    return sheet


def _draw_lines(sheet: Sheet, lines: Iterable[Sequence[LonLat]]) -> list[str]:
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


def _draw_disc(sheet: Sheet, place: Place) -> list[str]:
    radius = uncertainty_km(place) * sheet.px_per_km
    return [draw_element("circle", class_="disc", cx=WIDTH / 2, cy=HEIGHT / 2, r=round(radius, 1))] if radius else []


def _draw_point() -> str:
    x, y = WIDTH / 2, HEIGHT / 2
    halo = draw_element("circle", class_="halo", cx=x, cy=y, r=6)
    return draw_element("g", halo + draw_element("circle", class_="spot", cx=x, cy=y, r=4), class_="point")


def _draw_towns(sheet: Sheet, place: Place) -> list[str]:
    """The largest towns in view whose names do not run into the point."""
    point = (WIDTH / 2 - 10, WIDTH / 2 + 10, HEIGHT / 2)
    drawn: list[str] = []
    for town in list_towns(sheet, place.country, most=MOST_TOWNS, top=10, bottom=20, taken=[point]):
        drawn.append(draw_element("circle", class_="town", cx=town.x, cy=town.y, r=1.5))
        drawn.append(draw_element("text", escape_words(town.name), x=town.x + 5, y=town.y + 4))
    return drawn


def _draw_scale(sheet: Sheet) -> list[str]:
    km, y = find_scale_km(sheet), HEIGHT - 8
    bar = f"M8 {y - 4}V{y}H{round(8 + km * sheet.px_per_km, 1)}V{y - 4}"
    return [
        draw_element("path", class_="scale", d=bar),
        draw_element("text", f"{say_number(km)} km", x=12, y=y - 4),
    ]
