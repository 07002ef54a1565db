"""Entries of bulletins: paragraphs that open with a day and a place ("3 August, Jarte. Fighters ambushed …")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dateline.assemble.contexts import Context
from dateline.model.annotations import ResolvedPlace, ResolvedTime, Sentence
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.spans import Span

Row = TypeVar("Row", ResolvedTime, ResolvedPlace)

_MAX_WORDS = 9
_COLON = re.compile(r":\s")
_NUMBER = re.compile(r"\s*(?:[-–•*]|\(?\d{1,2}[.)])?\s*(?:on\s+)?", re.IGNORECASE)
_OPENS_WITHIN_CHARS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What the heading of an entry gives for all that the entry tells."""

    time: Interval | None
    place: Place | None


def find_entry(context: Context, sentence: Sentence) -> Entry | None:
    """The entry whose paragraph the sentence stands in; None where the paragraph opens as any other."""
    first = context.back_to_paragraph_start(sentence)[-1]
    heading = _heading(context, first)
    if heading is None:
        return None
    times = [row for row in _within(context.times, context, heading) if row.interval is not None]
    places = [row for row in _within(context.places, context, heading) if row.place.name]
    opened = _NUMBER.match(context.text, heading.start, heading.end)
    begins = opened.end() if opened else heading.start
    if not times or times[0].span.start - begins > _OPENS_WITHIN_CHARS:
        return None
    return Entry(times[0].interval, places[0].place if places else None)


def _heading(context: Context, first: int) -> Span | None:
    """The opening words that stand by themselves: up to a colon, or one or two sentences with no verb of an event."""
    sentence = context.sentences[first]
    colon = _COLON.search(context.text, sentence.span.start, sentence.span.end)
    if colon:
        head = Span(sentence.span.start, colon.start())
        return head if _is_bare(context, first, head) else None
    opening: Span | None = None
    for row in context.sentences[first : first + 2]:
        if row.paragraph != sentence.paragraph or not _is_bare(context, row.index, row.span):
            break
        opening = Span(sentence.span.start, row.span.end)
    return opening


def _is_bare(context: Context, index: int, span: Span) -> bool:
    """Few words, and none that tells of an event."""
    if len(span.text_in(context.text).split()) > _MAX_WORDS:
        return False
    return not any(span.contains(row.span) for row in context.triggers.get(index, ()))


def _within(rows: Mapping[int, Sequence[Row]], context: Context, span: Span) -> Iterator[Row]:
    first, last = context.sentence_at(span.start).index, context.sentence_at(span.end - 1).index
    for index in range(first, last + 1):
        yield from (row for row in rows.get(index, ()) if span.contains(row.span))
