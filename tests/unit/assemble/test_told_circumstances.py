"""The day and place of an event where its own clause names none, or names one of something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.pipeline.runner import run_stages
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages


@pytest.fixture(scope="module")
def code() -> Callable[[str, str], CodedReport]:
    stages = make_stages(make_actor_registry(), make_gazetteer())

    def code_text(text: str, published: str) -> CodedReport:
        (coded,) = run_stages([Report(id="r", language="en", text=text, published=published)], stages)
        assert isinstance(coded, CodedReport)
        return coded

    return code_text


BULLETIN = """10 May, Njikwa. Separatists and soldiers exchanged fire for about an hour near the council office.

11 May, Bafut. Gunmen abducted a nurse from her home."""

TWO_NIGHTS = """Gunmen killed five soldiers near Kifri on Saturday night, the ministry said.

On Sunday, the ministry said, yet another assault was repelled near Tuz Khurmatu."""

ORDINAL = "The pass was shelled on the 23rd and eighteen rebels were killed there."


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        (BULLETIN, "2022-05-16", ["2022-05-10", "2022-05-11"]),
        (TWO_NIGHTS, "2021-11-30", ["2021-11-27", "2021-11-28"]),
        (ORDINAL, "1999-07-29", ["1999-07-23"]),
    ],
)
def test_an_event_has_the_day_that_its_entry_or_sentence_opens_with(
    code: Callable[[str, str], CodedReport], text: str, published: str, days: list[str]
) -> None:
    found = {str(event.time.start) for event in code(text, published).events if event.time}
    assert sorted(found) == days


def test_a_figure_since_an_event_runs_until_the_report(code: Callable[[str, str], CodedReport]) -> None:
    text = "The group says that 1,511 people have been killed in Sagaing since the coup of February 2021."
    (figure,) = code(text, "2023-04-21").figures
    assert figure.time is not None
    assert (str(figure.time.start), str(figure.time.end)) == ("2021-02-01", "2023-04-21")


@pytest.mark.parametrize(
    ("text", "published", "start", "end"),
    [
        (
            "The violence, which spilled over from Mali in 2015, has cost more than 10,000 lives, aid groups say.",
            "2023-01-30",
            "2015-01-01",
            "2023-01-30",
        ),
        ("Across the region the mission has 7,000 men.", "2007-10-05", "2007-10-05", "2007-10-05"),
    ],
)
def test_a_figure_counts_on_from_a_beginning_or_holds_on_the_day(
    code: Callable[[str, str], CodedReport], text: str, published: str, start: str, end: str
) -> None:
    (figure,) = code(text, published).figures
    assert figure.time is not None
    assert (str(figure.time.start), str(figure.time.end)) == (start, end)


def test_the_heading_of_an_entry_gives_place_and_day(code: Callable[[str, str], CodedReport]) -> None:
    text = """Two weeks along the Oued Zig.

3. 17 August, Kaya. Unknown persons kidnapped a teacher on the market road. A driver was abducted too.

The road stays closed."""
    events = code(text, "2022-09-05").events
    assert {(event.place.name if event.place else None) for event in events} == {"Kaya"}
    assert {str(event.time.start) for event in events if event.time} == {"2022-08-17"}


OPEN_STORY = """Gunmen killed nine farmers near Bama on 3 March.

Soldiers shot two of the gunmen in the forest.

Police have arrested five men in Bama over the killings."""


def test_undated_events_take_the_day_of_the_story_and_go_on_to_the_report(
    code: Callable[[str, str], CodedReport],
) -> None:
    events = code(OPEN_STORY, "2023-03-09").events
    arrests = [event for event in events if event.sub_event_type == "Arrests"]
    assert [(str(row.time.start), str(row.time.end)) for row in arrests if row.time] == [("2023-03-03", "2023-03-09")]
    assert {str(row.time.start) for row in events if row.time} == {"2023-03-03"}


def test_a_figure_by_a_day_counts_from_the_day_told_before(code: Callable[[str, str], CodedReport]) -> None:
    text = "Troops burned houses in Bama on 3 March. By 7 March some 2,000 people had fled the town."
    (figure,) = code(text, "2023-03-09").figures
    assert figure.time is not None
    assert (str(figure.time.start), str(figure.time.end)) == ("2023-03-03", "2023-03-07")


def test_a_holding_that_has_ended_runs_from_the_day_told_before(code: Callable[[str, str], CodedReport]) -> None:
    text = "Rebels attacked Bama on 3 March. The army has withdrawn from the town."
    times = [row.time for row in code(text, "2023-03-09").control if row.relation == "withdrew"]
    assert [(str(row.start), str(row.end)) for row in times if row] == [("2023-03-03", "2023-03-09")]
