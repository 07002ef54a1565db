"""Which time a record takes, told on reports of our own."""

from datetime import date

import pytest

from dateline.assemble.time_words import is_of_count, name_aspects, name_kind, name_preposition
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import Coder, make_stages


def _coded(text: str) -> CodedReport:
    coder = Coder("test", "1", tuple(make_stages(make_actor_registry(), make_gazetteer())))
    (coded,) = coder.code([Report(id="x", language="en", published="2024-05-10", text=text)])
    assert isinstance(coded, CodedReport)
    return coded


def test_event_takes_the_day_of_its_own_clause_beside_another_days() -> None:
    coded = _coded(
        "Gunmen killed four farmers near Beni on 2 May.\n\nOn 6 May soldiers shot dead two fighters in Butembo."
    )
    assert [event.time.start for event in coded.events if event.time] == [date(2024, 5, 2), date(2024, 5, 6)]


def test_what_has_been_held_since_a_day_runs_up_to_the_report() -> None:
    coded = _coded("Rebels of the M23 have controlled the town of Bunagana since 13 June 2022.")
    (row,) = coded.control
    assert row.time is not None
    assert (row.time.start, row.time.end) == (date(2022, 6, 13), date(2024, 5, 10))


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("since the raid of 3 May", "3 May", "event"),
        ("on 3 May they left", "3 May", "on"),
        ("since 3 May they left", "3 May", "since"),
        ("Monday's raid", "Monday", "genitive"),
    ],
)
def test_preposition_leads_to_a_time(text: str, words: str, name: str) -> None:
    start = text.index(words)
    assert name_preposition(text, Span(start, start + len(words))) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [("3 May 2024", "date"), ("late Monday", "weekday"), ("forty minutes", "length"), ("2011", "year")],
)
def test_kind_of_a_times_words(words: str, name: str) -> None:
    assert name_kind(words) == name


def test_time_of_a_count_is_told_from_that_of_a_deed() -> None:
    text = "On 3 May the ministry gave a toll of nine."
    assert is_of_count(text, Span(3, 8), Span(0, len(text)))
    text = "On 3 May gunmen crossed the river."
    assert not is_of_count(text, Span(3, 8), Span(0, len(text)))


def test_clause_is_named_by_its_verb() -> None:
    text = "Police have since arrested five men."
    start = text.index("arrested")
    assert {"have before", "perfect", "so far"} <= set(name_aspects(text, Span(0, len(text)), Span(start, start + 8)))
