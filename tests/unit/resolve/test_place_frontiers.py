"""Borders that are told by one country, and places told with what lies around them."""

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


def resolve(gazetteer: CompiledGazetteer, text: str) -> dict[str, ResolvedPlace]:
    sentences = [sentence.span for sentence in split_sentences(text)]
    toponyms = find_toponyms(text, gazetteer, (), frozenset(span.start for span in sentences))
    rows = resolve_toponyms(text, toponyms, sentences, gazetteer, strict=True)
    return {row.span.text_in(text): row for row in rows}


def gap_km(row: ResolvedPlace, lat: float, lon: float) -> float:
    assert row.place.lat is not None
    assert row.place.lon is not None
    return distance_km(row.place.lat, row.place.lon, lat, lon)


@pytest.mark.parametrize(
    ("text", "name", "point"),
    [
        ("Rebels burnt a post near the border with Burkina Faso in Tillaberi region.", "Niger-Burkina Faso border",
         (13.6, 1.0)),
        ("A soldier fell along the border with Cambodia in Surin province.", "Thailand-Cambodia border",
         (14.4, 103.5)),
    ],
)  # fmt: skip
def test_border_told_by_one_side_is_where_it_is_closest(
    gazetteer: CompiledGazetteer, text: str, name: str, point: tuple[float, float]
) -> None:
    [row] = [row for row in resolve(gazetteer, text).values() if row.event_place]
    assert row.place.name == name
    assert gap_km(row, *point) < 60
    assert row.place.geo_precision == 3


def test_border_of_a_town_told_before_is_finer(gazetteer: CompiledGazetteer) -> None:
    text = "Shots were heard in Kupiansk, Ukraine, all night. Five men were killed close to the border with Russia."
    row = resolve(gazetteer, text)["Russia"]
    assert row.event_place
    assert row.place.geo_precision == 2
    assert gap_km(row, 50.0, 37.8) < 40


def test_owner_of_the_border_is_its_side(gazetteer: CompiledGazetteer) -> None:
    row = resolve(gazetteer, "Three soldiers were killed near Niger's border with Mali.")["Mali"]
    assert (row.place.name, row.place.country) == ("Niger-Mali border", "NE")


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed ten people in Bosso, near the border with Chad, in Niger.",
        "Niger closed its border with Benin.",
        "The men fled across the border into Mali, Niger said.",
        "Officials of Niger spoke of a border dispute with Benin.",
    ],
)
def test_border_is_no_place_beside_a_finer_one_or_without_a_place_word(
    gazetteer: CompiledGazetteer, text: str
) -> None:
    assert not any(row.event_place and "border" in row.place.name for row in resolve(gazetteer, text).values())


@pytest.mark.parametrize(
    "text",
    [
        "In Niger, gunmen raided Ouallam and surrounding villages.",
        "In Niger, gunmen raided Ouallam and its surroundings.",
        "In Niger, gunmen raided Ouallam and the villages around it.",
        "In Niger, gunmen raided villages around Ouallam.",
        "In Niger, gunmen raided the hinterland of Ouallam.",
        "In Niger, gunmen raided several communities surrounding Ouallam.",
        "In Niger, gunmen raided the town of Ouallam and its environs.",
    ],
)
def test_what_lies_around_a_town_widens_it(gazetteer: CompiledGazetteer, text: str) -> None:
    place = resolve(gazetteer, text)["Ouallam"].place
    assert place.geo_precision == 2
    assert place.radius_km is not None
    assert place.radius_km >= 15
