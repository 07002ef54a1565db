"""Reports are written for these tests; persons and actors are built by hand."""

from __future__ import annotations

import re

import pytest

from dateline.annotate.attribution import AttributionStage, find_speech
from dateline.annotate.sentences import SentenceStage
from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, PersonMention, ResolvedActor, SpeechMention
from dateline.model.drafts import ACTOR_MENTIONS, ACTORS, PERSON_MENTIONS, SPEECH, Draft
from dateline.model.reports import Report
from dateline.model.spans import Span

Persons = dict[str, str]
"""Words in the text -> full name."""
Bodies = dict[str, tuple[str, ActorCategory]]
"""Words in the text -> canonical name and category."""


def draft_of(text: str, persons: Persons | None = None, bodies: Bodies | None = None) -> Draft:
    draft = Draft(Report(id="r-test", text=text))
    draft = draft.plus(SentenceStage().run([draft])[0])
    people = [
        PersonMention(Span(*m.span()), name, None, None, "state_force")
        for words, name in (persons or {}).items()
        for m in re.finditer(re.escape(words), text)
    ]
    actors = []
    for words, (name, category) in (bodies or {}).items():
        for m in re.finditer(rf"\b{re.escape(words)}\b", text):
            mention = ActorMention(Span(*m.span()), "named", name, category)
            actors.append(ResolvedActor(mention.span, mention, ActorRef(name=name, mention=words), category))
    actors.sort(key=lambda row: row.span)
    return draft.plus(
        {
            PERSON_MENTIONS: tuple(sorted(people, key=lambda row: row.span)),
            ACTOR_MENTIONS: tuple(row.mention for row in actors),
            ACTORS: tuple(actors),
        }
    )


def speech_of(text: str, persons: Persons | None = None, bodies: Bodies | None = None) -> list[SpeechMention]:
    return find_speech(draft_of(text, persons, bodies))


def said(text: str, row: SpeechMention) -> str:
    return " / ".join(span.text_in(text) for span in row.content)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The road is shut,” said a border guard officer.", "a border guard officer", "“The road is shut,”"),
        ("“The road is shut,” a local officer said on Monday.", "a local officer", "“The road is shut,”"),
        ("A local officer said that the road was shut.", "A local officer", "that the road was shut."),
        ("The road was shut, a local officer said.", "a local officer", "The road was shut"),
        ("The road, a local officer said, was shut.", "a local officer", "The road / was shut."),
        ("The road was shut, according to a local officer.", "a local officer", "The road was shut"),
        ("According to a local officer, the road was shut.", "a local officer", "the road was shut."),
        ("On Monday a doctor who asked not to be named said ten had died.", "a doctor", "ten had died."),
        ("Troops shelled the mill, an elder told reporters on Friday.", "an elder", "Troops shelled the mill"),
        ("Speaking on Sunday, the mayor told a local radio that ten had died.", "mayor", "that ten had died."),
        ("The mill burned; two shops were looted, a trader said.", "a trader", "two shops were looted"),
    ],
)
def test_attribution_finds_speaker_and_content(text: str, source: str, content: str) -> None:
    (row,) = speech_of(text)
    assert (row.source.name, said(text, row)) == (source, content)


@pytest.mark.parametrize(
    "text",
    [
        "Some 40 fighters are believed to be hiding in the hills.",
        "The camp was reported to have been emptied.",
        "No group has claimed the bombing.",
        "The army has not confirmed the toll.",
        "The blast claimed five lives.",
        "An officer asked that his name not be used.",
        "The men accused of the theft were freed.",
        "“He said nothing to us.”",
    ],
)
def test_attribution_leaves_what_nobody_says(text: str) -> None:
    assert speech_of(text) == []


def test_attribution_joins_a_quotation_over_sentences() -> None:
    text = "“We held the pass. They came at night. Nobody helped,” Capt. Ito Renn, head of the post, said."
    (row,) = speech_of(text, {"Capt. Ito Renn": "Ito Renn"})
    assert row.quoted
    assert row.source.name == "Ito Renn"
    assert said(text, row) == "“We held the pass. They came at night. Nobody helped,”"


def test_attribution_continues_the_last_speaker() -> None:
    text = (
        "“They are in the hills,” said one guard at the gate. “At night they hold every hamlet below us.”\n\n"
        "The post was quiet. “It will not stay so,” he added."
    )
    rows = speech_of(text)
    assert [row.source.name for row in rows] == ["one guard"] * 3
    assert said(text, rows[1]) == "“At night they hold every hamlet below us.”"


def test_attribution_resolves_pronouns_and_short_names() -> None:
    text = (
        "Gov. Sela Amadi visited Torva on Friday. She said the town was safe.\n\n"
        "The Torva Front said it had left. It added that talks would follow."
    )
    rows = speech_of(text, {"Gov. Sela Amadi": "Sela Amadi"}, {"Torva Front": ("Torva Front", "armed_group")})
    assert [row.source.name for row in rows] == ["Sela Amadi", "Torva Front", "Torva Front"]


