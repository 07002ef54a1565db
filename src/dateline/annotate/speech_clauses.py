"""Who stands as the speaker of a cue, and which words of the sentence are what is said.

Works on the words alone: a region for the speaker's noun phrase, and spans for the content. Whom the region
names is for `speakers` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.annotate.speech_contents import SentenceContents
from dateline.annotate.speech_cues import Cue, count_after, cue_verbs
from dateline.annotate.speech_phrases import (
    ADVERBIAL,
    NEGATIVE,
    PASSIVE,
    RELATIVE,
    first_verb,
    has_verb,
)
from dateline.model.spans import Span

_APPOSED_WHO = re.compile(r"\s*(?:who|whose|whom|which|where|head|chief|\w+ed (?:by|in|at|from|as))\b")
_APPOSED = re.compile(r"\s*(?:who|whose|which|where|a|an|the)\b")
_AFTER_SPEAKER = re.compile(r"(?:who|whose|which|on|in|at|after|as|while|via|by)\b")
_PRONOUN = re.compile(r"(?:he|she|they|it|we|I|there|that)\b")
_ANONYMOUS = re.compile(
    r"\b(?:nam(?:e|ed)\b.{0,30}(?:withheld|used|published|disclosed|given)|anonym|not to be (?:named|identified)|"
    r"to be (?:named|identified)|not authori[sz]ed|not cleared|to comment)"
)
_SUBORDINATE = frozenset(("what", "whom", "which", "after", "before", "since", "because", "until", "if", "than"))
_QUOTED = frozenset(("quoted", "cited", "reported"))
_PASSIVE_VERBS = frozenset(
    ["claim", "confirm", "deny", "condemn", "denounce", "reject", "announce", "criticize", "criticise", "praise",
     "give", "circulate", "release", "publish", "issue", "record", "register", "document"]
)  # fmt: skip
_TOLL = re.compile(r"\b(?:dead|killed|wounded|injured|hurt|missing|arrested|dead and \w+)\b")
"""Words that make a clause of a count without a verb ("Four dead, says the mayor")."""
_PRONOUNS_OF_SUBJECTS = frozenset(("he", "she", "it", "they", "we", "the", "a", "an", "no", "there"))
_DO = frozenset(("do", "does", "did"))


@dataclass(frozen=True, slots=True)
class SpeechClause:
    """One saying as the sentence has it.

    `speaker` None: the cue has no subject of its own (it is inherited). `embedded`: the saying stands in a
    relative clause, and says nothing about the rest of the sentence.
    `relative`: the subject is a relative pronoun ("X, who said"). `bare`: the verb has no ending.
    """

    cue: Cue
    cue_span: Span
    speaker: Span | None
    content: tuple[Span, ...]
    embedded: bool = False
    relative: bool = False
    bare: bool = False


class SentenceView(SentenceContents):
    """A sentence as tokens, with the quotations that touch it; finds the clauses of its cues."""

    def clause(self, cue: Cue, end: int) -> SpeechClause | None:
        """The clause of `cue`; `end` is where the next saying of the sentence begins. None where it is no saying."""
        if cue.verb.lemma == "according to":
            return self._according(cue)
        if cue.verb.lemma == "by the count of":
            return self._by_count(cue)
        if _ANONYMOUS.search(
            self.text, self.tokens[cue.index].end, min(self.span.end, self.tokens[cue.index].end + 50)
        ):
            return self._inverted(cue)
        return self._inverted(cue) or self._subject_verb(cue, end)

    # according to X

    def _according(self, cue: Cue) -> SpeechClause | None:
        speaker = self._pronoun_at(cue.index + 2) or self.phrases.after(cue.index + 2)
        if speaker is None:
            return None
        token = self.tokens[cue.index]
        before = self._before(token.start)
        comma = self.text.find(",", speaker.end, self.span.end)
        rest = self._clean(Span(comma + 1, self.span.end)) if comma >= 0 else None
        if rest is not None and before is not None and not self._is_clause(rest):
            rest = None
        if before is None and comma < 0:
            rest = self._clean(Span(speaker.end, self.span.end))
        content = tuple(part for part in (before, rest) if part is not None)
        return self._made(cue, speaker, content)

    def _pronoun_at(self, index: int) -> Span | None:
        if self._lower(index) not in ("him", "her", "them") or self._lower(index + 1)[:1].isupper():
            return None
        following = self._lower(index + 1)
        owner = self._lower(index) == "her" and following.isalpha() and following not in _PRONOUNS_OF_SUBJECTS
        return None if owner else Span(self.tokens[index].start, self.tokens[index].end)

    def _by_count(self, cue: Cue) -> SpeechClause | None:
        """ "…, by the ministry's figures": the owner of the count speaks."""
        count = count_after(self.tokens, cue.index)
        if count is None:
            return None
        if self._lower(count + 1) == "of":
            owner_after = self.phrases.after(count + 2)
            content = self._parts(self._before(self.tokens[cue.index].start))
            return self._made(cue, owner_after, content, embedded=True) if owner_after is not None else None
        start, end = self.tokens[cue.index + 1].start, self.tokens[count - 1].end
        owner = re.sub(r"(?:['’]s|(?<=s)['’])$", "", self.text[start:end])
        before = self._before(self.tokens[cue.index].start)
        return self._made(cue, Span(start, start + len(owner)), self._parts(before), embedded=True)

    def _is_clause(self, span: Span) -> bool:
        words = span.text_in(self.text)
        return has_verb(words) and not _APPOSED.match(words)

    # "…," said X

    def _inverted(self, cue: Cue) -> SpeechClause | None:
        if not cue.verb.invert or cue.participle or cue.index == 0:
            return None
        token = self.tokens[cue.index]
        if self.tokens[cue.index - 1].text not in ',”"?!…—–»':
            return None
        speaker = self.phrases.after(cue.index + 1)
        before = self._before(token.start)
        if speaker is None or before is None or _PRONOUN.match(self.text, speaker.start):
            return None
        if not self._quote_before(token.start) and not self._follows_clause(before, speaker):
            return None
        return self._made(cue, speaker, (before,))

    def _follows_clause(self, before: Span, speaker: Span) -> bool:
        """Whether "…, said X" follows a clause, and not words about a subject ("X, head of Y, said six had come")."""
        rest = self.text[speaker.end : self.span.end].lstrip()
        closes = not rest or rest[0] in ",.;”(—–" or _AFTER_SPEAKER.match(rest) is not None
        words = before.text_in(self.text)
        segments = [part for part in words.split(",") if not ADVERBIAL.match(part.strip())] or [words]
        told = has_verb(segments[0]) or _TOLL.search(segments[0]) is not None
        told = told or any(has_verb(part) and not _APPOSED_WHO.match(part) for part in segments[1:])
        return closes and told and not has_verb(speaker.text_in(self.text))

    # X said …

    def _subject_verb(self, cue: Cue, end: int) -> SpeechClause | None:
        if cue.participle and self._lower(cue.index - 1) == "as":
            return self._quoted_as(cue, end)
        if self._lower(cue.index + 1) == "by":
            return self._passive(cue)
        at, barred = self.phrases.skip_auxiliaries(cue.index - 1)
        progressive = cue.participle and barred and not self._is_negated(at, cue.index)
        if (barred and not progressive) or (at >= 0 and self.tokens[at].lower in ("to", "as")):
            return None
        if at < 0 and not cue.participle:
            return None  # "Claims that …": a noun
        if (cue.participle and not progressive) or at < 0 or self.tokens[at].lower in ("and", "but", "or"):
            return self._made(cue, None, self._parts(self._after(cue, end)))
        speaker = self.phrases.before(at)
        if speaker is None or self._first_word(speaker) == "that":
            return None
        bare = self.tokens[cue.index].lower == cue.verb.lemma
        if bare and has_verb(speaker.text_in(self.text)):  # "the sides traded blame"
            return None
        if cue.verb.lemma == "suspect" and has_verb(speaker.text_in(self.text)):  # "soldiers held men suspected of"
            return None
        if self._is_relative(speaker):
            return self._relative(cue, speaker, end)
        return self._made(cue, speaker, self._content(cue, speaker, end))

    def _is_negated(self, start: int, end: int) -> bool:
        return any(self._lower(at) in NEGATIVE for at in range(start + 1, end))

    def main_subject(self) -> Span | None:
        """The subject of the sentence's first verb, where it stands right before it."""
        verb = first_verb(self.text, self.span.start, self.span.end)
        at = next((i for i, token in enumerate(self.tokens) if verb is not None and token.start >= verb), 0) - 1
        at, _ = self.phrases.skip_auxiliaries(at)
        return self.phrases.before(at) if at >= 0 else None

    def _passive(self, cue: Cue) -> SpeechClause | None:
        """ "the raid was claimed by X": whoever stands behind "by" speaks of what stands before the verb."""
        speaker = self.phrases.after(cue.index + 2)
        at = cue.index - 1
        while self._lower(at) in PASSIVE or self._lower(at) in ("has", "have", "had", "later", "also"):
            at -= 1
        reduced = at == cue.index - 1
        if (
            cue.verb.lemma not in _PASSIVE_VERBS
            or (reduced and cue.verb.lemma != "claim")
            or speaker is None
            or at < 0
        ):
            return None
        return self._made(cue, speaker, self._parts(self._before(self.tokens[at].end)), embedded=reduced)

    def _quoted_as(self, cue: Cue, end: int) -> SpeechClause | None:
        """ "X was quoted by the agency as saying that …": the one who is quoted speaks."""
        quoted = next(
            (i for i in range(cue.index - 2, max(-1, cue.index - 9), -1) if self._lower(i) in _QUOTED), None
        )
        if quoted is None:
            return None
        at, passive = self.phrases.skip_auxiliaries(quoted - 1)
        speaker = self.phrases.before(at) if passive and at >= 0 else None
        return self._made(cue, speaker, self._parts(self._after(cue, end))) if speaker is not None else None

    def _first_word(self, span: Span) -> str:
        return span.text_in(self.text).split(" ", 1)[0]

    def _is_relative(self, speaker: Span) -> bool:
        """ "fire that officials blamed on X", "what X says are posts": the saying is about one phrase only."""
        at = next((i for i, token in enumerate(self.tokens) if token.start >= speaker.start), 0) - 1
        if at < 0:
            return False
        if self.tokens[at].lower in _SUBORDINATE:
            return True
        return self.tokens[at].lower == "that" and at > 0 and self.tokens[at - 1].lower not in cue_verbs()

    def _relative(self, cue: Cue, speaker: Span, end: int) -> SpeechClause | None:
        after = self._after(cue, end)
        if cue.verb.frame != "party":
            return self._made(cue, speaker, self._parts(after), embedded=True)
        pronoun = max((token.start for token in self.tokens if token.end < speaker.start), default=speaker.start)
        before = self._before(pronoun)
        target = self.phrases.after(cue.index + 2)
        short = Span(after.start, min(after.end, target.end)) if after and target else None
        if short is not None:
            words = short.text_in(self.text).split()
            short = Span(short.start, short.start + len(" ".join(words[:2])))
        return self._made(cue, speaker, self._parts(before, short), embedded=True)

    def _made(
        self, cue: Cue, speaker: Span | None, content: tuple[Span, ...], *, embedded: bool = False
    ) -> SpeechClause | None:
        if not content or (speaker is not None and self.tokens[cue.index].lower in RELATIVE):
            return None
        token = self.tokens[cue.index]
        bare = token.lower == cue.verb.lemma and token.lower not in ("put", "read")
        bare = bare and not any(self._lower(cue.index - back) in _DO for back in (1, 2))
        relative = self._lower(cue.index - 1) in RELATIVE
        return SpeechClause(cue, Span(token.start, token.end), speaker, content, embedded, relative, bare)
