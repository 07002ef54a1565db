"""Feasts, national days and Islamic dates, and days and weeks told around them, as their first and last day."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.annotate.national_days import find_national_day
from dateline.annotate.timex_feasts import find_easter, from_islamic
from dateline.annotate.timexes import find_timexes
from dateline.resolve.times import resolve_times

PUBLISHED = date(2024, 5, 20)


def days_of(text: str) -> list[tuple[str, str]]:
    rows = resolve_times(text, find_timexes(text, PUBLISHED), PUBLISHED)
    return [(str(row.interval.start), str(row.interval.end)) for row in rows if row.interval]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("A post was hit on 12 Rajab 1445.", [("2024-01-23", "2024-01-23")]),
        ("They fell on the tenth day of Ramadan.", [("2024-03-20", "2024-03-20")]),
        ("Nine raids were made in Dhu al-Hijja 1444.", [("2023-06-20", "2023-07-19")]),
        ("It came on the eve of Eid al-Adha 2023.", [("2023-06-28", "2023-06-28")]),
        ("The church was burned on Good Friday.", [("2024-03-29", "2024-03-29")]),
        ("Gunmen struck on Nigeria's Independence Day.", [("2023-10-01", "2023-10-01")]),
        ("Gunmen struck on Independence Day.", []),
        ("A captain, Rajab Saleh, was shot.", []),
        ("Since the New Year nine have died.", [("2024-01-01", "2024-05-20")]),
        ("In the first quarter 20 posts fell.", [("2024-01-01", "2024-03-31")]),
        ("In the first four months of the year 47 died.", [("2024-01-01", "2024-04-30")]),
        ("They were seized on 9/10 July 2023.", [("2023-07-09", "2023-07-10")]),
        ("It fell in the week ending 12 May.", [("2024-05-06", "2024-05-12")]),
        ("It fell in the second week of May 2023.", [("2023-05-08", "2023-05-14")]),
        ("A strike is called for Wednesday.", [("2024-05-22", "2024-05-22")]),
        ("The curfew is to be lifted on Friday.", [("2024-05-24", "2024-05-24")]),
        ("A curfew holds from 1800 to 0600.", [("2024-05-20", "2024-05-20")]),
        ("It rose in the early 2000s.", [("2000-01-01", "2003-12-31")]),
        ("They have held the town for two weeks.", [("2024-05-06", "2024-05-20")]),
        ("Three days after the raid, the post is shut.", [("2024-05-17", "2024-05-17")]),
        ("It grew after the Oslo Accords.", [("1993-09-13", "1993-09-13")]),
        ("It grew after the Bojayá massacre.", [("2002-05-02", "2002-05-02")]),
    ],
)
def test_a_day_known_by_name_has_its_date(text: str, days: list[tuple[str, str]]) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize(
    ("year", "eastern", "day"),
    [(2024, False, date(2024, 3, 31)), (2019, False, date(2019, 4, 21)), (2024, True, date(2024, 5, 5))],
)
def test_easter_falls_on_its_sunday(year: int, *, eastern: bool, day: date) -> None:
    assert find_easter(year, eastern=eastern) == day


def test_an_islamic_day_is_that_of_the_arithmetic_calendar() -> None:
    assert from_islamic(1445, 9, 1) == date(2024, 3, 11)


def test_a_national_day_needs_one_country() -> None:
    assert find_national_day("Independence Day", None, "Troops marched in Ghana on Independence Day") == (3, 6)
    assert find_national_day("Independence Day", None, "Ghana and Kenya kept Independence Day") is None
