"""Utterances: where one telling act turns into another, and where a speaker goes on without being named again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.annotate.speech_acts import PLAIN, act_of_words
from dateline.annotate.speech_phrases import has_verb
from dateline.model.annotations import Sentence, SpeechMention
from dateline.model.records import SpeechAct
from dateline.model.spans import Span

QUOTED_WORDS = 4
"""Fewer words in quotation marks are a turn of phrase, not a quotation."""
_CARRYING_CUES = frozenset(("say", "tell", "according to", "add", "announce", "report"))
_OWN_VOICE = re.compile(
    r"(?:On|By|In|Since|For|Earlier|Last|Later|Separately|Meanwhile|Also|Previously|That|This|These|It is|There|But|"
    r"However|No|Neither|Nobody|More than)\b|.*\b(?:since|19\d\d|20\d\d|said|says|claimed|ago|year|decade|comment)\b"
)


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A saying with the paragraph it stands in; `embedded` ones say nothing about the sentences after them."""

    row: SpeechMention
    paragraph: int
    embedded: bool = False


def split_utterances(text: str, sentences: Sequence[Sentence], content: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """The content, cut where a quotation of several sentences turns from one telling act to another."""
    if len(content) != 1:
        return [content]
    parts: list[Span] = []
    acts: list[SpeechAct | None] = []
    for sentence in sentences:
        if not sentence.span.overlaps(content[0]):
            continue
        piece = Span(max(sentence.span.start, content[0].start), min(sentence.span.end, content[0].end))
        act = act_of_words(piece.text_in(text))
        telling = act if act is not None and act not in PLAIN else None
        if parts and (telling is None or acts[-1] in (None, telling)):
            parts[-1] = Span(parts[-1].start, piece.end)
            acts[-1] = acts[-1] or telling
        else:
            parts.append(piece)
            acts.append(telling)
    return [(part,) for part in parts] or [content]


class ContinuationFinder:
    """Finds what is said without a verb of saying, after the sayings of a report that have one."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], quotes: Sequence[Span], told: Sequence[ToldRow]
    ) -> None:
        self._text, self._sentences, self._quotes, self._told = text, sentences, quotes, told

    def quoted_on(self) -> Iterator[SpeechMention]:
        """“A.” X said. “B.”: what is quoted without a verb of its own belongs to the speaker before it."""
        for quote in self._quotes:
            if len(quote.text_in(self._text).split()) < QUOTED_WORDS or self._is_told(quote):
                continue
            sentence = next((s for s in self._sentences if s.span.overlaps(quote)), None)
            if sentence is None or self._text[sentence.span.start : quote.start].strip():
                continue
            row = self._speaker_of(quote, sentence.paragraph)
            if row is not None:
                for content in split_utterances(self._text, self._sentences, (quote,)):
                    yield self._followed(row, content)

    def _followed(self, row: SpeechMention, content: tuple[Span, ...]) -> SpeechMention:
        words = " ".join(span.text_in(self._text) for span in content)
        return replace(
            row,
            span=Span(content[0].start, content[-1].end),
            source_span=None,
            act=act_of_words(words) or row.act,
            stance="says",
            cue="",
            content=content,
            quoted=True,
            addressee=None,
            is_statement=True,
        )

    def _is_told(self, span: Span) -> bool:
        return any(part.overlaps(span) for told in self._told for part in told.row.content)

    def _speaker_of(self, quote: Span, paragraph: int) -> SpeechMention | None:
        """The last speaker before in the paragraph, else the next in it, else the last of the paragraph before."""
        before = [t for t in self._told if t.row.span.start < quote.start and paragraph - t.paragraph <= 1]
        after = [t for t in self._told if t.row.span.start >= quote.end and t.paragraph == paragraph]
        here = [t for t in before if t.paragraph == paragraph]
        if here or (before and not after):
            return max(here or before, key=lambda t: t.row.span.end).row
        return min(after, key=lambda t: t.row.span.start).row if after else None

    def told_on(self) -> Iterator[SpeechMention]:
        """A plain account goes on: the sentence right after it that names no speaker, year or new time.

        Such rows give attribution only. Only the next sentence of the same paragraph is taken.
        """
        for told in self._told:
            row = told.row
            if told.embedded or row.quoted or row.act not in PLAIN or row.cue not in _CARRYING_CUES:
                continue
            sentence = self._sentence_after(row.span, told.paragraph)
            if sentence is not None and self._goes_on(sentence):
                yield replace(
                    row, span=sentence, source_span=None, stance="says", cue="", content=(sentence,),
                    addressee=None, is_statement=False,
                )  # fmt: skip

    def _sentence_after(self, span: Span, paragraph: int) -> Span | None:
        following = (s for s in self._sentences if s.span.start >= span.end and s.paragraph == paragraph)
        return next((s.span for s in following), None)

    def _goes_on(self, sentence: Span) -> bool:
        words = sentence.text_in(self._text)
        if any(quote.overlaps(sentence) for quote in self._quotes) or self._is_told(sentence):
            return False
        return has_verb(words) and _OWN_VOICE.match(words) is None
