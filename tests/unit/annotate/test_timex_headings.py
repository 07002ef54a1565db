"""The period that a bulletin covers, and how its words are read inside it."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.annotate.timex_headings import Period, find_period
from dateline.annotate.timexes import find_timexes

PUBLISHED = date(2024, 3, 14)
WEEK = (date(2024, 3, 3), date(2024, 3, 9))
APRIL = (date(2023, 4, 1), date(2023, 4, 30))


def period_of(title: str | None, text: str = "A mine went off.", published: date | None = PUBLISHED) -> Period | None:
    return find_period(title, text, lambda words: find_timexes(words, published), published)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Weekly security bulletin, 3-9 March 2024", WEEK),
        ("Operations of the week, 3 to 9 March", WEEK),
        ("Security update for the week ending 9 March 2024", WEEK),
        ("3-9 March 2024: weekly digest", WEEK),
        ("Protection report: April 2023", APRIL),
        ("April 2023 monthly update", APRIL),
        ("Protection monitoring report, 1-30 April 2023, Diffa", APRIL),
        ("Situation report, October-December 2023", (date(2023, 10, 1), date(2023, 12, 31))),
    ],
)
def test_a_bulletin_covers_the_period_of_its_title(title: str, period: Period) -> None:
    assert period_of(title) == period


@pytest.mark.parametrize(
    "title",
    [
        "Report: April 2023 killings were planned",
        "Army report: killings in April 2023",
        "Daily report, 3 February 2024",
        "Villages shelled, April 2023",
        "Situation report, March 2024",
        "World report 2023",
        None,
    ],
)
def test_other_headings_give_no_period(title: str | None) -> None:
    assert period_of(title) is None


def test_a_heading_of_the_text_gives_the_period_too() -> None:
    assert period_of("Weekly access note", "Period: 3-9 March 2024\n\n1. A mine went off.") == WEEK
    assert period_of(None, "This update covers the week to Saturday 9 March 2024.\n\nA mine went off.") == WEEK


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On Tuesday two men died.", "2024-03-05"),
        ("On 5 March two men died.", "2024-03-05"),
        ("On 12 March talks began.", "2024-03-12"),
        ("The shelling of 28 February went on.", "2024-02-28"),
    ],
)
def test_days_lie_in_the_week_where_they_can(text: str, value: str) -> None:
    assert find_timexes(text, PUBLISHED, WEEK)[0].value == value


def test_a_weekday_of_a_month_long_over_is_not_known() -> None:
    (weekday,) = find_timexes("On Tuesday two men died.", PUBLISHED, APRIL)
    assert weekday.value == "XXXX-WXX-2"
    (day,) = find_timexes("On 5 April two men died.", PUBLISHED, APRIL)
    assert day.value == "2023-04-05"
