"""Statements: one record a speech act, made of the sayings of a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.sayings import weigh_sayings
from dateline.base.text import squeeze_spaces
from dateline.model.annotations import Quote, ResolvedPlace, ResolvedTime, Sentence, SpeechMention
from dateline.model.drafts import PLACES, QUOTES, SENTENCES, SPEECH, STATEMENTS, TIMES, Additions, Draft
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Evidence, SpeechAct, Statement
from dateline.model.spans import Span

_PLAIN: frozenset[SpeechAct] = frozenset(("announces", "claims", "explains"))
_TOPIC_WORDS = 10
_TOPIC_OPENS = re.compile(r"^(?:that|to|for|of|on|and|but|yet|also|then|so)\s+", re.IGNORECASE)
_TOPIC_BREAK = re.compile(r"(?<=[.;:,!?“”\"])\s|\s[—–]\s|[“”\"]")
_ADJUNCT = re.compile(r"(?:From|On|In|At|By|Since|After|Before|During|For|As|When|If|and|or|then|but|who|which)\b")
_DANGLING = re.compile(
    r"(?:\s+(?:the|an?|and|or|of|to|for|in|on|at|by|with|from|that|who|which|has|have|had|is|are|was|were|some|their|its|"
    r"his|her|as|when|than|into|over))+$"
)
_GOES_ON = frozenset(("add", ""))


class StatementStage:
    """Makes the statements of a report: consecutive sayings of one speaker with one act are one record."""

    name = "statements"
    version = "1"
    requires = (*NEEDED, QUOTES)
    provides = (STATEMENTS,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{STATEMENTS: tuple(find_statements(draft))} for draft in batch]


def find_statements(draft: Draft) -> list[Statement]:
    """The statements of a report in the order of the text."""
    told = [part for row in draft.get(SPEECH) for part in row.content]
    assembly = _Assembly(
        draft.text, draft.get(SENTENCES), draft.get(QUOTES), draft.get(PLACES), draft.get(TIMES), told
    )
    rows = weigh_sayings(Context.of(draft))
    return assembly.with_times([(group, assembly.statement(group)) for group in assembly.group(rows)])


@dataclass(frozen=True)
class _Assembly:
    text: str
    sentences: Sequence[Sentence]
    quotes: Sequence[Quote]
    places: Sequence[ResolvedPlace]
    times: Sequence[ResolvedTime]
    told: Sequence[Span]

    def group(self, rows: Sequence[SpeechMention]) -> list[list[SpeechMention]]:
        """Runs of rows that are one utterance: same speaker, same paragraph, acts that go together."""
        groups: list[list[SpeechMention]] = []
        for row in rows:
            if groups and self._continues(groups[-1], row):
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups

    def _continues(self, group: Sequence[SpeechMention], row: SpeechMention) -> bool:
        last = group[-1]
        if row.source.name != last.source.name or self._paragraph(row.span) != self._paragraph(last.span):
            return False
        if row.act == last.act or {row.act, last.act} <= _PLAIN:
            return True
        return bool({row.act, last.act} & _PLAIN) and self._sentence(row.span) == self._sentence(last.span)

    def statement(self, group: Sequence[SpeechMention]) -> Statement:
        first = group[0]
        sources = dict.fromkeys(
            Attribution(source=row.source.name, source_type=row.source_type, stance=row.stance) for row in group
        )
        return Statement(
            speaker=first.source,
            speaker_role=first.source_role,
            act=next((row.act for row in group if row.act not in _PLAIN), first.act),
            addressee=next((row.addressee for row in group if row.addressee is not None), None),
            topic=self._topic(first),
            quote=self._quote(group),
            place=self._place(group),
            time=self._time(group),
            attribution=tuple(sources),
            evidence=tuple(self._evidence(row.span) for row in group),
        )

    # what the record rests on

    def _evidence(self, span: Span) -> Evidence:
        return Evidence(start=span.start, end=span.end, quote=span.text_in(self.text))

    def _quote(self, group: Sequence[SpeechMention]) -> str | None:
        words = [
            self.text[max(quote.span.start, part.start) : min(quote.span.end, part.end)].strip('“”"«»„ ')
            for row in group
            if row.quoted
            for part in row.content
            for quote in self.quotes
            if part.overlaps(quote.span)
        ]
        return " ".join(dict.fromkeys(words)) or None

    def _topic(self, row: SpeechMention) -> str | None:
        """A few words of the report's own: the first clause of what is said that is no mere adjunct."""
        words = _TOPIC_OPENS.sub("", squeeze_spaces(row.content[0].text_in(self.text)).strip('“”"«»„ '))
        parts = [part.strip(" .,;:!?") for part in _TOPIC_BREAK.split(words)]
        full = [part for part in parts if len(part.split()) > 2]
        clause = next((part for part in full if not _ADJUNCT.match(part)), next(iter(full or parts), ""))
        return _DANGLING.sub("", " ".join(clause.split()[:_TOPIC_WORDS])) or None

    # where and when

    def _paragraph(self, span: Span) -> int:
        return self._sentence(span).paragraph

    def _sentence(self, span: Span) -> Sentence:
        return next((s for s in self.sentences if s.span.end > span.start), self.sentences[-1])

    def _place(self, group: Sequence[SpeechMention]) -> Place | None:
        """What the saying is about: the first place in its words, else in its sentence, else in its paragraph."""
        parts = [part for row in group for part in row.content]
        here = [s.span for row in group for s in self.sentences if s.span.overlaps(row.span)]
        number = self._paragraph(group[0].span)
        around = [s.span for s in self.sentences if s.paragraph == number]
        for spans in (parts, here, around):
            for place in self.places:
                if place.event_place and any(span.overlaps(place.span) for span in spans):
                    return place.place
        return None

    def with_times(self, made: Sequence[tuple[Sequence[SpeechMention], Statement]]) -> list[Statement]:
        """What somebody adds was said when they said the rest."""
        last: dict[str, Interval | None] = {}
        statements = []
        for group, statement in made:
            name = statement.speaker.name
            if statement.time is None and group[0].cue in _GOES_ON and last.get(name) is not None:
                statement = statement.model_copy(update={"time": last[name]})
            last[name] = statement.time
            statements.append(statement)
        return statements

    def _time(self, group: Sequence[SpeechMention]) -> Interval | None:
        """When it was said: a time in the sentences of the saying that is no part of what anyone says."""
        here = [s.span for row in group for s in self.sentences if s.span.overlaps(row.span)]
        for time in self.times:
            if time.interval is None or any(part.overlaps(time.span) for part in self.told):
                continue
            if any(span.overlaps(time.span) for span in here):
                return time.interval
        return None
