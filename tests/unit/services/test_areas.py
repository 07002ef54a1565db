import pytest
from area_samples import FAR, TEL_RIMAL

from dateline.model.areas import Area
from dateline.model.errors import NotKeptError
from dateline.model.places import GazetteerEntry, Place
from dateline.publish.areas import find_reach
from dateline.services.areas import AreaFinder

ROWS = (
    GazetteerEntry("g:1", "Al Wadi", 35.0, 42.0, "IQ", "Nineveh", "village", 0, 5.0),
    GazetteerEntry("g:2", "Wadi", 33.0, 45.0, "IQ", "Diyala", "town", 9000, 5.0),
    GazetteerEntry("g:3", "Wadi", 33.01, 45.01, "IQ", "Diyala", "village", 0, 5.0),
    GazetteerEntry("g:4", "Wadi", 33.3, 45.2, "IQ", "Wadi", "admin1", 0, 80.0),
    GazetteerEntry("g:5", "Vadi", 20.0, 73.0, "IN", "Gujarat", "village", 0, 5.0),
)


class Rows:
    """A gazetteer of a handful of rows, found by any name."""

    def find(self, name: str) -> tuple[GazetteerEntry, ...]:
        return ROWS if name.casefold() in ("wadi", "vady") else ()

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        return next((row for row in ROWS if row.gazetteer_id == gazetteer_id), None)


FINDER = AreaFinder(Rows())


def test_namesakes_are_a_choice_without_other_spellings_and_twins() -> None:
    assert [area.area_id for area in FINDER.find_areas("wadi")] == ["g:1", "g:2", "g:4"]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Wadi, Diyala", ["g:2"]),
        ("Wadi, Nineveh, Iraq", ["g:1"]),
        ("Wadi, India", []),
        ("Wadi province", ["g:4"]),
        ("Nowhere", []),
    ],
)
def test_what_follows_narrows_the_choice(name: str, ids: list[str]) -> None:
    assert [area.area_id for area in FINDER.find_areas(name)] == ids


def test_an_area_known_by_another_spelling_only_keeps_the_one_asked_for() -> None:
    assert {area.name for area in FINDER.find_areas("Vady")} == {"Vady"}


def test_radius_goes_by_what_the_place_is() -> None:
    assert [area.radius_km for area in FINDER.find_areas("wadi")] == [10.0, 15.0, 80.0]


def test_slugs_lead_back_to_the_area() -> None:
    (area,) = FINDER.find_areas("Wadi, Diyala")
    assert FINDER.get_area(area.slug) == area
    with pytest.raises(NotKeptError):
        FINDER.get_area("g_99")


VILLAGE = Area("test:rimal", "Tel Rimal", 35.0, 42.0, 10.0, "IQ", "Nineveh", "village")
REGION = Area("region:IQ-nineveh", "Nineveh", 36.2, 42.9, 106.0, "IQ", "Nineveh", "admin1")
NATION = Area("country:IQ", "Iraq", 33.0, 44.0, 373.0, "IQ", None, "country")
PROVINCE = Place(name="Nineveh", lat=36.2, lon=42.9, country="IQ", admin1="Nineveh", geo_precision=3, radius_km=106)
OTHER_PROVINCE = Place(name="Anbar", lat=33.4, lon=43.3, country="IQ", admin1="Anbar", geo_precision=3, radius_km=400)
IRAQ = Place(name="Iraq", lat=33.0, lon=44.0, country="IQ", geo_precision=3, radius_km=400)


@pytest.mark.parametrize(
    ("area", "place", "reach"),
    [
        (VILLAGE, TEL_RIMAL, "inside"),
        (VILLAGE, FAR, "elsewhere"),
        (VILLAGE, PROVINCE, "wider"),
        (VILLAGE, OTHER_PROVINCE, "elsewhere"),
        (VILLAGE, IRAQ, "wider"),
        (VILLAGE, None, "untold"),
        (REGION, TEL_RIMAL, "inside"),
        (REGION, FAR, "elsewhere"),
        (REGION, PROVINCE, "inside"),
        (REGION, IRAQ, "wider"),
        (NATION, FAR, "inside"),
        (NATION, IRAQ, "inside"),
    ],
)
def test_find_reach_tells_in_from_around(area: Area, place: Place | None, reach: str) -> None:
    assert find_reach(area, place) == reach
