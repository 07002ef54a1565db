"""A small map of an area as SVG, for print and for pages without scripts.

Distances are true from the middle of the area (equidistant along the axes), which is enough for a few hundred km.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dateline.model.areas import Area
from dateline.model.places import Place
from dateline.publish.frames import draw_element, escape_words
from dateline.publish.kinds import Kind
from dateline.publish.maps import MIN_DISC_KM, MappedEvent
from dateline.publish.palettes import LIGHT, SANS
from dateline.publish.sheets import LonLat, Sheet, find_scale_km, lay_sheet, list_towns
from dateline.publish.wordings import say_number, uncertainty_km

WIDTH, HEIGHT = 480, 300
LEAST_HALF_HEIGHT_KM = 40.0
MARGIN = 1.35
"""How much further than the area the sketch reaches."""
MOST_TOWNS = 14


def draw_sketch(area: Area, mapped: Sequence[MappedEvent], lines: Iterable[Sequence[LonLat]] = ()) -> str:
    """The sketch of an area with its events.

    In: `lines`, borders to draw beneath, as runs of (lon, lat) in degrees.
    """
    sheet = make_sheet(area)
    body = [
        draw_element("rect", width=WIDTH, height=HEIGHT, fill=LIGHT["paper"]),
        *draw_lines(sheet, lines),
        *draw_reach(sheet, area),
        *draw_discs(sheet, [event.place for event in mapped]),
        *draw_towns(sheet, area.country),
        *draw_marks(sheet, mapped),
        *draw_scale(sheet),
        draw_element("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, fill="none", stroke=LIGHT["hairline"]),
    ]
    title = draw_element("title", escape_words(f"{area.name} and the places of its events"))
    return draw_element(
        "svg",
        "\n".join([title, *body]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        font_family=SANS,
    )


def make_sheet(area: Area) -> Sheet:
    """The part of the world that is drawn: the area with some room around it, 40 km to each side at least."""
    half_height_km = max(area.radius_km * MARGIN, LEAST_HALF_HEIGHT_KM)
    return lay_sheet(WIDTH, HEIGHT, (area.lon, area.lat), half_height_km)


def draw_lines(sheet: Sheet, lines: Iterable[Sequence[LonLat]]) -> list[str]:
    """Borders that cross the sketch."""
    drawn = []
    for line in lines:
        if any(sheet.shows(lon, lat) for lon, lat in line):
            points = " ".join(f"{x},{y}" for x, y in (sheet.place(lon, lat) for lon, lat in line))
            drawn.append(
                draw_element("polyline", points=points, fill="none", stroke=LIGHT["border"], stroke_width=0.75)
            )
    return drawn


def draw_reach(sheet: Sheet, area: Area) -> list[str]:
    """The circle that the area is; a region or country is none."""
    if area.kind in ("country", "admin1"):
        return []
    x, y = sheet.place(area.lon, area.lat)
    radius = round(area.radius_km * sheet.px_per_km, 1)
    return [draw_element("circle", cx=x, cy=y, r=radius, fill="none", stroke=LIGHT["accent"], stroke_dasharray="4 3")]


def draw_discs(sheet: Sheet, places: Iterable[Place]) -> list[str]:
    """A disc for each uncertain place, once."""
    spots = {
        (place.lon, place.lat, uncertainty_km(place)) for place in places if uncertainty_km(place) >= MIN_DISC_KM
    }
    discs = []
    for lon, lat, radius_km in sorted(spots, key=lambda spot: (-spot[2], spot[0] or 0, spot[1] or 0)):
        x, y = sheet.place(lon or 0, lat or 0)
        radius = round(radius_km * sheet.px_per_km, 1)
        discs.append(
            draw_element(
                "circle", cx=x, cy=y, r=radius, fill=LIGHT["quiet"], fill_opacity=0.1, stroke=LIGHT["border"]
            )
        )
    return discs


def draw_towns(sheet: Sheet, country: str | None) -> list[str]:
    """The largest towns in view."""
    drawn = []
    for town in list_towns(sheet, country, most=MOST_TOWNS, top=14, bottom=26):
        words: dict[str, str | float] = {"font_size": 11, "fill": LIGHT["quiet"]}
        drawn.append(draw_element("circle", cx=town.x, cy=town.y, r=1.5, fill=LIGHT["quiet"]))
        drawn.append(draw_element("text", escape_words(town.name), x=town.x + 5, y=town.y + 4, **words))
    return drawn


def draw_marks(sheet: Sheet, mapped: Sequence[MappedEvent]) -> list[str]:
    """One mark a place, of the kind that most of its events are of, with their number where there are several."""
    spots: dict[LonLat, list[Kind]] = {}
    for event in mapped:
        spots.setdefault(event.lonlat, []).append(event.card.kind)
    drawn = []
    for (lon, lat), kinds in sorted(spots.items()):
        x, y = sheet.place(lon, lat)
        kind = max(Counter(kinds).items(), key=lambda item: (item[1], item[0].letter))[0]
        drawn.append(_draw_mark(kind, x, y))
        if len(kinds) > 1:
            number: dict[str, str | float] = {"font_size": 12, "font_weight": 600, "fill": LIGHT["ink"]}
            drawn.append(draw_element("text", f"{len(kinds)}", x=x + 11, y=y - 5, **number))
    return drawn


def draw_scale(sheet: Sheet) -> list[str]:
    """A bar of a round number of km, and where the names of the towns are from."""
    km, y = find_scale_km(sheet), HEIGHT - 12
    bar = f"M12 {y - 5}V{y}H{round(12 + km * sheet.px_per_km, 1)}V{y - 5}"
    small: dict[str, str | float] = {"font_size": 10, "fill": LIGHT["quiet"]}
    return [
        draw_element("path", d=bar, fill="none", stroke=LIGHT["quiet"]),
        draw_element("text", f"{say_number(km)} km", x=16, y=y - 4, **small),
        draw_element("text", "towns: GeoNames", x=WIDTH - 8, y=y, text_anchor="end", **small),
    ]


def _draw_mark(kind: Kind, x: float, y: float) -> str:
    letter = draw_element(
        "text",
        kind.letter,
        x=12,
        y=kind.letter_y,
        text_anchor="middle",
        font_size=12,
        font_weight=700,
        fill=LIGHT[f"on-{kind.key}"],
    )
    shape = draw_element("path", d=kind.path, fill=LIGHT[kind.key], stroke=LIGHT["paper"], stroke_width=1.5)
    return draw_element("g", shape + letter, transform=f"translate({x - 9:.1f} {y - 9:.1f}) scale(.75)")
