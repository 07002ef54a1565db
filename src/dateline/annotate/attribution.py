"""Who says so: every saying of a report with its speaker, cue and content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from dateline.annotate.addressees import AddresseeFinder
from dateline.annotate.interviews import find_answers
from dateline.annotate.speakers import SpeakerLedger
from dateline.annotate.speech_acts import PLAIN, speech_act, speech_stance
from dateline.annotate.speech_clauses import SentenceView, SpeechClause
from dateline.annotate.speech_cues import Cue, find_cues, noun_verbs, split_tokens
from dateline.annotate.speech_notes import deny_in_note, find_house, say_for_first_speaker
from dateline.annotate.speech_phrases import RELATIVE, has_verb
from dateline.annotate.speech_publishers import say_for_publisher
from dateline.annotate.told_speakers import House, Speaker
from dateline.annotate.utterances import QUOTED_WORDS, ContinuationFinder, ToldRow, split_utterances
from dateline.model.actors import ActorRef
from dateline.model.annotations import Sentence, SpeechMention
from dateline.model.drafts import (
    ACTOR_MENTIONS,
    ACTORS,
    PERSON_MENTIONS,
    QUOTES,
    SENTENCES,
    SPEECH,
    Additions,
    Draft,
)
from dateline.model.records import SpeechAct
from dateline.model.spans import Span

_TOLL_CUES = frozenset(
    ["put", "count", "give", "list", "name", "record", "register", "document", "raise", "revise", "lower", "update",
     "bring", "draw", "circulate", "carry", "cite", "publish", "release", "issue"]
)  # fmt: skip
_PLAIN_CUES = _TOLL_CUES | {
    "say",
    "tell",
    "add",
    "according to",
    "report",
    "recall",
    "recount",
    "speak",
    "confirm",
    "",
}
_NO_CONTENT = re.compile(
    r"(?:an?|the|its|his|her|their)?\s*(?:\w+ ){0,3}"
    r"(?:story|tale|version|same (?:toll|count|figure|number)\b.*|differently|neither|nothing|none)"
    r"(?: of (?:its|his|her|their) own)?\W*$"
)
_JOINT = re.compile(r"(?:both )?([^,]{3,50}?) and ((?:an?|the|some|several|two|three)? ?[^,]{3,50})")
_NEED_WORDS = frozenset(("call", "read"))
_CONTRAST = re.compile(r",\s(?:while|but|whereas|and)\s")
_PLURAL_HEADS = (
    "they",
    "we",
    "i",
    "police",
    "people",
    "media",
    "staff",
    "clergy",
    "crew",
    "personnel",
    "youth",
    "kin",
)


class AttributionStage:
    """Finds who says what: quotations, reported clauses, "according to", and acts done by saying."""

    name = "attribution"
    version = "1"
    requires = (SENTENCES, QUOTES, PERSON_MENTIONS, ACTOR_MENTIONS, ACTORS)
    provides = (SPEECH,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{SPEECH: tuple(find_speech(draft))} for draft in batch]


def find_speech(draft: Draft) -> list[SpeechMention]:
    """The sayings of a report in the order of the text."""
    note = say_for_publisher(draft)
    rows = _SpeechFinder(draft, find_house(draft, note)).find()
    note = note or say_for_first_speaker(draft, rows)
    return [*note, *rows, *find_answers(draft), *deny_in_note(draft, note, rows)]


class _SpeechFinder:
    """One pass over one report."""

    def __init__(self, draft: Draft, house: House | None) -> None:
        self.text = draft.text
        self.house = house
        self.sentences = draft.get(SENTENCES)
        self.quotes = [quote.span for quote in draft.get(QUOTES)]
        self._quote_starts = [quote.start for quote in sorted(self.quotes)]
        self._quote_reach = list(accumulate((quote.end - 1 for quote in sorted(self.quotes)), max))
        self.actors = draft.get(ACTORS)
        openings = [sentence.span.start for sentence in self.sentences]
        self.ledger = SpeakerLedger(self.text, draft.get(PERSON_MENTIONS), self.actors, openings, house)
        self.told: list[ToldRow] = []
        self.addressees = AddresseeFinder(self.text, self.actors)

    def find(self) -> list[SpeechMention]:
        for sentence in self.sentences:
            self._read(sentence)
        more = ContinuationFinder(self.text, self.sentences, self.quotes, self.told)
        rows = [*(told.row for told in self.told), *more.quoted_on(), *more.told_on()]
        return sorted(rows, key=lambda row: (row.span.start, row.span.end))

    # one sentence

    def _read(self, sentence: Sentence) -> None:
        tokens = split_tokens(self.text, sentence.span.start, sentence.span.end)
        masked = [self._masked(token.start) for token in tokens]
        cues = list(find_cues(self.text, tokens, masked))
        near = [q for q in self.quotes if q.overlaps(sentence.span) or q.end == sentence.span.start]
        view = SentenceView(self.text, sentence.span, tokens, near)
        inherited: Speaker | None = None
        told_by: Span | None = None
        reach = 0
        for number, cue in enumerate(cues):
            end = self._end_of_saying(view, cues, number)
            clause = view.clause(cue, end)
            if clause is None:
                continue
            speaker = self._speaker(view, clause, inherited, told_by)
            if speaker is None:
                continue
            nested = clause.cue_span.start < reach and clause.speaker is not None and speaker is not inherited
            self._add(sentence, clause, speaker, nested=nested)
            if not nested and not clause.embedded:
                inherited, told_by = speaker, clause.speaker
                reach = max(reach, *(span.end for span in clause.content))

    def _masked(self, position: int) -> bool:
        before = bisect_left(self._quote_starts, position)
        return before > 0 and position < self._quote_reach[before - 1]

    def _end_of_saying(self, view: SentenceView, cues: Sequence[Cue], number: int) -> int:
        """A coordinated or trailing verb of saying ends what the one before it says."""
        tokens = view.tokens
        semicolon = self.text.find(";", tokens[cues[number].index].end, view.span.end)
        stop = semicolon if semicolon >= 0 and not self._masked(semicolon) else view.span.end
        for cue in cues[number + 1 :]:
            at = cue.index - 1
            while at > cues[number].index and tokens[at].lower in ("has", "have", "had", "also", "then", "later"):
                at -= 1
            if tokens[at].lower in RELATIVE and at > 0 and tokens[at - 1].text == ",":
                return min(stop, tokens[at - 1].start)
            trails = cue.participle or cue.verb.lemma == "according to"
            if tokens[at].lower in ("and", "but") or (trails and tokens[at].text == ","):
                return min(stop, tokens[at].start)
            between = self.text[tokens[cues[number].index].end : tokens[cue.index].start]
            contrast = list(_CONTRAST.finditer(between))
            if contrast and not cue.participle:
                return min(stop, tokens[cues[number].index].end + contrast[-1].start())
        return stop

    def _speaker(
        self, view: SentenceView, clause: SpeechClause, inherited: Speaker | None, told_by: Span | None
    ) -> Speaker | None:
        if clause.speaker is None:
            return inherited or self._main_speaker(view, clause)
        between = self.text[told_by.end : clause.speaker.end] if told_by and clause.relative else None
        if between is not None and told_by is not None and told_by.end < clause.speaker.end and not has_verb(between):
            return inherited  # "said X, head of Y, who blamed Z"
        if clause.bare and clause.cue.verb.lemma in noun_verbs() and not self._is_plural(clause.speaker):
            return None
        speaker = self.ledger.resolve(clause.speaker)
        if speaker is None or (clause.cue.verb.strict and not speaker.known):
            return None
        return None if self.house is not None and self.house.only_reports(speaker, clause.cue.verb.act) else speaker

    def _main_speaker(self, view: SentenceView, clause: SpeechClause) -> Speaker | None:
        """ "The office summoned the envoy and demanded an answer": the subject of the verb before."""
        region = view.main_subject() if clause.cue.verb.strict and not clause.cue.participle else None
        speaker = self.ledger.resolve(region) if region is not None else None
        return speaker if speaker is not None and speaker.known else None

    def _is_plural(self, region: Span) -> bool:
        """A bare verb form takes a plural subject; otherwise it is a noun ("the official report")."""
        words = re.findall(r"[\w’'-]+", region.text_in(self.text).lower())
        return any(word.endswith(("s", "men")) or word in _PLURAL_HEADS for word in words)

    def _parted(self, clause: SpeechClause, speaker: Speaker) -> tuple[Speaker, list[Speaker]]:
        """ "Officials and a survivor said": each of them, where every part of the words can speak."""
        joint = _JOINT.fullmatch(clause.speaker.text_in(self.text)) if clause.speaker is not None else None
        if joint is None or clause.speaker is None:
            return speaker, []
        spans = [
            Span(clause.speaker.start + joint.start(part), clause.speaker.start + joint.end(part)) for part in (1, 2)
        ]
        found = [self.ledger.resolve(span) for span in spans]
        parts = [one for one in found if one is not None and one.known and "," not in one.ref.name]
        if len(parts) < 2 or parts[0].ref.name == parts[1].ref.name:
            return speaker, []
        return parts[0], parts[1:]

    def _by_another(self, row: SpeechMention, other: Speaker) -> SpeechMention:
        """What two sources say together, by the second; one statement of theirs is enough."""
        return replace(
            row, source=other.ref, source_role=other.role, source_type=other.source_type, source_span=other.span,
            is_statement=False,
        )  # fmt: skip

    def _add(self, sentence: Sentence, clause: SpeechClause, speaker: Speaker, *, nested: bool) -> None:
        speaker, others = self._parted(clause, speaker)
        for content in split_utterances(self.text, self.sentences, clause.content):
            row = self._row(clause, content, speaker, nested=nested)
            if row.cue in _NEED_WORDS and row.act in PLAIN and not row.quoted:
                continue  # "called the police", "read out the names"
            self.told.append(ToldRow(row, sentence.paragraph, clause.embedded or nested))
            self.told += [
                ToldRow(self._by_another(row, other), sentence.paragraph, embedded=True) for other in others
            ]
        self.ledger.remember(clause.cue_span.start, speaker)

    def _row(
        self, clause: SpeechClause, content: tuple[Span, ...], speaker: Speaker, *, nested: bool
    ) -> SpeechMention:
        words = " ".join(span.text_in(self.text) for span in content)
        verb = clause.cue.verb
        act = speech_act(verb, words, speaker)
        addressee = self._addressee(clause, content, act, speaker)
        if verb.act is None and verb.frame == "clause" and act in PLAIN and speaker.source_type != "media":
            addressee = self.addressees.accused(content[0], speaker.ref.name)
            act = "accuses" if addressee is not None else act
        whole = content == clause.content
        spans = [*content, clause.cue_span, *([clause.speaker] if clause.speaker else [])] if whole else list(content)
        row = SpeechMention(
            span=Span(min(s.start for s in spans), max(s.end for s in spans)),
            source_span=clause.speaker,
            source=speaker.ref,
            source_role=speaker.role,
            source_type=speaker.source_type,
            stance=speech_stance(verb, act, words, speaker.source_type),
            act=act,
            cue=verb.lemma,
            content=content,
            quoted=self._is_quoted(content),
            addressee=addressee,
        )
        return replace(row, is_statement=self._is_statement(clause, row, speaker) and not nested)

    def _addressee(
        self, clause: SpeechClause, content: tuple[Span, ...], act: SpeechAct, speaker: Speaker
    ) -> ActorRef | None:
        verb = clause.cue.verb
        if verb.frame == "party":
            return self.addressees.party(clause, speaker.ref.name)
        if verb.act == "accuses":
            return self.addressees.accused(content[0], speaker.ref.name, hostile_only=False)
        if verb.act is None and act in ("accuses", "condemns"):
            return self.addressees.doer(content, speaker.ref.name)
        if verb.act in ("rejects", "denies", "condemns"):
            return self.addressees.whose(clause, speaker.ref.name)
        return self.addressees.addressed(clause, act, speaker.ref.name)

    def _is_statement(self, clause: SpeechClause, row: SpeechMention, speaker: Speaker) -> bool:
        """Whether the saying itself matters; what many or unnamed people plainly tell belongs to the event."""
        if clause.embedded:
            return clause.cue.verb.frame == "party"
        if _NO_CONTENT.match(" ".join(span.text_in(self.text) for span in row.content)):
            return False
        if speaker.source_type == "media" and clause.cue.verb.act is None and not row.quoted:
            return False
        if row.quoted or row.act not in PLAIN or row.stance == "claims_responsibility":
            return True
        if row.cue in _TOLL_CUES:
            return False  # a toll with its source belongs to the event
        if speaker.kind == "unnamed" and self._is_aside(row, speaker):
            return False
        return speaker.source_type != "media"

    def _is_aside(self, row: SpeechMention, speaker: Speaker) -> bool:
        """What many, one more, or somebody in the crowd plainly tells adds to the event, not to the debate."""
        plain = row.cue in _PLAIN_CUES or row.stance == "estimates"
        if not speaker.singular and plain:
            return True
        if speaker.ref.name.lower().startswith("another "):
            return True
        return row.cue == "according to" and speaker.source_type in ("witness", "unnamed")

    def _is_quoted(self, content: Sequence[Span]) -> bool:
        return any(
            span.overlaps(quote) and len(quote.text_in(self.text).split()) >= QUOTED_WORDS
            for span in content
            for quote in self.quotes
        )
