from __future__ import annotations

from datetime import date

import pytest

from dateline.assemble.circumstances import apart_km, finer, is_long, narrower, overlap, same_area
from dateline.model.intervals import Interval
from dateline.model.places import Place

TOWN = Place(name="Town", lat=35.0, lon=43.0, geo_precision=1, radius_km=5)
VILLAGE = Place(name="Village", lat=35.1, lon=43.0, geo_precision=1, radius_km=2)
FAR = Place(name="Far", lat=30.0, lon=43.0, geo_precision=1, radius_km=5)
PROVINCE = Place(name="Province", lat=35.5, lon=43.5, geo_precision=3, radius_km=120)
UNKNOWN = Place(name="Nowhere")

MAY_2 = Interval.day(date(2022, 5, 2))
MAY_3 = Interval.day(date(2022, 5, 3))
MAY = Interval(start=date(2022, 5, 1), end=date(2022, 5, 31), precision="month")
SINCE_2020 = Interval(start=date(2020, 1, 1), end=date(2022, 5, 3), precision="longer")


def test_apart_km_is_great_circle() -> None:
    assert apart_km(TOWN, VILLAGE) == pytest.approx(11.1, abs=0.1)
    assert apart_km(TOWN, UNKNOWN) is None


def test_same_area_respects_both_uncertainties() -> None:
    assert same_area(TOWN, VILLAGE)
    assert same_area(TOWN, PROVINCE)
    assert same_area(TOWN, None)
    assert same_area(UNKNOWN, FAR)
    assert not same_area(TOWN, FAR)


def test_finer_prefers_the_named_place_over_its_province() -> None:
    assert finer(PROVINCE, TOWN) == TOWN
    assert finer(UNKNOWN, PROVINCE) == PROVINCE
    assert finer(None, TOWN) == TOWN


def test_overlap_and_narrower_of_times() -> None:
    assert overlap(MAY_2, MAY)
    assert not overlap(MAY_2, MAY_3)
    assert overlap(None, MAY_3)
    assert narrower(MAY, MAY_2) == MAY_2
    assert narrower(None, MAY) == MAY


def test_is_long_tells_periods_from_the_time_of_an_event() -> None:
    assert is_long(SINCE_2020)
    assert not is_long(MAY)
    assert is_long(Interval(start=date(2022, 1, 1), end=None, precision="day"))
    assert not is_long(None)
