"""Who speaks and what; reports are written for these tests, persons and actors built by hand."""

from __future__ import annotations

import pytest
from speech_samples import Bodies, draft_of, said, speech_of

from dateline.annotate.attribution import AttributionStage, find_speech
from dateline.model.drafts import SPEECH


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


def test_nickname_is_no_quotation() -> None:
    text = 'Selim "Barbecue" Karsa said his men were at home.'
    assert [span.text_in(text) for span in find_speech(draft_of(text))[0].content] == ["his men were at home."]


def test_answers_of_an_interview_are_said_by_whom_it_is_with() -> None:
    text = (
        "General Ito Renn holds the pass.\n\nQ: How did they come in? A: Through the gap. Nine of us died.\n\n"
        "Q: Whose fault was it? A: We do not know. We are ready to talk with them."
    )
    rows = speech_of(text, {"Ito Renn": "Ito Renn"})
    assert {row.source.name for row in rows} == {"Ito Renn"}
    assert "Nine of us died." in said(text, rows[0])
    assert [row.act for row in rows if row.is_statement] == ["offers"]
