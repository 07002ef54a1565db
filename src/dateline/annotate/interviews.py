"""Interviews printed as questions and answers: the answers are said by the one who is interviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.annotate.speech_acts import PLAIN, act_of_words
from dateline.annotate.told_speakers import is_named
from dateline.annotate.utterances import split_utterances
from dateline.model.actors import ActorRef
from dateline.model.annotations import PersonMention, SpeechMention
from dateline.model.drafts import PERSON_MENTIONS, SENTENCES, Draft
from dateline.model.spans import Span

_QUESTION = re.compile(r"(?:^|\n)\s*(?:Q|Question)\s?[:.]\s")
_ANSWER = re.compile(
    r"(?:^|(?<=\s))(?:A|Answer)\s?[:.]\s(?P<words>.+?)(?=\n|\s(?:Q|Question|A|Answer)\s?[:.]\s|$)", re.DOTALL
)
_LEAST_QUESTIONS = 2


def find_answers(draft: Draft) -> list[SpeechMention]:
    """One row a telling act of each answer; empty where the report is no interview or names nobody before it."""
    questions = list(_QUESTION.finditer(draft.text))
    if len(questions) < _LEAST_QUESTIONS:
        return []
    person = _interviewed(draft.get(PERSON_MENTIONS), questions[0].start())
    if person is None:
        return []
    return [row for match in _ANSWER.finditer(draft.text) for row in _said(draft, person, Span(*match.span("words")))]


def _interviewed(persons: Sequence[PersonMention], before: int) -> PersonMention | None:
    return next((row for row in persons if row.span.end <= before and is_named(row)), None)


def _said(draft: Draft, person: PersonMention, answer: Span) -> Iterator[SpeechMention]:
    """Plain answers tell of events and are no statements; an offer, a denial or a demand is one."""
    source = ActorRef(name=person.name, mention=person.span.text_in(draft.text))
    for content in split_utterances(draft.text, draft.get(SENTENCES), (answer,)):
        act = act_of_words(" ".join(part.text_in(draft.text) for part in content)) or "explains"
        yield SpeechMention(
            span=Span(content[0].start, content[-1].end),
            source_span=None,
            source=source,
            source_role=person.role,
            source_type=person.source_type,
            stance="denies" if act == "denies" else "says",
            act=act,
            cue="",
            content=content,
            quoted=True,
            is_statement=act not in PLAIN,
        )
