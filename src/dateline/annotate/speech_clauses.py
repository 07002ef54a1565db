"""Who stands as the speaker of a cue, and which words of the sentence are what is said.

Works on the words alone: a region for the speaker's noun phrase, and spans for the content. Whom the region
names is for `speakers` to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.annotate.speech_cues import Cue, Token
from dateline.base.text import trim_span
from dateline.model.spans import Span


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_AUXILIARY = _word_set(
    "have has had will would did does do also then later now again since still once already long first previously "
    "earlier repeatedly meanwhile further separately even always often seldom just recently soon too in turn "
    "himself herself themselves itself on a"
)
_NEGATIVE = frozenset(("not", "never", "neither", "nor", "cannot", "n't", "didn't", "didn’t", "hasn't", "hasn’t"))
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "got"))
_DAYS = _word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday")
_STOPS_BACK = _word_set(
    ', ; : ( ) [ ] “ ” " — – that but while as when where because although though after before if whom than since '
    "until so"
)
_RELATIVE = frozenset(("who", "which"))
_DETERMINERS = _word_set(
    "a an the this that these those one another some several many most both two three no neither his her its their "
    "he she it they we local"
)
_STOPS_FORWARD = _word_set(
    ', ; : ( ) “ ” " — – who whose which that while as at on after when during by before adding without speaking '
    "citing quoting asking in reached contacted yesterday today late early last via through was is are were had has "
    "also . ! ?"
)
_TITLE = re.compile(r"[A-Z][a-z]{1,5}$")
_LEAD = re.compile(
    r"(?:(?:But|And|Yet|Also|Still|Meanwhile|However|Earlier|Later|Separately|Then|Now|so|and|or|yet|then)\b,?\s+)*"
    r"(?:(?:(?:On|In|At|By|Since|Within|Late|Early|Earlier|Later|Last|That|This|The|Some|A|Two|Three|Four|Five|"
    r"Six|Seven|in|on|at|by|late|early|earlier|later|last|that|this)\s+)+"
    r"(?:[\w.]+\s+){0,3}?"
    r"(?:\d{1,2}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|week|month|year|day|night|"
    r"morning|evening|afternoon|hours|days|weeks|months|years|statement|time)\b"
    r"(?:\s+(?:morning|evening|afternoon|night|earlier|later|ago|\d{1,4}|before))*,?\s+)?"
)
_PREPOSITION = re.compile(r"(?:In|At|On|From|Of|For|By|With|To|Among|in|at|on|from|of|for|by|with|to)\s")
_LATE_START = re.compile(r"\s(?=(?:an?|the|one|another|some|several|his|her|its|their)\s)")
_ADJUNCT = re.compile(
    r"\s*(?:$|[.,;]|(?:in|on|at|after|before|during|to|without|when|while|through|via|by|late|early|earlier|later|"
    r"last|this|speaking|citing|putting|asking|adding|from|as|here|there|then|afterwards|yesterday|today|days|hours|"
    r"weeks|months|monday|tuesday|wednesday|thursday|friday|saturday|sunday|about|of|and|over)\b)",
    re.IGNORECASE,
)
_THAT = re.compile(r"\bthat\b(?!\s+(?:day|night|morning|evening|week|month|year|time)\b)")


@dataclass(frozen=True, slots=True)
class SpeechClause:
    """One saying as the sentence has it. `speaker` None: the cue has no subject of its own (it is inherited)."""

    cue: Cue
    cue_span: Span
    speaker: Span | None
    content: tuple[Span, ...]
    preposed: bool
    plural_cue: bool = False


class SentenceView:
    """A sentence as tokens, with the quotations that touch it; finds the clauses of its cues."""

    def __init__(self, text: str, span: Span, tokens: Sequence[Token], quotes: Sequence[Span]) -> None:
        self.text, self.span, self.tokens, self.quotes = text, span, tokens, quotes

    def clause(self, cue: Cue, end: int) -> SpeechClause | None:
        """The clause of `cue`; `end` is where the next saying of the sentence begins. None where it is no saying."""
        if cue.verb.lemma == "according to":
            return self._according(cue)
        after = self._inverted(cue)
        if after is not None:
            return after
        return self._subject_verb(cue, end)

    # according to X

    def _according(self, cue: Cue) -> SpeechClause | None:
        speaker = self._noun_phrase_after(cue.index + 2)
        if speaker is None:
            return None
        token = self.tokens[cue.index]
        before = self._before(token.start)
        close = self._end_of_apposition(speaker.end)
        rest = Span(*trim_span(self.text, close, self.span.end)) if close < self.span.end else None
        content = tuple(part for part in (before, self._clean(rest)) if part is not None)
        if before is not None and rest is not None and self.text[close - 1 : close] != ",":
            content = (before,)
        return self._made(cue, speaker, content, Span(token.start, self.tokens[cue.index + 1].end), preposed=True)

    def _end_of_apposition(self, position: int) -> int:
        """Where the words about the source end: after the comma that closes them, else at the sentence's end."""
        comma = self.text.find(",", position, self.span.end)
        return comma + 1 if comma >= 0 else self.span.end

    # "…," said X

    def _inverted(self, cue: Cue) -> SpeechClause | None:
        if not cue.verb.invert or cue.participle or cue.index == 0:
            return None
        token = self.tokens[cue.index]
        if self.tokens[cue.index - 1].text not in ',”"?!…—–»':
            return None
        if self._closes_apposition(cue.index - 1) and not self._quote_before(token.start):
            return None
        speaker = self._noun_phrase_after(cue.index + 1)
        before = self._before(token.start)
        if speaker is None or before is None or _THAT.match(self.text, speaker.start):
            return None
        return self._made(cue, speaker, (before,), Span(token.start, token.end), preposed=True)

    def _closes_apposition(self, comma: int) -> bool:
        """Whether the comma before a verb ends words about the subject ("X, head of Y, said six had come")."""
        before = self.text[self.span.start : self.tokens[comma].start]
        follows = self.tokens[comma + 2].lower if comma + 2 < len(self.tokens) else ""
        return "," in before and (follows in ("that", "there") or not self._starts_speaker(comma + 2))

    def _starts_speaker(self, index: int) -> bool:
        if index >= len(self.tokens):
            return False
        end = self._noun_phrase_after(index)
        if end is None:
            return False
        rest = self.text[end.end : self.span.end].lstrip()
        return rest[:1] in ",.;” " or bool(re.match(r"(?:who|whose|which|on|in|at|after|as|while|via|by)\b", rest))

    def _noun_phrase_after(self, index: int) -> Span | None:
        tokens = self.tokens
        last = None
        for at in range(index, min(index + 14, len(tokens))):
            token = tokens[at]
            if token.text == "." and last is not None and self._is_abbreviation(at):
                continue
            if token.lower in _STOPS_FORWARD and not (token.lower == "in" and self._names_body(at)):
                break
            last = at
        return None if last is None else Span(tokens[index].start, tokens[last].end)

    def _is_abbreviation(self, at: int) -> bool:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return following is not None and bool(
            _TITLE.match(self.tokens[at - 1].text) or len(self.tokens[at - 1].text) == 1
        )

    def _names_body(self, at: int) -> bool:
        """ "an officer in the provincial police": the body belongs to who speaks."""
        words = {token.lower for token in self.tokens[at + 1 : at + 5]}
        return bool(words & {"police", "army", "ministry", "office", "service", "force", "forces", "command"})

    # X said …

    def _subject_verb(self, cue: Cue, end: int) -> SpeechClause | None:
        at, negated, passive = self._skip_auxiliaries(cue.index - 1)
        if negated or passive:
            return None
        token = self.tokens[cue.index]
        cue_span = Span(token.start, token.end)
        if cue.participle or at < 0 or self.tokens[at].lower in ("and", "but", "or", "to"):
            if at >= 0 and self.tokens[at].lower == "to":
                return None
            inherited = self._after(token.end, end)
            return self._made(cue, None, (inherited,), cue_span, preposed=False) if inherited else None
        speaker = self._noun_phrase_before(at)
        if speaker is None:
            return None
        content = self._content(cue, speaker, end)
        return self._made(cue, speaker, content, cue_span, preposed=bool(content) and content[0].end <= speaker.start)

    def _skip_auxiliaries(self, at: int) -> tuple[int, bool, bool]:
        tokens, negated, passive = self.tokens, False, False
        while at >= 0:
            word = tokens[at].lower
            if word in _NEGATIVE:
                negated = True
            elif word in _PASSIVE:
                passive = True
            elif word in _DAYS and at > 0 and tokens[at - 1].lower in ("on", "late", "early"):
                at -= 1
            elif not (
                word in _AUXILIARY
                or (
                    word.endswith("ly")
                    and word[0].islower()
                    and len(word) > 4
                    and word not in ("family", "assembly")
                    and tokens[at].text[0].islower()
                )
            ):
                break
            at -= 1
        return at, negated, passive

    def _noun_phrase_before(self, at: int) -> Span | None:
        tokens = self.tokens
        if tokens[at].lower in _RELATIVE:
            at -= 1
        if at >= 0 and tokens[at].text == ",":
            return self._before_apposition(at)
        return self._walk_back(at)

    def _before_apposition(self, comma: int) -> Span | None:
        """ "X, who heads the office, said": the phrase before the comma that opens the words about X."""
        tokens = self.tokens
        opening = next((i for i in range(comma - 1, -1, -1) if tokens[i].text == ","), None)
        if opening is None:
            return None if comma == 0 else self._walk_back(comma - 1)
        head = self._walk_back(opening - 1)
        return None if head is None else Span(head.start, tokens[comma - 1].end)

    def _walk_back(self, at: int) -> Span | None:
        tokens = self.tokens
        if at < 0:
            return None
        begin = at
        while begin >= 0 and at - begin < 16:
            token = tokens[begin]
            if token.lower in _STOPS_BACK or self._in_quote(token.start):
                break
            if token.text == "." and not self._is_abbreviation(begin):
                break
            if token.lower == "and" and begin < at and tokens[begin + 1].lower in _DETERMINERS:
                break
            begin -= 1
        if begin == at:
            return None
        return self._without_lead(tokens[begin + 1].start, tokens[at].end)

    def _without_lead(self, start: int, end: int) -> Span | None:
        lead = _LEAD.match(self.text, start, end)
        if lead is not None and lead.end() < end:
            start = lead.end()
        if _PREPOSITION.match(self.text, start, end):
            later = [m.end() for m in _LATE_START.finditer(self.text, start, end)]
            if later:
                start = later[-1]
        return Span(start, end) if start < end else None

    def _content(self, cue: Cue, speaker: Span, end: int) -> tuple[Span, ...]:
        token = self.tokens[cue.index]
        before = self._before(speaker.start) if self._is_parenthesis(speaker.start) else None
        rest = self.text[token.end : self.span.end]
        if before is None:
            after = self._after(token.end, end)
            return (after,) if after else ()
        if rest.lstrip()[:1] == ":" or rest.lstrip()[:1] in tuple('“"'):
            after = self._after(token.end, end)
            return (after,) if after else (before,)
        if rest.lstrip()[:1] == ",":
            after = self._after(token.end, end)
            return tuple(part for part in (before, after) if part)
        that = _THAT.search(rest)
        quoted = self._quote_before(speaker.start)
        if not quoted and (that is not None or not _ADJUNCT.match(rest)):
            after = self._after(token.end, end)
            return (after,) if after else (before,)
        if quoted and that is not None and that.start() < 40:
            after = self._after(token.end, end)
            return tuple(part for part in (before, after) if part)
        return (before,)

    def _is_parenthesis(self, start: int) -> bool:
        """Whether a clause ends just before the speaker, as in "the road is shut, X said"."""
        before = self.text[self.span.start : start].rstrip()
        return bool(before) and before[-1] in ',”"’—–»?!' and len(before.split()) > 1

    # spans

    def _before(self, end: int) -> Span | None:
        start = self.span.start
        semicolon = self.text.rfind(";", start, end)
        if semicolon >= 0 and not self._in_quote(semicolon):
            start = semicolon + 1
        for quote in self.quotes:
            if quote.start < start < quote.end <= end:
                start = quote.start
        return self._clean(Span(start, end))

    def _after(self, start: int, end: int) -> Span | None:
        stop = min(end, self.span.end)
        for quote in self.quotes:
            if start <= quote.start < stop < quote.end:
                stop = quote.end
        that = _THAT.search(self.text, start, min(stop, start + 60))
        if that is not None and _ADJUNCT.match(self.text, start, stop):
            start = that.start()
        return self._clean(Span(start, stop))

    def _clean(self, span: Span | None) -> Span | None:
        if span is None:
            return None
        start, end = trim_span(self.text, span.start, span.end)
        while start < end and self.text[start] in ",:;—– ":
            start += 1
        while end > start and self.text[end - 1] in ",;:—– ":
            end -= 1
        return Span(start, end) if len(self.text[start:end].split()) > 0 else None

    def _in_quote(self, position: int) -> bool:
        return any(quote.start <= position < quote.end for quote in self.quotes)

    def _quote_before(self, end: int) -> bool:
        position = len(self.text[:end].rstrip(" ,"))
        return any(quote.end == position for quote in self.quotes)

    def _made(
        self, cue: Cue, speaker: Span | None, content: tuple[Span, ...], cue_span: Span, *, preposed: bool
    ) -> SpeechClause | None:
        if not content:
            return None
        base_form = self.tokens[cue.index].lower == cue.verb.lemma
        return SpeechClause(cue, cue_span, speaker, content, preposed, plural_cue=base_form)
