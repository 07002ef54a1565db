"""Who did it and who suffered it, by the rules alone: voices, forces told together, sides that go without saying."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model.records import CodedReport, Event
from dateline.model.reports import Report
from dateline.pipeline.runner import run_stages
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages

Coding = Callable[[str], list[Event]]


@pytest.fixture(scope="module")
def code() -> Coding:
    stages = make_stages(make_actor_registry(), make_gazetteer())

    def code_text(text: str) -> list[Event]:
        (coded,) = run_stages([Report(id="r", language="en", text=text, published="2023-05-16")], stages)
        assert isinstance(coded, CodedReport)
        return list(coded.events)

    return code_text


def _sides(event: Event) -> tuple[set[str], set[str]]:
    return {actor.name for actor in event.actor1}, {actor.name for actor in event.actor2}


@pytest.mark.parametrize(
    ("text", "doers", "victims"),
    [
        (
            "Al Shabaab on Friday stormed a camp of Ugandan soldiers of the African Union mission in Somalia.",
            {"Al-Shabaab"},
            {"Uganda People's Defence Forces", "African Union Transition Mission in Somalia"},
        ),
        (
            "Three Peshmerga were killed on Sunday in a gunbattle with Islamic State militants near Kifri.",
            {"Islamic State"},
            {"Peshmerga"},
        ),
        (
            "Two Peshmerga lost their lives on Sunday in a fierce fight with Islamic State militants near Kifri.",
            {"Islamic State"},
            {"Peshmerga"},
        ),
        (
            "Mosul was retaken from the Islamic State by the Iraqi army on 9 July 2017.",
            {"Iraqi Army"},
            {"Islamic State"},
        ),
        (
            "The Iraqi army killed two Islamic State fighters near Hawija on Monday, while the Peshmerga looked on.",
            {"Iraqi Army"},
            {"Islamic State"},
        ),
        (
            "Islamic State fighters attacked an Iraqi army post near Hawija on Monday. The soldiers returned fire.",
            {"Islamic State"},
            {"Iraqi Army"},
        ),
        (
            "Houthi missiles on Thursday hit the home of a tribal leader, Abdullah Nasser Salim, in Marib.",
            {"Houthis"},
            {"Civilians"},
        ),
    ],
)
def test_an_event_has_the_sides_that_its_words_give(
    code: Coding, text: str, doers: set[str], victims: set[str]
) -> None:
    assert _sides(code(text)[0]) == (doers, victims)


def test_bare_participles_tell_of_who_was_struck(code: Coding) -> None:
    events = code("Two tractors were torched on Monday near Kirkuk, five Iraqi policemen kidnapped.")
    doers, victims = _sides(next(event for event in events if event.sub_event_type.startswith("Abduction")))
    assert not any("Police" in name for name in doers)
    assert any("Police" in name for name in victims)


DYAD = """Islamic State militants killed four Iraqi soldiers near Hawija on Monday.

On Tuesday the Iraqi army {act} near Tuz Khurmatu."""


@pytest.mark.parametrize("act", ["destroyed a cache of weapons", "retook the village of Zarka"])
def test_what_a_force_takes_is_of_the_group_that_it_fights(code: Coding, act: str) -> None:
    later = code(DYAD.format(act=act))[-1]
    assert _sides(later) == ({"Iraqi Army"}, {"Islamic State"})


def test_a_force_that_pulls_out_was_driven_away_by_nobody(code: Coding) -> None:
    later = code(DYAD.format(act="withdrew from its posts"))[-1]
    assert not later.actor2


UNKNOWN = """Islamic State militants killed four Iraqi soldiers near Hawija in April.

On 10 May an Iraqi army convoy was ambushed near Tuz Khurmatu.{more}"""


def test_unknown_attackers_of_a_force_are_the_one_group_told_to_fight_it(code: Coding) -> None:
    doers, _ = _sides(code(UNKNOWN.format(more=""))[-1])
    assert doers == {"Islamic State"}


def test_attackers_that_the_report_does_not_know_stay_unknown(code: Coding) -> None:
    doers, _ = _sides(code(UNKNOWN.format(more=" No group has claimed the ambush."))[-1])
    assert doers == {"Unidentified Armed Group"}


def test_a_crowd_protests_and_the_police_drive_it_apart(code: Coding) -> None:
    (event,) = code("Hundreds of youths marched in Basra on Monday and the Iraqi police fired tear gas at them.")
    doers, victims = _sides(event)
    assert doers == {"Protesters"}
    assert any("Police" in name for name in victims)


def test_men_without_a_name_are_unknown_attackers_not_civilians(code: Coding) -> None:
    (event,) = code("On Thursday two lorries were set alight by men near Nangade.")
    assert _sides(event)[0] == {"Unidentified Armed Group"}
