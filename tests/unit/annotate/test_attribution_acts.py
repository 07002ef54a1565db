"""What an utterance does, and for whom; reports are written for these tests."""

from __future__ import annotations

import pytest
from speech_samples import Bodies, draft_of, said, speech_of

from dateline.annotate.attribution import find_speech


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ito Renn denied that his men had fired.", "denies"),
        ("Ito Renn warned that more attacks would come.", "warns"),
        ("Ito Renn condemned the raid on the clinic.", "condemns"),
        ("Ito Renn called the raid a cowardly crime.", "condemns"),
        ("Ito Renn urged the council to send help.", "demands"),
        ("Ito Renn accused the rebels of looting.", "accuses"),
        ("Ito Renn ordered an inquiry.", "announces"),
        ("Ito Renn praised the firefighters.", "praises"),
        ("Ito Renn vowed to hunt the killers down.", "threatens"),
        ("“We are ready to share the post,” Ito Renn said.", "offers"),
        ("“The council must send help,” Ito Renn said.", "demands"),
        ("“They might attack us,” Ito Renn said.", "warns"),
        ("Ito Renn said the road was shut.", "explains"),
        ("The army said the road was shut.", "announces"),
    ],
)
def test_attribution_tells_the_act(text: str, act: str) -> None:
    (row,) = speech_of(text, {"Ito Renn": "Ito Renn"})
    assert row.act == act


def test_attribution_splits_a_quotation_where_the_act_turns() -> None:
    text = "“We are ready to share the post. It would help. But the army must leave first,” Ito Renn said."
    rows = speech_of(text, {"Ito Renn": "Ito Renn"})
    assert [row.act for row in rows] == ["offers", "demands"]
    assert said(text, rows[0]) == "“We are ready to share the post. It would help."


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Ito Renn accused the Torva Front of looting.", "Torva Front"),
        ("Ito Renn blamed the fire on the Torva Front.", "Torva Front"),
        ("Ito Renn told the Torva Front to leave the valley.", "Torva Front"),
        ("Ito Renn called on the village elders to stay.", "village elders"),
        ("Ito Renn held the Torva Front responsible.", "Torva Front"),
        ("Ito Renn said the Torva Front had shelled the mill.", "Torva Front"),
        ("Ito Renn told the Torva Herald that the mill had burned.", None),
        ("Ito Renn called for calm.", None),
    ],
)
def test_attribution_names_the_addressee(text: str, addressee: str | None) -> None:
    (row,) = speech_of(text, {"Ito Renn": "Ito Renn"}, {"Torva Front": ("Torva Front", "armed_group")})
    assert (row.addressee.name if row.addressee else None) == addressee


def test_attribution_tells_claims_of_responsibility() -> None:
    bodies: Bodies = {"Torva Front": ("Torva Front", "armed_group"), "IS": ("Islamic State", "armed_group")}
    rows = speech_of("The Torva Front claimed the bombing. IS says it killed nine guards.", None, bodies)
    assert [(row.source.name, row.stance) for row in rows] == [
        ("Torva Front", "claims_responsibility"),
        ("Islamic State", "claims_responsibility"),
    ]


def test_dismissing_a_claim_rejects_it_but_not_a_minister() -> None:
    assert find_speech(draft_of("The governor dismissed the claim."))[0].act == "rejects"
    assert find_speech(draft_of("The governor dismissed the driver.")) == []


@pytest.mark.parametrize(
    ("text", "act", "addressee"),
    [
        ("The Torva Front warned boatmen not to cross the river.", "warns", "boatmen"),
        ("The Torva Front praised the patience of the villagers.", "praises", "villagers"),
        ("The Torva Front exhorted the Karsa Army to lay down its guns.", "demands", "Karsa Army"),
        (
            "The Torva Front rejected the charge of the Karsa Army that it had shelled the mill.",
            "rejects",
            "Karsa Army",
        ),
        ("The Torva Front has given the Karsa Army until Friday to leave.", "demands", "Karsa Army"),
        ("The Torva Front attributed the blast to the Karsa Army.", "accuses", "Karsa Army"),
        ("The Torva Front threatened teachers with death.", "threatens", "teachers"),
    ],
)
def test_attribution_finds_whom_an_act_is_for(text: str, act: str, addressee: str) -> None:
    bodies: Bodies = {"Torva Front": ("Torva Front", "armed_group"), "Karsa Army": ("Karsa Army", "state_force")}
    (row,) = speech_of(text, None, bodies)
    assert (row.source.name, row.act) == ("Torva Front", act)
    assert row.addressee is not None
    assert row.addressee.name == addressee


@pytest.mark.parametrize("text", ["The Karsa Army denies it.", "The Karsa Army reject this.", "Both deny it."])
def test_attribution_reads_bare_verbs_that_are_no_nouns(text: str) -> None:
    bodies: Bodies = {"Karsa Army": ("Karsa Army", "state_force")}
    assert [row.source.name for row in speech_of(f"The Karsa Army said no. {text}", None, bodies)][1:] == [
        "Karsa Army"
    ]


def test_attribution_does_not_accuse_those_who_were_hit() -> None:
    bodies: Bodies = {"Karsa Army": ("Karsa Army", "state_force")}
    (row,) = speech_of("Karsa Army soldiers were killed in an ambush, officials said.", None, bodies)
    assert row.act != "accuses"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The Torva Front said nine guards had died and that a gate stood open which will stay so.", "claims"),
        ("The Torva Front said it will free the captives.", "announces"),
        ("The mayor said the men carried no weapons.", "denies"),
        ("“Let France leave,” the mayor said.", "demands"),
    ],
)
def test_attribution_tells_the_act_by_what_is_said(text: str, act: str) -> None:
    (row,) = speech_of(text, None, {"Torva Front": ("Torva Front", "armed_group")})
    assert row.act == act


@pytest.mark.parametrize(
    "text",
    [
        "Residents called the police after hearing shots.",
        "The militants read out a list of names.",
        "The government welcomed 200 former fighters.",
        "Soldiers charged the hill and fired.",
        "Gunmen told the passengers to get off.",
    ],
)
def test_attribution_makes_no_statement_of_deeds(text: str) -> None:
    assert [row for row in speech_of(text) if row.is_statement] == []
