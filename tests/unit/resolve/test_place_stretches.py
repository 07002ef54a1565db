"""Stretches: two names that tell one place."""

from __future__ import annotations

import pytest

from dateline.annotate.sentences import split_sentences
from dateline.annotate.toponyms import find_toponyms
from dateline.base.distances import distance_km
from dateline.model.annotations import ResolvedPlace
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer
from dateline.resolve.places import resolve_toponyms

MAIDUGURI, DAMBOA = (11.847, 13.157), (11.16, 12.76)
MIDDLE = (11.50, 12.96)


@pytest.fixture(scope="module")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


def resolve(gazetteer: CompiledGazetteer, text: str) -> list[ResolvedPlace]:
    sentences = [sentence.span for sentence in split_sentences(text)]
    toponyms = find_toponyms(text, gazetteer, (), frozenset(span.start for span in sentences))
    return list(resolve_toponyms(text, toponyms, sentences, gazetteer))


def event_row(gazetteer: CompiledGazetteer, text: str) -> ResolvedPlace:
    """The only row where something may have been done."""
    [row] = [row for row in resolve(gazetteer, text) if row.event_place]
    return row


def gap_km(row: ResolvedPlace, point: tuple[float, float]) -> float:
    assert row.place.lat is not None
    assert row.place.lon is not None
    return distance_km(row.place.lat, row.place.lon, *point)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A lorry was burnt between Maiduguri and Damboa.", "Maiduguri-Damboa"),
        ("A lorry was burnt half-way between the towns of Maiduguri and Damboa.", "Maiduguri-Damboa"),
        ("A lorry was burnt on the road from Maiduguri to Damboa.", "Maiduguri-Damboa road"),
        ("A lorry was burnt on the highway linking Maiduguri with Damboa.", "Maiduguri-Damboa highway"),
        ("A lorry was burnt on the Maiduguri-Damboa road.", "Maiduguri-Damboa road"),
        ("A lorry was burnt on the Maiduguri–Damboa main road.", "Maiduguri-Damboa main road"),
        ("A lorry was burnt on the Maiduguri - Damboa road.", "Maiduguri-Damboa road"),
        ("A lorry was burnt on the Maiduguri-to-Damboa road.", "Maiduguri-Damboa road"),
        ("A lorry was burnt along the Maiduguri-Damboa axis.", "Maiduguri-Damboa"),
        ("Five soldiers fell in fighting between Maiduguri and Damboa.", "Maiduguri-Damboa"),
    ],
)
def test_two_ends_give_one_place_half_way(gazetteer: CompiledGazetteer, text: str, name: str) -> None:
    row = event_row(gazetteer, text)
    assert row.place.name == name
    assert gap_km(row, MIDDLE) < 5
    assert (row.place.geo_precision, row.place.admin1) == (2, "Borno")
    assert row.place.radius_km == pytest.approx(distance_km(*MAIDUGURI, *DAMBOA) / 2, abs=2)
    assert row.end is not None
    assert row.end.name == "Maiduguri", "the name alone still means the town"


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Maiduguri and Damboa failed.",
        "Clashes between Mali and Niger left ten dead.",
        "A ceasefire deal between Baghdad and Erbil was signed.",
        "They fled from Maiduguri to Damboa.",
        "Shops closed in Maiduguri and Damboa.",
        "The choice is between Maiduguri and Damboa.",
    ],
)
def test_sides_and_journeys_are_no_stretches(gazetteer: CompiledGazetteer, text: str) -> None:
    assert all("-" not in row.place.name for row in resolve(gazetteer, text))


def test_days_are_no_ends(gazetteer: CompiledGazetteer) -> None:
    assert event_row(gazetteer, "Three died between Monday and Friday in Damboa.").place.name == "Damboa"


def test_names_with_dashes_stay_whole(gazetteer: CompiledGazetteer) -> None:
    assert event_row(gazetteer, "They closed the Port-au-Prince road.").place.name == "Port-au-Prince"
    row = event_row(gazetteer, "A mine went off on the Al-Hasakah-Qamishli road.")
    assert row.place.name == "Al-Hasakah-Qamishli road"
    assert row.end is not None
    assert row.end.name == "Al-Hasakah"


