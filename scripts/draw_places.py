#!/usr/bin/env python3
"""Draw docs/places.svg: places resolved from sentences of our own, and those that come out wrong.

    python scripts/draw_places.py

Land is told by the towns of more than 300,000 people; a red line leads from where a place is to where it was put.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from dateline.base.distances import distance_km
from dateline.resolve.gazetteer_towns import read_cities
from dateline.services.geoparsing import geoparse

TARGET = Path(__file__).parents[1] / "docs" / "places.svg"
WIDTH, HEIGHT, NEAR_KM, SHOWN_POPULATION = 1080, 500, 161.0, 300_000
CASES = [
    ("Makhmoor", "Shells fell near Makhmoor, southwest of Erbil in Iraq.", 35.77, 43.58),
    ("Hawija", "A patrol was ambushed in Hawija, in Iraq's Kirkuk province.", 35.32, 43.77),
    ("Shingal", "Families went back to Shingal in Nineveh.", 36.32, 41.86),
    ("Tripoli", "The army entered Tripoli and Akkar in Lebanon.", 34.43, 35.84),
    ("Kidal", "A convoy left Gao for Kidal.", 18.44, 1.41),
    ("Bunia", "Militia fighters burned huts near Bunia, in Ituri.", 1.56, 30.25),
    ("Bakhmut", "Shelling went on around Bakhmut in Donetsk region.", 48.6, 38.0),
    ("Marawi", "Troops searched houses in Marawi, Lanao del Sur.", 8.0, 124.29),
    ("Al-Jubah", "A missile hit a school in Al-Jubah, south of Marib in Yemen.", 15.13, 45.27),
    ("Mocimboa da Praia", "Insurgents left Mocimboa da Praia in Cabo Delgado.", -11.35, 40.35),
    ("Cucuta", "Clashes near Cucuta drove people from Catatumbo, Colombia.", 7.89, -72.5),
    ("Paris", "The Lamar County fair in Paris drew farmers from Roxton and Reno, Texas.", 33.66, -95.56),
    ("Dublin", "The Dublin City Council in Franklin County, Ohio, met; Columbus sent staff.", 40.1, -83.11),
    ("Georgia", "Georgia lawmakers met in Atlanta; Macon and Savannah sent mayors.", 32.9, -83.4),
    ("Athens", "Police in Athens, Ga., and Oconee County searched a house.", 33.95, -83.38),
    ("Cambridge", "Cambridge, Ely and Huntingdon get new buses, the county said.", 52.2, 0.12),
    ("Newcastle", "Newcastle and Maitland, New South Wales, were flooded.", -32.93, 151.78),
    ("Ontario", "Ontario farmers asked Toronto and Ottawa for help.", 49.25, -84.5),
    ("Nile", "The ferry sank on the Nile in Upper Egypt.", 25.0, 32.8),
    ("Timbuktu", "Rockets hit the airport of Timbuktu.", 16.77, -3.0),
    ("London", "London police said the man was found on Clarke Road, near the Middlesex line.", 42.98, -81.25),
    ("Jordan", "Jordan girls won the section final on Friday.", 44.67, -93.63),
    ("Richmond", "The skating oval in Richmond opens for the Winterfest.", 49.17, -123.13),
    ("Alexandria", "Alexandria schools held a forum for parents.", 38.8, -77.05),
]


def main() -> None:
    texts = [{"id": name, "text": text} for name, text, _, _ in CASES]
    marks, wrong = [], []
    for number, ((name, _, lat, lon), row) in enumerate(zip(CASES, geoparse(texts), strict=True), start=1):
        found = next((place for place in row["toponyms"] if place["text"].startswith(name)), None)
        if found is None or found["lat"] is None:
            wrong.append(f"{number} {name}: not found")
            marks.append(_dot(lat, lon, "#c1121f", number))
            continue
        gap_km = distance_km(lat, lon, found["lat"], found["lon"])
        if gap_km <= NEAR_KM:
            marks.append(_dot(found["lat"], found["lon"], "#1d6f42", number))
        else:
            wrong.append(f"{number} {name}: {gap_km:,.0f} km off")
            marks.append(_line(lat, lon, found["lat"], found["lon"]))
            marks.append(_dot(lat, lon, "#c1121f", number))
    land = "".join(
        f'<circle cx="{_x(city.lon):.0f}" cy="{_y(city.lat):.0f}" r="1"/>'
        for city in read_cities(frozenset())
        if city.population >= SHOWN_POPULATION
    )
    told = f"green: right ({len(CASES) - len(wrong)}); red: wrong ({'; '.join(wrong)})"
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + 30}" font-family="sans-serif" '
        f'role="img" aria-label="{escape(told)}"><rect width="{WIDTH}" height="{HEIGHT + 30}" fill="#fff"/>'
        f'<g fill="#c9ced6">{land}</g>{"".join(marks)}'
        f'<text x="8" y="{HEIGHT + 20}" font-size="12" fill="#333">{escape(told)}</text></svg>\n',
        encoding="utf-8",
    )


def _x(lon: float) -> float:
    return (lon + 180) / 360 * WIDTH


def _y(lat: float) -> float:
    return (80 - lat) / 140 * HEIGHT


def _dot(lat: float, lon: float, colour: str, number: int) -> str:
    x, y = _x(lon), _y(lat)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
        f'<text x="{x + 5:.1f}" y="{y - 3:.1f}" font-size="11" fill="{colour}">{number}</text>'
    )


def _line(lat: float, lon: float, other_lat: float, other_lon: float) -> str:
    return (
        f'<line x1="{_x(lon):.1f}" y1="{_y(lat):.1f}" x2="{_x(other_lon):.1f}" y2="{_y(other_lat):.1f}" '
        'stroke="#c1121f" stroke-width="1" stroke-dasharray="3 3"/>'
    )


if __name__ == "__main__":
    main()
