from datetime import date

import pytest

from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty
from dateline.publish.tolls import list_tolls, say_toll
from dateline.publish.wordings import (
    say_days,
    say_geo_precision,
    say_interval,
    say_place,
    say_published,
    say_range,
    say_source,
)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2021, 12, 2), date(2021, 12, 2), "2 December 2021"),
        (date(2021, 12, 2), date(2021, 12, 4), "2–4 December 2021"),
        (date(2021, 11, 28), date(2021, 12, 4), "28 November – 4 December 2021"),
        (date(2020, 12, 30), date(2021, 1, 2), "30 December 2020 – 2 January 2021"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2021, 1, 1), date(2021, 3, 31), "January – March 2021"),
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(2014, 1, 1), date(2017, 12, 31), "2014–2017"),
        (date(2020, 1, 1), date(2021, 1, 31), "January 2020 – January 2021"),
    ],
)
def test_say_days_says_nothing_twice(start: date, end: date, words: str) -> None:
    assert say_days(start, end) == words


def test_say_interval_says_an_open_side() -> None:
    assert say_interval(Interval(start=date(2017, 1, 1), end=None, precision="longer")) == "since 1 January 2017"
    assert say_interval(Interval(start=None, end=date(2017, 1, 1), precision="longer")) == "until 1 January 2017"
    assert say_interval(None) == "not known"


@pytest.mark.parametrize(
    ("low", "high", "approximate", "words"),
    [
        (7, 7, False, "7"),
        (7, 13, False, "7–13"),
        (7, None, False, "at least 7"),
        (None, 27, False, "up to 27"),
        (300, 300, True, "about 300"),
        (None, None, False, "number not known"),
        (0, 0, False, "none"),
        (1422, 1422, False, "1,422"),
        (2.5, 2.5, False, "2.5"),
    ],
)
def test_say_range_says_its_bounds(low: float | None, high: float | None, approximate: bool, words: str) -> None:
    assert say_range(low, high, approximate=approximate) == words


def test_say_published_says_that_the_date_is_missing() -> None:
    assert say_published(None) == "date missing"
    assert say_published("2018-11-07T10:00:00+03:00") == "7 November 2018"
    assert say_published("some day") == "some day"


def test_say_place_names_region_and_country_once() -> None:
    assert say_place(Place(name="Erbil", admin1="Erbil", country="IQ")) == "Erbil, Iraq"


def test_say_geo_precision_says_which_radius_is_assumed() -> None:
    place = Place(name="Somewhere", lat=1.0, lon=1.0, geo_precision=2)
    assert say_geo_precision(place).endswith("within 15 km (assumed)")
    assert say_geo_precision(place.model_copy(update={"radius_km": 4.0})).endswith("within 4 km")
    assert say_geo_precision(Place(name="Somewhere")) == "no coordinates known"


def test_say_source_names_the_outlet_for_the_reports_own_voice() -> None:
    assert say_source(Attribution(source=None, source_type="outlet"), "Tigris Courier") == "Tigris Courier"


def killed(low: int | None, high: int | None, said_by: str | None, group: str | None = None) -> Casualty:
    return Casualty(measure="killed", group=group, low=low, high=high, said_by=said_by)


def test_list_tolls_keeps_every_source_and_ranges_over_them() -> None:
    (toll,) = list_tolls([killed(7, 7, "ministry"), killed(13, 13, "outlet")], "Tigris Courier")
    assert toll.words == "7–13"
    assert [(row.value, row.said_by) for row in toll.sources] == [("7", "ministry"), ("13", "Tigris Courier")]
    assert toll.ticks == (0.0, 100.0)


def test_list_tolls_parts_the_groups() -> None:
    assert len(list_tolls([killed(1, 1, "a", "Civilians"), killed(2, 2, "a", "Police")], None)) == 2


def test_say_toll_leaves_an_open_top_open() -> None:
    assert say_toll([killed(7, None, "a"), killed(13, 13, "b")]) == "7–13 or more"
    assert say_toll([killed(7, None, "a")]) == "at least 7"
    assert say_toll([killed(None, None, "a"), killed(3, 3, "b")]) == "3"
