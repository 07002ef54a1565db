"""Texts with their persons and actors, and the speech that is found in them; all built by hand."""

from __future__ import annotations

import re

from dateline.annotate.attribution import find_speech
from dateline.annotate.sentences import SentenceStage
from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, PersonMention, ResolvedActor, SpeechMention
from dateline.model.drafts import ACTOR_MENTIONS, ACTORS, PERSON_MENTIONS, Draft
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
