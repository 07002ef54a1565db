"""When a report without a date came out, as its words and the day that it was fetched tell."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.annotate.timex_bounds import infer_bounds
from dateline.annotate.timexes import TimexStage, find_timexes
from dateline.model.drafts import REPORT_DAYS, TIMEXES, Draft
from dateline.model.reports import Capture, DayBounds, Report


def bounds_of(text: str, retrieved: date | None = None) -> DayBounds | None:
    return infer_bounds([(text, find_timexes(text, None))], retrieved)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Gunmen killed two on 5 March 2020. The road was mined on 2 February 2019.", date(2020, 3, 5)),
        ("The bridge was blown up in March 2020.", date(2020, 3, 1)),
        ("Between 3 and 9 May 2021 nobody crossed, and two died.", date(2021, 5, 9)),
        ("Daily report, 3 February 2017", date(2017, 2, 3)),
    ],
)
def test_a_report_came_out_no_earlier_than_the_last_day_told_as_over(text: str, first: date) -> None:
    assert bounds_of(text) == DayBounds(start=first, end=None)


@pytest.mark.parametrize(
    "text",
    [
        "Talks will be held on 6 June 2030.",
        "The mandate was extended until 31 December 2030.",
        "Elections are scheduled for 4 May 2031, he said.",
        "Gunmen struck on Wednesday.",
        "The war began in 2014.",
    ],
)
def test_days_to_come_and_bare_years_bound_nothing(text: str) -> None:
    assert bounds_of(text) is None


def test_no_report_came_out_after_it_was_fetched() -> None:
    text = "Gunmen killed two on 5 March 2020. A mine went off on 9 April 2020."
    assert bounds_of(text, date(2020, 3, 20)) == DayBounds(start=date(2020, 3, 5), end=date(2020, 3, 20))
    assert bounds_of("Gunmen struck.", date(2020, 3, 20)) == DayBounds(start=None, end=date(2020, 3, 20))


def _run(published: str | None) -> Draft:
    capture = Capture(address="https://example.org/1", retrieved="2020-03-20T08:00:00+00:00", sha256="0")
    report = Report(id="r", published=published, capture=capture, text="Two died on Wednesday, not on 5 March 2020.")
    draft = Draft(report)
    return draft.plus(TimexStage().run([draft])[0])


def test_the_stage_reads_an_undated_report_on_both_its_possible_ends() -> None:
    days = _run(None).first(REPORT_DAYS)
    assert days is not None
    assert days.bounds == DayBounds(start=date(2020, 3, 5), end=date(2020, 3, 20))
    assert (days.if_first[0].value, days.if_last[0].value) == ("2020-03-04", "2020-03-18")


def test_a_dated_report_has_nothing_inferred() -> None:
    draft = _run("2020-03-06")
    assert draft.first(REPORT_DAYS) is None
    assert draft.get(TIMEXES)[0].value == "2020-03-04"
