"""Sayings are built by hand; reports are written for these tests."""

from __future__ import annotations

from datetime import date

from dateline.assemble.statements import StatementStage, find_statements
from dateline.model.actors import ActorRef
from dateline.model.annotations import Quote, ResolvedPlace, ResolvedTime, Sentence, SpeechMention
from dateline.model.drafts import (
    ACTOR_MENTIONS,
    ACTORS,
    PERSON_MENTIONS,
    PLACES,
    QUANTITIES,
    QUOTES,
    SENTENCES,
    SPEECH,
    STATEMENTS,
    TIMES,
    TOLLS,
    TRIGGERS,
    Additions,
    Draft,
)
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import SpeechAct, Statement
from dateline.model.reports import Report
from dateline.model.spans import Span

EMPTY: Additions = dict.fromkeys((ACTORS, ACTOR_MENTIONS, PERSON_MENTIONS, QUANTITIES, TOLLS, TRIGGERS), ())

TEXT = (
    "“The pass is ours. Send help to Torva,” Ito Renn told a radio on Tuesday. The council must act, he added.\n\n"
    "The mill burned on Sunday, Ito Renn said."
)
SENTENCES_OF_TEXT = (
    "“The pass is ours.",
    "Send help to Torva,” Ito Renn told a radio on Tuesday.",
    "The council must act, he added.",
    "The mill burned on Sunday, Ito Renn said.",
)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def saying(content: str, whole: str, act: SpeechAct, *, statement: bool = True) -> SpeechMention:
    return SpeechMention(
        span=span_of(whole),
        source_span=None,
        source=ActorRef(name="Ito Renn", mention="Ito Renn"),
        source_role="head of the post",
        source_type="state_force",
        stance="says",
        act=act,
        cue="say",
        content=(span_of(content),),
        quoted="“" in content,
        is_statement=statement,
    )


QUOTED = saying(
    "“The pass is ours. Send help to Torva,”", "“The pass is ours. Send help to Torva,” Ito Renn told", "explains"
)
ADDED = saying("The council must act", "The council must act, he added", "explains")
LATER = saying("The mill burned on Sunday", "The mill burned on Sunday, Ito Renn said", "explains")


def statements_of(*rows: SpeechMention) -> list[Statement]:
    paragraphs = (0, 0, 0, 1)
    draft = Draft(Report(id="r-test", text=TEXT)).plus(
        {
            SENTENCES: tuple(
                Sentence(span_of(words), index, paragraphs[index]) for index, words in enumerate(SENTENCES_OF_TEXT)
            ),
            QUOTES: (Quote(span_of("“The pass is ours. Send help to Torva,”")),),
            PLACES: (ResolvedPlace(span_of("Torva"), span_of("Torva"), Place(name="Torva", lat=1.0, lon=2.0)),),
            TIMES: (
                ResolvedTime(span_of("on Tuesday"), Interval.day(date(2021, 2, 9))),
                ResolvedTime(span_of("on Sunday"), Interval.day(date(2021, 2, 7))),
            ),
            SPEECH: rows,
            **EMPTY,
        }
    )
    return find_statements(draft)


def test_statements_take_words_place_time_and_speaker_from_a_saying() -> None:
    (row,) = statements_of(QUOTED)
    assert row.speaker.name == "Ito Renn"
    assert row.speaker_role == "head of the post"
    assert row.quote == "The pass is ours. Send help to Torva,"
    assert row.topic == "The pass is ours"
    assert row.place is not None
    assert row.place.name == "Torva"
    assert row.time == Interval.day(date(2021, 2, 9))
    assert row.attribution[0].source == "Ito Renn"


def test_statements_show_their_evidence_in_the_text() -> None:
    for row in statements_of(QUOTED, LATER):
        for evidence in row.evidence:
            assert TEXT[evidence.start : evidence.end] == evidence.quote


def test_statements_merge_plain_sayings_of_one_paragraph() -> None:
    (row,) = statements_of(QUOTED, ADDED)
    assert len(row.evidence) == 2


def test_statements_keep_paragraphs_and_telling_acts_apart() -> None:
    demand = saying("The council must act", "The council must act, he added", "demands")
    assert [row.act for row in statements_of(QUOTED, demand, LATER)] == ["explains", "demands", "explains"]


def test_statements_do_not_take_the_time_of_the_deed_for_the_time_of_saying() -> None:
    (row,) = statements_of(LATER)
    assert row.time is None


def test_statements_leave_what_serves_attribution_only() -> None:
    aside = saying("The council must act", "The council must act, he added", "explains", statement=False)
    assert statements_of(aside) == []


def test_statement_stage_needs_no_sayings() -> None:
    draft = Draft(Report(id="r-test", text="Quiet.")).plus(
        {SENTENCES: (Sentence(Span(0, 6), 0, 0),), QUOTES: (), PLACES: (), TIMES: (), SPEECH: (), **EMPTY}
    )
    assert StatementStage().run([draft]) == [{STATEMENTS: ()}]
