from math import acos, cos, degrees, radians, sin

import pytest
from desk_samples import make_coded, store_coded

from dateline.base.distances import EARTH_RADIUS_KM
from dateline.publish.landmarks import make_town_map, name_country
from dateline.publish.maps import draw_disc, make_event_map


def distance_km(one: list[float], other: tuple[float, float]) -> float:
    (lon_1, lat_1), (lon_2, lat_2) = map(radians, one), map(radians, other)
    return EARTH_RADIUS_KM * acos(min(1, sin(lat_1) * sin(lat_2) + cos(lat_1) * cos(lat_2) * cos(lon_1 - lon_2)))


@pytest.mark.parametrize("centre", [(44.4, 33.7), (0.0, 0.0), (179.9, -17.0), (20.0, 69.0)])
def test_draw_disc_is_a_closed_ring_at_the_radius(centre: tuple[float, float]) -> None:
    ring = draw_disc(*centre, 25.0)
    assert ring[0] == ring[-1]
    assert all(abs(distance_km(point, centre) - 25.0) < 0.1 for point in ring)
    assert max(point[0] for point in ring) - min(point[0] for point in ring) < degrees(0.05)


def test_make_event_map_has_a_point_for_every_event_and_a_disc_for_every_uncertain_place() -> None:
    collection = make_event_map([store_coded(make_coded())])
    shapes = [row["properties"]["shape"] for row in collection["features"]]
    assert shapes.count("event") == 3
    assert shapes.count("disc") == 2
    assert collection["countries"] == ["IQ"]


def test_make_town_map_gives_the_largest_towns_first() -> None:
    towns = make_town_map("IQ")["features"]
    assert towns[0]["properties"]["name"] == "Baghdad"
    assert make_town_map("ZZ")["features"] == []
    assert name_country("IQ") == "Iraq"
