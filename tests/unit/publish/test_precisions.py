from datetime import date

import pytest

from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.publish.precisions import (
    acled_geo_precision,
    acled_time_precision,
    ucdp_date_precision,
    ucdp_where_precision,
)

TOWN = Place(name="Makhmour", lat=35.8, lon=43.6, country="IQ", geo_precision=1, radius_km=8)
NEAR = TOWN.model_copy(update={"geo_precision": 2, "radius_km": 15.0})
DISTRICT = TOWN.model_copy(update={"geo_precision": 2, "radius_km": 40.0})
ROAD = TOWN.model_copy(update={"geo_precision": 2, "radius_km": 90.0})
PROVINCE = TOWN.model_copy(update={"geo_precision": 3, "radius_km": 80.0})
COUNTRY = TOWN.model_copy(update={"geo_precision": 3, "radius_km": 500.0, "gazetteer_id": "country:IQ"})
NOWHERE = Place(name="Tal Nowhere", country="IQ", geo_precision=3)


def day(number: int) -> date:
    return date(2021, 12, number)


def days(first: int, last: int) -> Interval:
    return Interval(start=day(first), end=day(last), precision="day")


@pytest.mark.parametrize(
    ("place", "acled", "ucdp"),
    [
        (TOWN, 1, 1),
        (NEAR, 2, 2),
        (DISTRICT, 2, 3),
        (ROAD, 2, 5),
        (PROVINCE, 3, 4),
        (COUNTRY, 3, 6),
        (NOWHERE, 3, 6),
        (Place(name="Elsewhere"), 3, 7),
    ],
)
def test_places_have_the_codes_of_their_exactness(place: Place, acled: int, ucdp: int) -> None:
    assert (acled_geo_precision(place), ucdp_where_precision(place)) == (acled, ucdp)


@pytest.mark.parametrize(
    ("time", "acled", "ucdp"),
    [
        (days(2, 2), 1, 1),
        (days(2, 4), 2, 2),
        (days(1, 7), 2, 3),
        (days(1, 31), 3, 4),
        (Interval(start=date(2021, 1, 1), end=day(31), precision="year"), 3, 5),
        (Interval(start=day(1), end=None, precision="longer"), 3, 5),
        (None, 3, 5),
    ],
)
def test_times_have_the_codes_of_their_exactness(time: Interval | None, acled: int, ucdp: int) -> None:
    assert (acled_time_precision(time), ucdp_date_precision(time)) == (acled, ucdp)
