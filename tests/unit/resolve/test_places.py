"""Places: which one is meant, and where the words around put it."""

from __future__ import annotations

import pytest

from dateline.annotate.sentences import split_sentences
from dateline.annotate.toponyms import find_toponyms
from dateline.base.distances import distance_km
from dateline.model.annotations import ResolvedPlace
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer
from dateline.resolve.places import resolve_toponyms


@pytest.fixture(scope="module")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


def resolve(gazetteer: CompiledGazetteer, text: str, dateline: str | None = None) -> list[ResolvedPlace]:
    sentences = [sentence.span for sentence in split_sentences(text)]
    toponyms = find_toponyms(text, gazetteer, (), frozenset(span.start for span in sentences))
    return list(resolve_toponyms(text, toponyms, sentences, gazetteer, None, dateline))


def test_distance_and_direction_move_the_point(gazetteer: CompiledGazetteer) -> None:
    [row] = resolve(gazetteer, "A bomb went off 30 km south of Mopti.")
    assert row.place.lat == pytest.approx(14.23, abs=0.1)
    assert (row.place.geo_precision, row.event_place) == (2, True)


def test_an_unknown_village_takes_the_point_of_its_anchor(gazetteer: CompiledGazetteer) -> None:
    village, anchor = resolve(gazetteer, "Gunmen killed six in Xurbelo, a hamlet 20 km west of Maiduguri.")
    assert village.place.name == "Xurbelo"
    assert village.place.lat is not None
    assert village.place.lon is not None
    assert distance_km(village.place.lat, village.place.lon, 11.847, 13.157) == pytest.approx(20, abs=2)
    assert (village.place.admin1, village.event_place, anchor.event_place) == ("Borno", True, False)


def test_anchors_make_a_chain(gazetteer: CompiledGazetteer) -> None:
    rows = resolve(
        gazetteer, "Xurbelo lies 40 km from Maiduguri. They shot at farmers in Vantiri, 8 km from Xurbelo."
    )
    chained = next(row for row in rows if row.place.name == "Vantiri")
    assert (chained.place.country, chained.place.geo_precision) == ("NG", 2), "no bearing is told: only near there"


def test_containment_chooses_between_namesakes(gazetteer: CompiledGazetteer) -> None:
    rows = resolve(gazetteer, "The camp stood outside Tripoli, Lebanon.")
    assert rows[0].place.country == "LB"
    assert resolve(gazetteer, "The camp stood outside Tripoli, Libya.")[0].place.country == "LY"


def test_the_type_word_chooses_between_city_and_province(gazetteer: CompiledGazetteer) -> None:
    assert resolve(gazetteer, "They met in Kirkuk province.")[0].place.geo_precision == 3
    assert resolve(gazetteer, "They met in Kirkuk.")[0].place.geo_precision == 1


def test_a_list_is_no_containment(gazetteer: CompiledGazetteer) -> None:
    rows = resolve(gazetteer, "Cells are active in Khanaqin, Kirkuk and Mosul.")
    assert [row.event_place for row in rows] == [True, True, True]


def test_part_of_a_country_is_moved_and_coarse(gazetteer: CompiledGazetteer) -> None:
    [row] = resolve(gazetteer, "Violence grew in northern Mali.")
    assert row.place.lat is not None
    assert row.place.lat > 16.5
    assert row.place.geo_precision == 3


@pytest.mark.parametrize(
    "text",
    [
        "Baghdad rejected the plan.",
        "Talks between Baghdad and Erbil failed.",
        "Men who came from Sokoto were hurt.",
        "Tehran-backed units left.",
    ],
)
def test_governments_and_origins_are_no_event_places(gazetteer: CompiledGazetteer, text: str) -> None:
    rows = resolve(gazetteer, text)
    assert rows
    assert not any(row.event_place for row in rows)


def test_an_unknown_name_lies_in_the_region_told_before(gazetteer: CompiledGazetteer) -> None:
    rows = resolve(gazetteer, "Troops swept Ituri province. They burned the village of Xurbelo.")
    assert (rows[1].place.admin1, rows[1].place.geo_precision) == ("Ituri", 3)


def test_without_any_anchor_only_the_name_is_known(gazetteer: CompiledGazetteer) -> None:
    [row] = resolve(gazetteer, "They burned the village of Xurbelo.")
    assert (row.place.lat, row.place.lon, row.place.gazetteer_id) == (None, None, None)


def test_phrase_covers_the_spatial_words(gazetteer: CompiledGazetteer) -> None:
    text = "A bomb went off about 30 km south of Mopti."
    assert resolve(gazetteer, text)[0].phrase.text_in(text) == "about 30 km south of Mopti"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("They drove from Paris to Roxton and Reno in Lamar County, Texas.", "Texas"),
        ("Paris is in Tennessee; the fair in Paris drew Henry County farmers.", "Tennessee"),
        ("The road from Paris to Lille was closed by the French police.", "Ile-de-France"),
    ],
)
def test_other_places_choose_between_namesakes(gazetteer: CompiledGazetteer, text: str, region: str) -> None:
    rows = resolve(gazetteer, text)
    assert next(own.admin1 for row in rows if (own := row.end or row.place).name == "Paris") == region


def test_a_county_is_no_town_of_its_name(gazetteer: CompiledGazetteer) -> None:
    rows = resolve(gazetteer, "Storms hit Oconee and Walton counties in Georgia.")
    assert [row.place.gazetteer_id for row in rows if row.place.name == "Oconee"] == [
        "district:US-georgia-oconee-county"
    ]


def test_a_town_and_region_of_the_dateline_speak_for_places_near_it(gazetteer: CompiledGazetteer) -> None:
    [alone] = resolve(gazetteer, "The council met in Jordan on Tuesday.")
    [row] = resolve(gazetteer, "The council met in Jordan on Tuesday.", "Jordan, Minnesota")
    assert (alone.place.country, row.place.country) == ("JO", "US")


def test_a_house_of_an_unknown_name_lies_in_the_city_told_before(gazetteer: CompiledGazetteer) -> None:
    rows = resolve(gazetteer, "In Mogadishu, mortars struck Bakara market on Sunday, Somalia's police said.")
    city, market = rows[:2]
    assert (market.place.lat, market.place.lon, market.place.geo_precision) == (city.place.lat, city.place.lon, 2)
