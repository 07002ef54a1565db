"""Press notes and bulletins: who "we" are, what a note denies, and a note that one person speaks throughout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.annotate.speech_publishers import is_press_office
from dateline.annotate.told_speakers import House, Speaker
from dateline.model.actors import ActorRef
from dateline.model.annotations import SpeechMention
from dateline.model.drafts import QUOTES, SENTENCES, Draft
from dateline.model.spans import Span

_DENIAL = re.compile(
    r"\b(?:claims?|allegations?|reports?|rumou?rs?|statements?|information|accusations?|news|"
    r"what (?:[\w-]+ ){1,4}(?:circulat|publish|spread|claim|say)\w*)\b[^.;]*"
    r"\b(?:false|untrue|baseless|unfounded|groundless|fabricat\w+|no truth|not true|does not correspond to|"
    r"do not correspond to|devoid of)\b|\bcontrary to what (?:was|is|has been|have been|some)\b",
    re.IGNORECASE,
)


def find_house(draft: Draft, note: Sequence[SpeechMention]) -> House | None:
    """The body that publishes the report; the publisher by its own name where the report is no press note."""
    publisher = draft.report.publisher
    if not publisher:
        return None
    if note:
        row = note[0]
        return House(_speaker(row.source, row), publisher, own_note=True)
    speaker = Speaker(ActorRef(name=publisher), None, "ngo_or_un", None, False, frozenset(), "body")
    return House(speaker, publisher, own_note=False)


def _speaker(source: ActorRef, row: SpeechMention) -> Speaker:
    return Speaker(source, None, row.source_type, None, False, frozenset(source.name.lower().split()), "body")


def say_for_first_speaker(draft: Draft, rows: Sequence[SpeechMention]) -> list[SpeechMention]:
    """A note of a press office that names no body: whoever speaks in its first paragraph says all of it."""
    if not is_press_office(draft.report.publisher or ""):
        return []
    first = [sentence.span for sentence in draft.get(SENTENCES) if sentence.paragraph == 0]
    row = next((row for row in rows if first and row.span.start < first[-1].end and row.source_span), None)
    if row is None:
        return []
    whole = Span(0, len(draft.text))
    return [
        replace(
            row, span=whole, source_span=None, stance="says", act="announces", cue="", content=(whole,),
            quoted=False, addressee=None, is_statement=False,
        )
    ]  # fmt: skip


def deny_in_note(draft: Draft, note: Sequence[SpeechMention], rows: Sequence[SpeechMention]) -> list[SpeechMention]:
    """What a note says to be false in its own words ("Claims that … are untrue."): denials by its body."""
    if not note:
        return []
    quotes = [quote.span for quote in draft.get(QUOTES)]
    told = [row.span for row in rows if row.is_statement]
    return [
        replace(note[0], span=span, stance="denies", act="denies", content=(span,), is_statement=True)
        for span in (sentence.span for sentence in draft.get(SENTENCES))
        if _DENIAL.search(span.text_in(draft.text)) and not any(other.overlaps(span) for other in [*told, *quotes])
    ]
