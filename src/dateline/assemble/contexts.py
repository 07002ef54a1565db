"""A draft as the assemblers look at it: everything by sentence, and clauses around words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from dateline.assemble.speakers import resolve_first_person
from dateline.model.annotations import (
    PersonMention,
    Quantity,
    ReportDays,
    ResolvedActor,
    ResolvedPlace,
    ResolvedTime,
    Sentence,
    SpeechMention,
    Toll,
    Trigger,
)
from dateline.model.drafts import (
    ACTOR_MENTIONS,
    ACTORS,
    PERSON_MENTIONS,
    PLACES,
    QUANTITIES,
    READINGS,
    REPORT_DAYS,
    SENTENCES,
    SPEECH,
    TIMES,
    TOLLS,
    TRIGGERS,
    Additions,
    Draft,
    Layer,
)
from dateline.model.readings import Reading
from dateline.model.records import Evidence
from dateline.model.reports import Report
from dateline.model.spans import Span


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


R = TypeVar("R", bound=_Spanned)

NEEDED: tuple[Layer[Any], ...] = (
    SENTENCES, ACTOR_MENTIONS, PERSON_MENTIONS, ACTORS, PLACES, TIMES, QUANTITIES, TOLLS, TRIGGERS, SPEECH,
)  # fmt: skip
"""The layers that a context is made of."""

_CLAUSE_BREAK = re.compile(
    r";\s|:\s|\s[—–-]\s|,?\s(?:while|whereas|although|though|because|but|when|after|before|where|as)\s|"
    r",\s(?:and|who|which|whose)\s|,\s(?:he|she|it|they)\s(?:said|added|told)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """One report's layers, grouped by sentence index."""

    report: Report
    sentences: Sequence[Sentence]
    actors: dict[int, list[ResolvedActor]]
    places: dict[int, list[ResolvedPlace]]
    times: dict[int, list[ResolvedTime]]
    tolls: dict[int, list[Toll]]
    triggers: dict[int, list[Trigger]]
    quantities: dict[int, list[Quantity]]
    speech: Sequence[SpeechMention]
    persons: dict[int, list[PersonMention]]
    days: ReportDays | None
    """What the report's words tell of its days, beside the date of publication."""
    reading: Reading | None
    """What the encoder says; None where the rules work alone."""
    _starts: Sequence[int] = field(repr=False)

    @classmethod
    def of(cls, draft: Draft) -> Context:
        """The context of a draft: the one that a stage has made, else a new one."""
        return draft.first(CONTEXTS) or cls._make(draft)

    @classmethod
    def _make(cls, draft: Draft) -> Context:
        sentences = draft.get(SENTENCES)
        starts = [sentence.span.start for sentence in sentences]
        return cls(
            report=draft.report,
            sentences=sentences,
            actors=_by_sentence([*draft.get(ACTORS), *resolve_first_person(draft)], starts),
            places=_by_sentence(draft.get(PLACES), starts),
            times=_by_sentence(draft.get(TIMES), starts),
            tolls=_by_sentence(draft.get(TOLLS), starts),
            triggers=_by_sentence(draft.get(TRIGGERS), starts),
            quantities=_by_sentence(draft.get(QUANTITIES), starts),
            speech=draft.get(SPEECH),
            persons=_by_sentence(draft.get(PERSON_MENTIONS), starts),
            days=draft.first(REPORT_DAYS),
            reading=draft.first(READINGS),
            _starts=starts,
        )

    @property
    def text(self) -> str:
        return self.report.text

    def sentence_at(self, position: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def back_to_paragraph_start(self, sentence: Sentence) -> list[int]:
        """The indexes of the sentence and of those before it in its paragraph, the nearest first."""
        rows = (row for row in self.sentences[: sentence.index + 1] if row.paragraph == sentence.paragraph)
        return [row.index for row in rows][::-1]

    def evidence(self, span: Span) -> Evidence:
        return Evidence(start=span.start, end=span.end, quote=span.text_in(self.text))

    def clause_of(self, span: Span) -> Span:
        """The clause around `span`, within its sentence."""
        sentence = self.sentence_at(span.start).span
        start, end = sentence.start, sentence.end
        for match in _CLAUSE_BREAK.finditer(self.text, sentence.start, sentence.end):
            if match.end() <= span.start:
                start = match.end()
            elif match.start() >= span.end:
                end = match.start()
                break
        return Span(start, end)

    def segment_of(self, span: Span) -> Span:
        """The stretch around `span` between semicolons: wider than the clause, narrower than the sentence."""
        sentence = self.sentence_at(span.start).span
        start = max(sentence.start, self.text.rfind(";", sentence.start, span.start) + 1)
        end = self.text.find(";", span.end, sentence.end)
        return Span(start, end if end >= 0 else sentence.end)

    def before(self, span: Span, reach_chars: int = 80) -> str:
        """The words of the clause before `span`, in lower case."""
        start = max(self.clause_of(span).start, span.start - reach_chars)
        return _MONTH_OF_MAY.sub("month", self.text[start : span.start]).lower()

    def speech_over(self, span: Span) -> list[SpeechMention]:
        """Who says the words at `span`, the narrowest first; empty where the outlet itself speaks."""
        over = [row for row in self.speech if any(part.overlaps(span) for part in row.content)]
        over.sort(key=_words_covered)
        if over and _words_covered(over[0]) < len(self.text):
            return over
        return [row for row in self.speech if self._closes_with(row, span)] + over  # the publisher's voice comes last

    def _closes_with(self, row: SpeechMention, span: Span) -> bool:
        """ "Twelve died there, the official said: …": the clause before the source is said by it too."""
        source = row.source_span
        if source is None or span.end > source.start or self.sentence_at(span.start).span.end < source.end:
            return False
        return self.text[source.start - 2 : source.start] == ", " and ";" not in self.text[span.end : source.start]

    def is_of_the_source(self, span: Span) -> bool:
        """Whether words belong to who speaks ("a medic in Beni said"), not to what is told."""
        return any(
            row.span.overlaps(span) and not any(part.overlaps(span) for part in row.content) for row in self.speech
        )

    def is_time_of_speech(self, span: Span) -> bool:
        """Whether a time expression tells when something was said, not when it was done."""
        if self._opens_before_source(span):
            return False
        if self.is_of_the_source(span):
            return True
        return _SAID_BEFORE.search(self.text[max(0, span.start - 40) : span.start]) is not None

    def _opens_before_source(self, time: Span) -> bool:
        """ "On Sunday, the ministry said, a raid was turned back": the day is of the raid, and who tells of it is
        set between commas."""
        sentence = self.sentence_at(time.start).span
        if self.text[sentence.start : time.start].strip().lower() not in ("", "on", "in", "early on", "late on"):
            return False
        return _SAID_BETWEEN.match(self.text, time.end, sentence.end) is not None


_SAID_BETWEEN = re.compile(r",\s(?:[\w’'-]+\s){1,6}(?:said|says|reported|added|claimed),\s")

CONTEXTS: Layer[Context] = Layer("contexts")
"""One row: the context that all assemblers share."""


class ContextStage:
    """Makes the context of each draft once for all assemblers."""

    name = "contexts"
    version = "1"
    requires = NEEDED
    provides = (CONTEXTS,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{CONTEXTS: (Context.of(draft),)} for draft in batch]


_MONTH_OF_MAY = re.compile(r"\bMay\b")
"""A month, so that it is not read as "may"; at the start of a clause the verb hardly occurs."""


def _words_covered(row: SpeechMention) -> int:
    return sum(part.end - part.start for part in row.content)


_SAID_BEFORE = re.compile(
    r"\b(?:said|says|told (?:\w+ ){1,4}|announced|reported|added|confirmed|stated|declared|tweeted|wrote)"
    r"(?:\s+(?:on|in a statement on|late|early|in a statement|that))*\s*$",
    re.IGNORECASE,
)


def _by_sentence(rows: Sequence[R], starts: Sequence[int]) -> dict[int, list[R]]:
    grouped: dict[int, list[R]] = {}
    for row in rows:
        grouped.setdefault(max(0, bisect_right(starts, row.span.start) - 1), []).append(row)
    for group in grouped.values():
        group.sort(key=lambda row: row.span)
    return grouped
