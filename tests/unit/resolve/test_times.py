"""Time expressions as intervals. Timexes are built by hand where the words are simple."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from dateline.model.annotations import Timex
from dateline.model.drafts import TIMES, TIMEXES, Draft
from dateline.model.intervals import Interval
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.resolve.times import TimeStage, describe_timexes, resolve_times

PUBLISHED = date(2018, 11, 7)
Kind = Literal["DATE", "TIME", "DURATION", "SET"]


def timex(text: str, words: str, value: str, kind: Kind = "DATE") -> Timex:
    start = text.index(words)
    return Timex(Span(start, start + len(words)), kind, value)


def interval_of(text: str, words: str, value: str, kind: Kind = "DATE") -> tuple[str, str, str] | None:
    (row,) = resolve_times(text, [timex(text, words, value, kind)], PUBLISHED)
    return shown(row.interval)


def shown(interval: Interval | None) -> tuple[str, str, str] | None:
    return (str(interval.start), str(interval.end), interval.precision) if interval else None


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("Monday", "2018-11-05", ("2018-11-05", "2018-11-05", "day")),
        ("July", "2018-07", ("2018-07-01", "2018-07-31", "month")),
        ("early April", "2018-04", ("2018-04-01", "2018-04-10", "week")),
        ("mid-December 2017", "2017-12", ("2017-12-11", "2017-12-20", "week")),
        ("late April", "2018-04", ("2018-04-21", "2018-04-30", "week")),
        ("the end of August", "2018-08", ("2018-08-25", "2018-08-31", "week")),
        ("last week", "2018-W44", ("2018-10-29", "2018-11-04", "week")),
        ("earlier this week", "2018-W45", ("2018-11-05", "2018-11-06", "week")),
        ("this year", "2018", ("2018-01-01", "2018-11-07", "longer")),
        ("2017", "2017", ("2017-01-01", "2017-12-31", "year")),
        ("the 1990s", "199", ("1990-01-01", "1999-12-31", "longer")),
        ("last winter", "2017-WI", ("2017-12-01", "2018-02-28", "season")),
        ("the weekend", "2018-W44-WE", ("2018-11-03", "2018-11-04", "day")),
        ("days earlier", "PAST_REF", ("2018-10-31", "2018-11-06", "week")),
        ("the siege", "2016-10-16/2017-07-20", ("2016-10-16", "2017-07-20", "day")),
    ],
)
def test_value_gives_its_first_and_last_day(words: str, value: str, expected: tuple[str, str, str]) -> None:
    assert interval_of(f"Rebels attacked {words}.", words, value) == expected


@pytest.mark.parametrize(
    ("words", "value", "kind"),
    [
        ("recently", "PAST_REF", "DATE"),
        ("490 BC", "BC0490", "DATE"),
        ("May", "XXXX-05", "DATE"),
        ("two weeks", "P2W", "DURATION"),
        ("every night", "XXXX-XX-XXTNI", "SET"),
    ],
)
def test_what_names_no_span_has_none(words: str, value: str, kind: Kind) -> None:
    assert interval_of(f"It lasted {words}.", words, value, kind) is None


def test_night_before_the_publication_day_has_two_days() -> None:
    expected = ("2018-11-06", "2018-11-07", "day")
    assert interval_of("It burned overnight.", "overnight", "2018-11-06TNI", "TIME") == expected


def test_past_weeks_end_on_the_publication_day() -> None:
    expected = ("2018-10-24", "2018-11-07", "month")
    assert interval_of("For the past two weeks it burned.", "the past two weeks", "P2W", "DURATION") == expected


def test_since_runs_to_the_publication_day_but_not_before_when() -> None:
    assert interval_of("Closed since July.", "July", "2018-07") == ("2018-07-01", "2018-11-07", "longer")
    told = "The worst since July, when the fort fell."
    assert interval_of(told, "July", "2018-07") == ("2018-07-01", "2018-07-31", "month")


def test_range_is_one_row_over_the_whole_phrase() -> None:
    text = "Jets flew from the beginning of March 2017 to late May 2018 there."
    ends = [timex(text, "the beginning of March 2017", "2017-03"), timex(text, "late May 2018", "2018-05")]
    (row,) = resolve_times(text, ends, PUBLISHED)
    assert row.span.text_in(text) == "from the beginning of March 2017 to late May 2018"
    assert shown(row.interval) == ("2017-03-01", "2018-05-31", "longer")


def test_two_dates_joined_by_and_are_no_range() -> None:
    text = "Raids in May and June failed."
    rows = resolve_times(text, [timex(text, "May", "2018-05"), timex(text, "June", "2018-06")], PUBLISHED)
    assert len(rows) == 2


def test_length_beside_a_clause_counts_from_the_day_told() -> None:
    text = "It burned on Monday. It came two days after a raid on the post."
    rows = resolve_times(
        text, [timex(text, "Monday", "2018-11-05"), timex(text, "two days", "P2D", "DURATION")], PUBLISHED
    )
    assert shown(rows[1].interval) == ("2018-11-03", "2018-11-03", "day")
    text = "It burned on Monday. Two days after the fire, soldiers came."
    rows = resolve_times(
        text, [timex(text, "Monday", "2018-11-05"), timex(text, "Two days", "P2D", "DURATION")], PUBLISHED
    )
    assert shown(rows[1].interval) == ("2018-11-07", "2018-11-07", "day")


def test_stage_gives_a_row_for_each_timex() -> None:
    report = Report(id="r1", published="2018-11-07", text="It began on Monday.")
    draft = Draft(report).plus({TIMEXES: (timex(report.text, "Monday", "2018-11-05"),)})
    (addition,) = TimeStage().run([draft])
    assert [shown(row.interval) for row in addition[TIMES]] == [("2018-11-05", "2018-11-05", "day")]


def test_describe_gives_each_end_of_a_range_its_own_days() -> None:
    text = "Closed from May to July."
    rows = describe_timexes(text, [timex(text, "May", "2018-05"), timex(text, "July", "2018-07")], PUBLISHED)
    assert [(row["text"], row["from"], row["to"]) for row in rows] == [
        ("May", "2018-05-01", "2018-05-31"),
        ("July", "2018-07-01", "2018-07-31"),
    ]
    assert list(rows[0]) == ["start", "end", "text", "type", "value", "from", "to"]


def test_minutes_after_what_was_told_stay_within_its_day() -> None:
    text = "On 17 June fighters overran the camp. The guards were beaten within forty minutes."
    first, minutes = text.index("17 June"), text.index("forty minutes")
    timexes = [
        Timex(Span(first, first + 7), "DATE", "2024-06-17"),
        Timex(Span(minutes, minutes + 13), "DURATION", "PT40M"),
    ]
    rows = resolve_times(text, timexes, date(2024, 6, 20))
    assert rows[-1].interval == Interval.day(date(2024, 6, 17))