def test_long_stretches_are_coarse(gazetteer: CompiledGazetteer) -> None:
    assert event_row(gazetteer, "A mine went off on the Kirkuk-Baghdad road.").place.geo_precision == 3


def test_a_place_on_the_stretch_is_the_place(gazetteer: CompiledGazetteer) -> None:
    assert event_row(gazetteer, "A mine went off in Daquq on the Kirkuk-Baghdad road.").place.name == "Daquq"
    row = event_row(gazetteer, "A mine went off in the village of Xurbelo, on the road between Maiduguri and Damboa.")
    assert row.place.name == "Xurbelo"
    assert gap_km(row, MIDDLE) < 5, "an unknown village lies where the road does"


def test_a_region_around_the_stretch_is_not_the_place(gazetteer: CompiledGazetteer) -> None:
    row = event_row(gazetteer, "A mine went off on the Goma-Rutshuru road (RN2) in North Kivu.")
    assert row.place.name == "Goma-Rutshuru road"


@pytest.mark.parametrize(
    "text",
    [
        "A lorry was burnt 20 km from Maiduguri on the road to Damboa.",
        "A lorry was burnt 20 km from Maiduguri on the Maiduguri-Damboa road.",
        "A lorry was burnt on the Damboa-Maiduguri road, about 20 km from Maiduguri.",
        "A lorry was burnt between Damboa and Maiduguri, 20 km from Maiduguri.",
    ],
)
def test_a_distance_goes_along_the_way(gazetteer: CompiledGazetteer, text: str) -> None:
    row = event_row(gazetteer, text)
    assert gap_km(row, MAIDUGURI) == pytest.approx(20, abs=2)
    assert gap_km(row, DAMBOA) == pytest.approx(distance_km(*MAIDUGURI, *DAMBOA) - 20, abs=2)


def test_an_unknown_end_leaves_the_known_one(gazetteer: CompiledGazetteer) -> None:
    row = event_row(gazetteer, "A lorry was burnt on the Damboa-Xurbelo road.")
    assert row.place.name == "Damboa-Xurbelo road"
    assert gap_km(row, DAMBOA) < 5
    assert row.place.geo_precision == 2


def test_a_river_tells_less_than_a_town(gazetteer: CompiledGazetteer) -> None:
    row = event_row(gazetteer, "A patrol was shot at between Makhmour and the Tigris.")
    assert row.place.name == "Makhmour"
    assert gap_km(row, (35.776, 43.58)) < 5
    assert row.place.geo_precision == 2


@pytest.mark.parametrize(
    "words", ["the Iraq-Syria border", "the Iraqi-Syrian border", "the border between Iraq and Syria"]
)
def test_a_border_is_near_the_places_of_the_story(gazetteer: CompiledGazetteer, words: str) -> None:
    anywhere = event_row(gazetteer, f"Smugglers shot at guards on {words}.")
    assert (anywhere.place.name, anywhere.place.geo_precision) == ("Iraq-Syria border", 3)
    south = event_row(gazetteer, f"Smugglers shot at guards in Anbar province at {words}.")
    assert south.place.name == "Iraq-Syria border"
    assert gap_km(south, (34.4, 41.0)) < 100, "near al-Qaim, where Anbar meets Deir ez-Zor"


def test_phrase_covers_the_whole_stretch(gazetteer: CompiledGazetteer) -> None:
    text = "The army holds the area between Maiduguri and Damboa."
    assert event_row(gazetteer, text).phrase.text_in(text) == "area between Maiduguri and Damboa"


def test_a_convoy_between_two_towns_is_half_way(gazetteer: CompiledGazetteer) -> None:
    row = event_row(gazetteer, "Gunmen attacked a convoy travelling from Maiduguri to Damboa on Sunday.")
    assert (row.place.name, row.place.geo_precision) == ("Maiduguri-Damboa", 2)
