"""The gazetteer: what it knows, its spellings, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.base.distances import bearing_of, distance_km, move_point
from dateline.model.errors import WrongCallError
from dateline.resolve.gazetteer_sources import overlay_files
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer
from dateline.resolve.spellings import spelling_key, without_article


@pytest.fixture(scope="module")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


@pytest.mark.parametrize(
    ("name", "country", "admin1"),
    [
        ("Makhmoor", "IQ", "Erbil"),
        ("al-Hawijah", "IQ", "Kirkuk"),
        ("Deir Ezzor", "SY", "Deir ez-Zor"),
        ("Qara Chokh", "IQ", "Erbil"),
        ("Maiduguri", "NG", "Borno"),
        ("Bulo-Marer", "SO", "Lower Shabelle"),
    ],
)
def test_find_knows_spellings(gazetteer: CompiledGazetteer, name: str, country: str, admin1: str) -> None:
    first = gazetteer.find(name)[0]
    assert (first.country, first.admin1) == (country, admin1)


def test_find_puts_the_most_populous_first(gazetteer: CompiledGazetteer) -> None:
    populations = [entry.population for entry in gazetteer.find("Tripoli")]
    assert populations == sorted(populations, reverse=True)
    assert len(populations) > 1


def test_get_agrees_with_find(gazetteer: CompiledGazetteer) -> None:
    entry = gazetteer.find("Kidal")[0]
    assert gazetteer.find("kidal")
    assert gazetteer.get(entry.gazetteer_id) == entry
    assert not gazetteer.find("Xqzwv")
    assert gazetteer.get("nowhere:1") is None
    assert gazetteer.find("") == ()


def test_countries_have_an_id_of_their_own(gazetteer: CompiledGazetteer) -> None:
    country = gazetteer.get("country:ML")
    assert country is not None
    assert country.kind == "country"


def test_extra_rows_are_compiled_in(tmp_path: Path) -> None:
    extra = tmp_path / "extra.yaml"
    extra.write_text(
        "places:\n- {name: Zzyzyx Ford, in: ML/Gao, kind: village, lat: 16.0, lon: 0.1, radius_km: 3}\n",
        encoding="utf-8",
    )
    found = make_gazetteer(extra, cache_dir=tmp_path).find("zzyzyx ford")
    assert [(entry.country, entry.admin1, entry.radius_km) for entry in found] == [("ML", "Gao", 3)]
    assert [path.suffix for path in tmp_path.iterdir() if "gazetteer" in path.name] == [".sqlite"]


def test_a_row_without_a_field_is_refused(tmp_path: Path) -> None:
    extra = tmp_path / "extra.yaml"
    extra.write_text("places:\n- {name: Nowhere, kind: village, lat: 16.0, radius_km: 3}\n", encoding="utf-8")
    with pytest.raises(WrongCallError, match="lon"):
        make_gazetteer(extra, cache_dir=tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_cannot_be_written_keeps_it_in_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert make_gazetteer(cache_dir=blocked / "folder").find("Kidal")


def test_overlay_is_found() -> None:
    assert "places_areas.yaml" in overlay_files()


def test_spelling_keys_meet_and_short_names_have_none() -> None:
    assert spelling_key("makhmour") == spelling_key("makhmur")
    assert spelling_key("al hawijah") == spelling_key("hawija")
    assert spelling_key("bam") == ""
    assert without_article("al hol") == "hol"


def test_move_point_goes_the_distance_told() -> None:
    lat, lon = move_point(36.19, 44.01, 225.0, 60.0)
    assert lat < 36.19
    assert lon < 44.01
    assert distance_km(36.19, 44.01, lat, lon) == pytest.approx(60.0, abs=0.1)


@pytest.mark.parametrize(
    ("word", "bearing"), [("southwest", 225.0), ("South-Western", 225.0), ("north", 0.0), ("far", None)]
)
def test_bearing_of_reads_direction_words(word: str, bearing: float | None) -> None:
    assert bearing_of(word) == bearing


@pytest.mark.parametrize(
    ("town", "country", "region"),
    [
        ("Mwene-Ditu", "CD", "Lomami"),
        ("Gbadolite", "CD", "Nord-Ubangi"),
        ("Merauke", "ID", "South Papua"),
        ("Paoua", "CF", "Lim-Pendé"),
        ("Jaramana", "SY", "Rif Dimashq"),
        ("Callao", "PE", "Callao"),
    ],
)
def test_towns_of_newer_divisions_have_a_region(
    gazetteer: CompiledGazetteer, town: str, country: str, region: str
) -> None:
    found = [entry.admin1 for entry in gazetteer.find(town) if entry.country == country and entry.kind != "admin1"]
    assert region in found


def test_towns_of_a_country_and_the_country_itself_are_listed(gazetteer: CompiledGazetteer) -> None:
    assert len(gazetteer.towns_of("NE")) > 50
    country = gazetteer.country_of("NE")
    assert country is not None
    assert (country.name, country.kind) == ("Niger", "country")
