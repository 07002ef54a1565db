"""Times of records that rest on the report's own days: of one without a date, and of a bulletin's period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dateline.model.records import CodedReport
from dateline.model.reports import Capture, DayBounds, Report
from dateline.pipeline.runner import run_stages
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages

UNDATED = """Gunmen killed four farmers in Njikwa on Wednesday, police said.

Soldiers shelled the village on 5 March 2020. The army has since held Njikwa.

Fighters burned houses in Bafut last month."""

BULLETIN = """Gunmen abducted a nurse in Batibo.

On Tuesday soldiers shelled Bafut.

The week saw 14 attacks."""

Coder = Callable[[Report], CodedReport]


@pytest.fixture(scope="module")
def code() -> Coder:
    stages = make_stages(make_actor_registry(), make_gazetteer())

    def code_report(report: Report) -> CodedReport:
        (coded,) = run_stages([report], stages)
        assert isinstance(coded, CodedReport)
        return coded

    return code_report


def days_of(coded: CodedReport) -> dict[str, tuple[str, str, bool]]:
    """First word of an event's evidence -> its first day, its last, and whether they are inferred."""
    return {
        event.evidence[0].quote.split()[0]: (str(event.time.start), str(event.time.end), event.time.inferred)
        for event in coded.events
        if event.time
    }


def test_an_undated_report_gives_bounds_and_never_a_made_up_day(code: Coder) -> None:
    capture = Capture(address="https://example.org/1", retrieved="2020-03-20T08:00:00+00:00", sha256="0")
    coded = code(Report(id="r", language="en", text=UNDATED, capture=capture))
    assert coded.report.published_inferred == DayBounds(start=date(2020, 3, 5), end=date(2020, 3, 20))
    days = days_of(coded)
    assert days["Gunmen"] == ("2020-03-04", "2020-03-18", True)
    assert days["Soldiers"] == ("2020-03-05", "2020-03-05", False)
    assert days["Fighters"] == ("2020-02-01", "2020-02-29", True)
    assert CodedReport.model_validate(coded.to_json()) == coded


def test_a_dated_report_says_nothing_of_what_is_inferred(code: Coder) -> None:
    data = code(Report(id="r", language="en", text=UNDATED, published="2020-03-06")).to_json()
    assert "published_inferred" not in data["report"]
    assert all("inferred" not in (event["time"] or {}) for event in data["events"])


def test_records_of_a_bulletin_have_its_period_or_a_day_in_it(code: Coder) -> None:
    title = "Weekly security bulletin, 3-9 March 2024"
    coded = code(Report(id="r", language="en", title=title, published="2024-03-14", text=BULLETIN))
    days = days_of(coded)
    assert days["Gunmen"] == ("2024-03-03", "2024-03-09", False)
    assert days["On"] == ("2024-03-05", "2024-03-05", False)
    (figure,) = coded.figures
    assert figure.time is not None
    assert (str(figure.time.start), str(figure.time.end)) == ("2024-03-03", "2024-03-09")
