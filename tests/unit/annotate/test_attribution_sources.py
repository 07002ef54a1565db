"""Who stands behind tolls and accounts, and who speaks in a press note; reports are written for these tests."""

from __future__ import annotations

import pytest
from speech_samples import Bodies, draft_of, said, speech_of

from dateline.annotate.attribution import find_speech
from dateline.model.annotations import SpeechMention
from dateline.model.drafts import Draft


def test_attribution_tells_estimates_and_source_types() -> None:
    rows = speech_of("Intelligence sources estimate that 400 remain. Villagers put the dead at 12.")
    assert rows[0].stance == "estimates"
    assert rows[1].source_type == "witness"


def test_attribution_keeps_the_crowd_for_attribution_only() -> None:
    rows = speech_of("Ten houses burned, residents said.\n\nTwo guards died, a police captain said.")
    assert [(row.source.name, row.is_statement) for row in rows] == [
        ("residents", False),
        ("a police captain", True),
    ]


@pytest.mark.parametrize(
    ("sentence", "source", "content"),
    [
        ("A human rights group drew up a count of 40 dead.", "A human rights group", "40 dead"),
        ("The mayor raised the toll to 42.", "mayor", "toll to 42"),
        ("Some media were carrying a figure of 16.", "Some media", "figure of 16"),
        ("The army lists 21 dead and four injured.", "army", "21 dead"),
        ("A toll of 80 was given by a church official.", "a church official", "A toll of 80"),
    ],
)
def test_toll_has_its_source_but_is_no_statement(sentence: str, source: str, content: str) -> None:
    row = find_speech(draft_of(sentence))[0]
    assert row.source.name == source
    assert content in row.content[0].text_in(sentence)
    assert not row.is_statement


def test_verb_without_a_toll_is_no_saying() -> None:
    assert find_speech(draft_of("The army raised the flag. The driver gave three men a lift.")) == []


def test_rights_group_carries_no_arms() -> None:
    assert find_speech(draft_of("A human rights group said ten had died."))[0].source_type == "ngo_or_un"


def test_media_office_speaks_for_its_movement() -> None:
    text = "The Tarsa Front's media office said: “All our men are safe tonight.”"
    row = find_speech(draft_of(text, bodies={"Tarsa Front": ("Tarsa Front", "armed_group")}))[0]
    assert (row.source.name, row.source_type) == ("Tarsa Front", "armed_group")


def test_its_alert_is_by_the_body_named_before() -> None:
    text = "The Observatory of Karsa keeps watch. Its alert named 15 dead."
    row = find_speech(draft_of(text, bodies={"Observatory of Karsa": ("Observatory of Karsa", "ngo_or_un")}))[0]
    assert row.source.name == "Observatory of Karsa"


def test_office_of_another_owner_is_another_office() -> None:
    text = "President Karsa's office condemned the raid. According to the ombudsman's office, ten had fled."
    assert [row.source.name for row in find_speech(draft_of(text))][-1] == "ombudsman's office"


def test_ambulance_service_is_medical() -> None:
    row = find_speech(draft_of("The city ambulance service said one had died."))[0]
    assert row.source_type == "medical"


def test_clause_before_suspected_is_no_speaker() -> None:
    assert find_speech(draft_of("Soldiers arrested four men suspected of feeding the attackers.")) == []


def note_of(text: str, publisher: str) -> list[SpeechMention]:
    bodies: Bodies = {"Torva Front": ("Torva Front", "armed_group"), "Karsa Army": ("Karsa Army", "state_force")}
    draft = draft_of(text, None, bodies)
    return find_speech(Draft(draft.report.model_copy(update={"publisher": publisher}), draft.layers))


def test_we_of_a_press_note_is_its_body() -> None:
    rows = note_of("We warn drivers to stay away. The Torva Front held the hill.", "Torva Front Media Office")
    acts = {(row.source.name, row.act) for row in rows if row.is_statement}
    assert acts == {("Torva Front", "warns")}


def test_we_of_an_outlet_speaks_only_where_it_demands_something() -> None:
    rows = note_of("We say it was late. We urge the Karsa Army to open the road.", "Torva Rights Desk")
    assert [(row.source.name, row.act) for row in rows] == [("Torva Rights Desk", "demands")]


def test_short_name_in_a_press_note_is_its_body() -> None:
    rows = note_of("The Ministry commends the troops.", "Ministry of Defence, Karsa")
    assert "Ministry" not in {row.source.name for row in rows}


def test_press_note_denies_what_it_calls_false() -> None:
    text = "Claims that the Karsa Army shelled a school are false. The Karsa Army reached the river."
    rows = [row for row in note_of(text, "Karsa Army Press Office") if row.is_statement]
    assert [(row.source.name, row.act, row.stance) for row in rows] == [("Karsa Army", "denies", "denies")]


def test_note_of_a_press_office_is_said_by_its_first_speaker() -> None:
    rows = note_of("A spokesman said the hill had been taken.\n\nNine guns were found.", "Information Cell")
    assert rows[0].source.name == "A spokesman"
    assert (
        rows[0].span.text_in("A spokesman said the hill had been taken.\n\nNine guns were found.").endswith("found.")
    )


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Four guards dead, says the mayor.", "mayor", "Four guards dead"),
        ("On Monday, two mills were burned, said the council.", "council", "On Monday, two mills were burned"),
        ("Nine boys were led off, by the count of a union.", "a union", "Nine boys were led off"),
        ("A nurse at a clinic where they lay said nine had died.", "A nurse at a clinic", "nine had died."),
        ("Seven fell there, as the mayor has confirmed, three of them guards.", "mayor", "Seven fell there"),
        ("The mayor did confirm that the mill burned.", "mayor", "that the mill burned."),
        ("Hospital staff report nine wounded.", "Hospital staff", "nine wounded."),
    ],
)
def test_attribution_finds_sources_of_tolls(text: str, source: str, content: str) -> None:
    row = speech_of(text)[0]
    assert row.source.name == source
    assert said(text, row).split(" / ")[0] == content


def test_attribution_parts_two_sources_of_one_saying() -> None:
    rows = speech_of("Officials and a survivor said nine had died.")
    assert [(row.source.name, row.is_statement) for row in rows] == [("Officials", False), ("a survivor", False)]