def test_attribution_resolves_the_official_to_the_one_before() -> None:
    text = "Four guards died, a security official said on Sunday.\n\nA bomb then went off, the official said."
    assert [row.source.name for row in speech_of(text)] == ["a security official"] * 2


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


def test_attribution_gives_a_coordinated_verb_its_speaker() -> None:
    text = "Ito Renn called the raid senseless, and urged the Torva Front to leave."
    rows = speech_of(text, {"Ito Renn": "Ito Renn"}, {"Torva Front": ("Torva Front", "armed_group")})
    assert [(row.act, row.source.name) for row in rows] == [("condemns", "Ito Renn"), ("demands", "Ito Renn")]
    assert said(text, rows[0]) == "the raid senseless"


def test_attribution_keeps_a_relative_saying_to_its_phrase() -> None:
    text = "Shells that local officials blamed on Vostania hit the mill on Sunday, killing two."
    (row,) = speech_of(text, None, {"Vostania": ("Vostania", "government")})
    assert said(text, row) == "Shells / on Vostania"
    assert row.addressee is not None
    assert row.addressee.name == "Vostania"


def test_attribution_stage_adds_a_layer_for_each_report() -> None:
    drafts = [draft_of("Nothing happened."), draft_of("A medic said two had died.")]
    assert [len(added[SPEECH]) for added in AttributionStage().run(drafts)] == [0, 1]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The raid was claimed by the Torva Front.", "Torva Front", "The raid"),
        ("The mayor was quoted by a radio as saying that ten had died.", "mayor", "that ten had died."),
        ("Ten had died by the Torva Front's count.", "Torva Front", "Ten had died"),
        ("Ten died, according to the Torva Front, which gave no names.", "Torva Front", "Ten died"),
        ("“Ten died,” said the clinic's director, Ito Renn.", "Ito Renn", "“Ten died,”"),
        ("The mayor, Ito Renn, told a radio: “Ten died in all.”", "Ito Renn", "“Ten died in all.”"),
        ("The Torva Front (TF) announced that it held the pass.", "Torva Front", "that it held the pass."),
    ],
)
def test_attribution_reads_less_common_frames(text: str, source: str, content: str) -> None:
    bodies: Bodies = {"Torva Front": ("Torva Front", "armed_group")}
    (row,) = speech_of(text, {"Ito Renn": "Ito Renn"}, bodies)
    assert (row.source.name, said(text, row)) == (source, content)


def test_attribution_gives_a_relative_clause_to_the_last_speaker() -> None:
    text = "Ten died, said Ito Renn, head of the clinic, who blamed the Torva Front."
    rows = speech_of(text, {"Ito Renn": "Ito Renn"}, {"Torva Front": ("Torva Front", "armed_group")})
    assert [(row.source.name, row.act) for row in rows] == [("Ito Renn", "explains"), ("Ito Renn", "accuses")]


def test_attribution_lets_a_plain_account_go_on_for_one_sentence() -> None:
    text = "Gunmen stormed the post, a police captain said. Two guards were wounded. The town was calm."
    rows = speech_of(text)
    assert [said(text, row) for row in rows] == ["Gunmen stormed the post", "Two guards were wounded."]
    assert [row.is_statement for row in rows] == [True, False]


@pytest.mark.parametrize("text", ["", "”", "“", "said", "“” said.", "X, said, said, and said", "according to"])
def test_attribution_stands_odd_texts(text: str) -> None:
    for row in speech_of(text):
        assert all(span.text_in(text) for span in row.content)


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


def test_nickname_is_no_quotation() -> None:
    text = 'Selim "Barbecue" Karsa said his men were at home.'
    assert [span.text_in(text) for span in find_speech(draft_of(text))[0].content] == ["his men were at home."]


def test_dismissing_a_claim_rejects_it_but_not_a_minister() -> None:
    assert find_speech(draft_of("The governor dismissed the claim."))[0].act == "rejects"
    assert find_speech(draft_of("The governor dismissed the driver.")) == []


def test_clause_before_suspected_is_no_speaker() -> None:
    assert find_speech(draft_of("Soldiers arrested four men suspected of feeding the attackers.")) == []


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


def test_answers_of_an_interview_are_said_by_whom_it_is_with() -> None:
    text = (
        "General Ito Renn holds the pass.\n\nQ: How did they come in? A: Through the gap. Nine of us died.\n\n"
        "Q: Whose fault was it? A: We do not know. We are ready to talk with them."
    )
    rows = speech_of(text, {"Ito Renn": "Ito Renn"})
    assert {row.source.name for row in rows} == {"Ito Renn"}
    assert "Nine of us died." in said(text, rows[0])
    assert [row.act for row in rows if row.is_statement] == ["offers"]


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
