"""Sentences and quotations: where one thing said ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dateline.base.resources import load_yaml
from dateline.base.text import trim_span
from dateline.model.annotations import Quote, Sentence
from dateline.model.drafts import QUOTES, SENTENCES, Additions, Draft
from dateline.model.spans import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_STOP = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)")
_NEXT_STARTS = re.compile(r"\s+[\"“‘'«(\[]*[A-Z0-9À-ÞĀ-Ž؀-ۿЀ-Я]")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.[\"”’'»)\]]*$")
_CLOSING_FOR = {"“": "”", "«": "»", "„": "“”"}


class SentenceStage:
    """Splits a text into sentences by paragraph, and marks its quotations."""

    name = "sentences"
    version = "1"
    requires = ()
    provides = (SENTENCES, QUOTES)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [
            {SENTENCES: tuple(split_sentences(draft.text)), QUOTES: tuple(find_quotes(draft.text))} for draft in batch
        ]


def split_sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` in order; none crosses a paragraph, and none is empty."""
    index = 0
    for number, paragraph in enumerate(_PARAGRAPH.finditer(text)):
        for start, end in _cut_long(text, _split_paragraph(text, paragraph.start(), paragraph.end())):
            start, end = trim_span(text, start, end)
            if start < end:
                yield Sentence(Span(start, end), index, number)
                index += 1


MAX_SENTENCE_CHARS = 1500
"""No sentence of a report is longer; text without stops is cut, or the stages' time would grow with its square."""


def _cut_long(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        while end - start > MAX_SENTENCE_CHARS:
            cut = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARS)
            cut = cut if cut > 0 else start + MAX_SENTENCE_CHARS
            yield start, cut
            start = cut
        yield start, end


def _split_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, stop.end(), end):
            yield begin, stop.end()
            begin = stop.end()
    yield begin, end


def _ends_sentence(text: str, begin: int, stop: int, end: int) -> bool:
    if not _NEXT_STARTS.match(text, stop, end):
        return False
    word = _LAST_WORD.search(text[max(begin, stop - 24) : stop])
    if word is None:
        return True
    last = word.group(1)
    if len(last) == 1 and last.isupper():  # an initial: "Eric T. Hill"
        return False
    if last.lower() in ("a.m", "p.m", "u.s", "u.n", "u.k", "d.c"):
        return _starts_a_new_thought(text, stop)
    return last.lower() not in _abbreviations()


_NEW_THOUGHT = re.compile(r"\s+(?:The|A|An|In|On|At|It|He|She|They|But|Two|No|One|Its|His|Her|Their|Three)\b")


def _starts_a_new_thought(text: str, stop: int) -> bool:
    """ "at 5 a.m. The army" starts a new sentence, "the U.S. Army" does not."""
    return _NEW_THOUGHT.match(text, stop) is not None


@cache
def _abbreviations() -> frozenset[str]:
    rows = load_yaml("lexicons/abbreviations.yaml")
    return frozenset(word for key in ("titles", "ranks", "months", "others") for word in rows[key])


def find_quotes(text: str) -> Iterator[Quote]:
    """Quotations with their marks. A mark that is not closed before its paragraph ends closes there.

    A quote that runs over several paragraphs opens each with a mark and is given as one quote a paragraph.
    """
    for paragraph in _PARAGRAPH.finditer(text):
        position = paragraph.start()
        while (opening := _next_opening(text, position, paragraph.end())) is not None:
            closing = _closing_of(text, opening, paragraph.end())
            yield Quote(Span(opening, closing))
            position = closing


def _next_opening(text: str, start: int, end: int) -> int | None:
    marks = [at for mark in '“«„"' if (at := text.find(mark, start, end)) >= 0]
    return min(marks) if marks else None


def _closing_of(text: str, opening: int, end: int) -> int:
    closers = _CLOSING_FOR.get(text[opening], text[opening])
    found = [at for mark in closers if (at := text.find(mark, opening + 1, end)) >= 0]
    return min(found) + 1 if found else end
