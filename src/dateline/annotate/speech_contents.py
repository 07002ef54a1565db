"""Which words of a sentence are what is said: the stretches before and after a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.annotate.speech_cues import Cue, Token
from dateline.annotate.speech_phrases import PhraseFinder, has_verb
from dateline.base.text import trim_span
from dateline.model.spans import Span

_ADJUNCT = re.compile(
    r"\s*(?:$|[.,;]|(?:in|on|at|after|before|during|to|without|when|while|through|via|by|late|early|earlier|later|"
    r"last|this|that (?:day|night|morning|evening|week|month|year|time)|speaking|citing|putting|asking|adding|from|"
    r"as|here|there|then|afterwards|yesterday|today|days|hours|weeks|months|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"about|of|and|over|recently|again|repeatedly|(?:\w+ )?time and)\b)",
    re.IGNORECASE,
)
_THAT = re.compile(r"\bthat\b(?!\s+(?:day|night|morning|evening|week|month|year|time)\b)")
_COLON = re.compile(r"[^:;.“\"]{0,60}:\s*(?=[“\"])")
_NICKNAME = re.compile(r"[A-Z]\w+ [“\"]\w+(?: \w+)?[”\"]$")
_TRIMMED = ",:;—– "


class SentenceContents:
    """A sentence as tokens, with the quotations that touch it; finds what a verb of saying says."""

    def __init__(self, text: str, span: Span, tokens: Sequence[Token], quotes: Sequence[Span]) -> None:
        self.text, self.span, self.tokens, self.quotes = text, span, tokens, quotes
        self.phrases = PhraseFinder(text, tokens, self._in_quote)

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def _content(self, cue: Cue, speaker: Span, end: int) -> tuple[Span, ...]:
        begin = self._past_listener(cue)
        after = self._after(cue, end)
        if self._stands_after_as(speaker.start):
            return self._as_confirmed(speaker, end)
        before = self._before(speaker.start) if self._is_parenthesis(speaker.start) else None
        rest = self.text[begin : self.span.end].lstrip()
        if before is None or rest[:1] in (":", "“", '"'):
            return self._parts(after or before)
        if rest[:1] == ",":
            return self._parts(before, after if after and (has_verb(after.text_in(self.text))) else None)
        quoted = self._quote_before(speaker.start)
        if not quoted and after and not has_verb(before.text_in(self.text)) and has_verb(after.text_in(self.text)):
            return (after,)  # "Confirming the attack, X said ten had died"
        that = _THAT.search(rest)
        near = that is not None and "," not in rest[: that.start()]
        if quoted:
            return self._parts(before, after if near and that is not None and that.start() < 40 else None)
        return self._parts(after or before) if near or not _ADJUNCT.match(rest) else (before,)

    def _stands_after_as(self, start: int) -> bool:
        return re.search(r",\s+as\s+$", self.text[self.span.start : start]) is not None

    def _as_confirmed(self, speaker: Span, end: int) -> tuple[Span, ...]:
        """ "…, as the ministry has confirmed, …": all of the sentence but that clause."""
        comma = self.text.find(",", speaker.end, end)
        rest = self._clean(Span(comma + 1, end)) if comma >= 0 else None
        return self._parts(self._before(self.text.rfind(",", self.span.start, speaker.start)), rest)

    def _past_listener(self, cue: Cue) -> int:
        """Where the words after the verb begin, the one who is told left out ("told reporters on Monday")."""
        end = self.tokens[cue.index].end
        if cue.verb.lemma != "tell" or cue.verb.frame != "clause":
            return end
        listener = self.phrases.after(cue.index + 1)
        return listener.end if listener is not None else end

    def _is_parenthesis(self, start: int) -> bool:
        """Whether a clause ends just before the speaker, as in "the road is shut, X said"."""
        before = self.text[self.span.start : start].rstrip()
        if _NICKNAME.search(before):
            return False
        return bool(before) and before[-1] in ',”"’—–»?!' and len(before.split()) > 1

    # spans

    def _parts(self, *spans: Span | None) -> tuple[Span, ...]:
        return tuple(span for span in spans if span is not None)

    def _before(self, end: int) -> Span | None:
        start = self.span.start
        semicolon = self.text.rfind(";", start, end)
        if semicolon >= 0 and not self._in_quote(semicolon):
            start = semicolon + 1
        for quote in self.quotes:
            if quote.start < start < quote.end <= end:
                start = quote.start
        return self._clean(Span(start, end))

    def _after(self, cue: Cue, end: int) -> Span | None:
        start, stop = self.tokens[cue.index].end, min(end, self.span.end)
        for quote in self.quotes:
            if start <= quote.start < stop < quote.end:
                stop = quote.end
        opening = _COLON.match(self.text, start, stop)
        if opening is not None:
            return self._clean(Span(opening.end(), stop))
        reach = self._past_listener(cue)
        that = _THAT.search(self.text, reach, min(stop, reach + 60))
        if (
            that is not None
            and cue.verb.frame == "clause"
            and (reach > start or _ADJUNCT.match(self.text, start, stop))
        ):
            start = that.start()
        return self._clean(Span(start, stop))

    def _clean(self, span: Span) -> Span | None:
        start, end = trim_span(self.text, span.start, span.end)
        while start < end and self.text[start] in _TRIMMED:
            start += 1
        while end > start and self.text[end - 1] in _TRIMMED:
            end -= 1
        return Span(start, end) if any(mark.isalnum() for mark in self.text[start:end]) else None

    def _in_quote(self, position: int) -> bool:
        return any(quote.start <= position < quote.end for quote in self.quotes)

    def _quote_before(self, end: int) -> bool:
        position = len(self.text[:end].rstrip(" ,"))
        return any(quote.end == position for quote in self.quotes)
