"""Time expressions: spans, types and values."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.annotate.timex_feasts import islamic_days_in
from dateline.annotate.timexes import TimexStage, find_timexes
from dateline.model.drafts import TIMEXES, Draft
from dateline.model.reports import Report

WEDNESDAY = date(2018, 11, 7)


def read(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str, str]]:
    return [(timex.span.text_in(text), timex.type, timex.value) for timex in find_timexes(text, published)]


def one(text: str, published: date | None = WEDNESDAY) -> tuple[str, str, str]:
    found = read(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left on 9 December 2017.", ("9 December 2017", "DATE", "2017-12-09")),
        ("They left on December 9, 2017.", ("December 9, 2017", "DATE", "2017-12-09")),
        ("They left on the 9th of December, 2017.", ("the 9th of December, 2017", "DATE", "2017-12-09")),
        ("Posted 07-11-2018 by the desk.", ("07-11-2018", "DATE", "2018-11-07")),
        ("Series 2018/07 is out.", ("2018/07", "DATE", "2018-07")),
        ("Updated 2018-07-31T14:05 here.", ("2018-07-31T14:05", "TIME", "2018-07-31T14:05")),
        ("It began in spring 2019.", ("spring 2019", "DATE", "2019-SP")),
        ("Rivals since the 1990s.", ("the 1990s", "DATE", "199")),
        ("A 19th century fort.", ("19th century", "DATE", "18")),
        ("By the end of August 2016 it was over.", ("the end of August 2016", "DATE", "2016-08")),
        ("Prices in mid-2016 doubled.", ("mid-2016", "DATE", "2016")),
        ("They built it in 490 BC.", ("490 BC", "DATE", "BC0490")),
    ],
)
def test_explicit_dates_need_no_publication_day(text: str, expected: tuple[str, str, str]) -> None:
    assert one(text, None) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Gunmen struck on Monday.", "2018-11-05"),
        ("Gunmen struck on Wednesday.", "2018-11-07"),
        ("Gunmen struck on Thursday.", "2018-11-01"),
        ("Gunmen struck last Wednesday.", "2018-10-31"),
        ("Talks resume next Monday.", "2018-11-12"),
        ("Talks will resume on Sunday.", "2018-11-11"),
        ("Gunmen struck late on Tuesday.", "2018-11-06"),
        ("Gunmen struck on the Friday of last week.", "2018-11-02"),
        ("Gunmen struck on Dec. 9.", "2017-12-09"),
        ("Gunmen struck in July.", "2018-07"),
        ("Gunmen struck in December.", "2017-12"),
        ("Gunmen struck last September.", "2018-09"),
        ("Gunmen struck on July 16 last year.", "2017-07-16"),
        ("Gunmen struck in May of last year.", "2017-05"),
        ("Gunmen struck yesterday.", "2018-11-06"),
        ("Gunmen struck last month.", "2018-10"),
        ("Gunmen struck earlier this week.", "2018-W45"),
        ("Gunmen struck 11 months ago.", "2017-12"),
        ("Gunmen struck two days ago.", "2018-11-05"),
        ("Gunmen struck a year ago.", "2017"),
        ("Gunmen struck over the weekend.", "2018-W44-WE"),
    ],
)
def test_relative_dates_count_from_the_publication_day(text: str, value: str) -> None:
    assert one(text)[1:] == ("DATE", value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained on Sunday night.", ("Sunday night", "TIME", "2018-11-04TNI")),
        ("Shelling went on overnight.", ("overnight", "TIME", "2018-11-06TNI")),
        ("It blew up at 10:50 p.m. on Sunday.", ("10:50 p.m. on Sunday", "TIME", "2018-11-04T22:50")),
        ("It blew up at dawn on Friday.", ("dawn on Friday", "TIME", "2018-11-02TMO")),
        ("They raid homes every night.", ("every night", "SET", "XXXX-XX-XXTNI")),
        ("They patrol daily.", ("daily", "SET", "XXXX-XX-XX")),
        ("The siege took two weeks.", ("two weeks", "DURATION", "P2W")),
        ("A three-day truce.", ("three-day", "DURATION", "P3D")),
        ("Clashes grew in recent months.", ("recent months", "DURATION", "PXM")),
        ("Clashes over the past two weeks.", ("the past two weeks", "DURATION", "P2W")),
        ("The front is now quiet.", ("now", "DATE", "PRESENT_REF")),
    ],
)
def test_times_sets_and_lengths(text: str, expected: tuple[str, str, str]) -> None:
    assert one(text) == expected


def test_story_time_moves_with_the_dates_told() -> None:
    text = "Rebels took the town on 3 May. Two days later they left. That night it burned; the day before, it rained."
    assert [row[2] for row in read(text)] == ["2018-05-03", "2018-05-05", "2018-05-05TNI", "2018-05-04"]


def test_weekday_after_an_old_weekday_and_date_goes_on_from_it() -> None:
    text = "They came on Friday 11 May and stayed until Saturday."
    assert [row[2] for row in read(text)] == ["2018-05-11", "2018-05-12"]


def test_pair_of_days_shares_month_and_year() -> None:
    assert [row[2] for row in read("Held between 10 and 14 May 2017.")] == ["2017-05-10", "2017-05-14"]
    assert [row[2] for row in read("Held from March to June 2015.")] == ["2015-03", "2015-06"]


def test_weekdays_of_a_range_follow_each_other() -> None:
    assert [row[2] for row in read("Closed from Thursday to Tuesday.")] == ["2018-11-01", "2018-11-06"]
    assert [row[2] for row in read("Closed from Friday to Thursday.")] == ["2018-10-26", "2018-11-01"]
    assert [row[2] for row in read("Raids on Tuesday and Monday failed.")] == ["2018-11-06", "2018-11-05"]


def test_history_dates_take_the_year_of_the_story() -> None:
    text = (
        "The war began in 1912. In March 1913 the fort fell. On April 9 the army withdrew.\n\n"
        "In June 1914 it returned. By August it held the coast. Peace came in 1915."
    )
    values = [row[2] for row in read(text)]
    assert values == ["1912", "1913-03", "1913-04-09", "1914-06", "1914-08", "1915"]


def test_without_a_publication_day_relative_words_stay_open() -> None:
    values = [row[2] for row in read("On Monday they came; in June, on 4 May and yesterday.", None)]
    assert values == ["XXXX-WXX-1", "XXXX-06", "XXXX-05-04", "XXXX-XX-XX"]


@pytest.mark.parametrize(
    "text",
    [
        "They march on, and may fall.",
        "About 2014 people fled.",
        "A second raid failed.",
        "Gen. Nowruz Ahmad spoke.",
        "A 24-year-old died.",
        "The fall of the town was near.",
        "Some $2015 went missing.",
        "They hit the summer resort.",
    ],
)
def test_words_that_only_look_like_times_are_left(text: str) -> None:
    assert read(text) == []


def test_named_event_stands_for_its_day() -> None:
    assert one("Nothing was the same after the fall of Kabul.", date(2022, 3, 1))[2] == "2021-08-15"
    assert read("Nothing was the same after the fall of Kabul.", date(2015, 3, 1)) == []


def test_known_day_takes_its_own_year_where_the_words_speak_of_it() -> None:
    told = "Peshmerga lost the disputed area in the takeover on October 16."
    assert one(told)[2] == "2017-10-16"
    assert one("Peshmerga lost two men in a clash on October 16.")[2] == "2018-10-16"


def test_islamic_calendar_gives_known_feasts() -> None:
    ramadan = islamic_days_in(2021, 9, 1)
    assert [abs((day - date(2021, 4, 13)).days) <= 1 for day in ramadan] == [True]


def test_stage_reads_the_day_of_a_date_time() -> None:
    draft = Draft(Report(id="r1", published="2018-11-07T09:30:00+03:00", text="It began on Monday."))
    (addition,) = TimexStage().run([draft])
    assert [timex.value for timex in addition[TIMEXES]] == ["2018-11-05"]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("On the 23rd, units of the north took the town.", "the 23rd", "1999-07-23"),
        ("The shelling went on until the 25th; five died.", "the 25th", "1999-07-25"),
        ("Three hamlets were burnt on the eighth of this month.", "the eighth of this month", "1999-07-08"),
        ("They came on the 28th of last month, said the priest.", "the 28th of last month", "1999-06-28"),
        ("On the night of the 14th, they fled.", "the night of the 14th", "1999-07-14TNI"),
        ("A convoy is expected on the 31st.", "the 31st", "1999-07-31"),
    ],
)
def test_bare_ordinal_is_the_nearest_such_day(text: str, words: str, value: str) -> None:
    found = [(row.span.text_in(text), row.value) for row in find_timexes(text, date(1999, 7, 29))]
    assert (words, value) in found


def test_ordinal_of_a_unit_is_no_day() -> None:
    assert find_timexes("It fell on the 22nd Brigade of the army.", date(1999, 7, 29)) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The summer of 1988 was the worst. On 27 May a bomb went off in the mosque.", "1988-05-27"),
        ("In 1988, the army came. It left on 27 May.", "1988-05-27"),
        ("It was the worst attack since the summer of 1988. On 27 May a bomb went off.", "2018-05-27"),
        ("The summer of 1988 was the worst. On 27 October a bomb went off.", "2018-10-27"),
        ("The summer of 1988 was the worst, he said this week. On 27 May a bomb went off.", "2018-05-27"),
        ("The summer of 1988 was the worst.\n\nOn 27 May a bomb went off.", "2018-05-27"),
    ],
)
def test_a_year_goes_on_in_a_paragraph_that_looks_back(text: str, value: str) -> None:
    assert read(text)[-1][2] == value
