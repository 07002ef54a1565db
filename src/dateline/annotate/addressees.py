"""To whom something is said, or whom it is said against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.annotate.speech_clauses import SpeechClause
from dateline.annotate.speech_cues import source_nouns
from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import ResolvedActor
from dateline.model.spans import Span

_PARTY = re.compile(
    r"\s*(?:(?:up)?on|at|with|back at|that|against|to|"
    r"(?:the |full )?(?:blame|responsibility) (?:\w+ ){0,2}(?:up)?on)?\s*"
    r"(?P<party>(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*|(?:[\w’'.-]+ ?){1,8}?"
    r"(?=\s*(?:\b(?:to|of|for|responsible|accountable|who|whom|that|at|on|in|and|not|must|should)\b|[,;:.(]|$)))"
)
_PRONOUN = re.compile(r"(?:it|them|him|her|us|this|that|what|the attack|the raid)\b", re.IGNORECASE)
_FREE_PARTY = frozenset(("accuse", "urge", "ask", "call", "tell"))
_BY = re.compile(r"\b(?:by|of|is|are) (?:the )?$")
_REACH_WORDS = 4
_SIDES = ARMED | {"government"}
_HOSTILE = re.compile(
    r"(?:-?\w+)?\s*(?:fighters|militants|forces|troops|soldiers|gunmen|jets|drones?|artillery|aircraft|people)?\s*"
    r"(?:had|have|has|are|is|were|was)?\s*(?:also|twice|again|repeatedly|deliberately|now|once)?\s*"
    r"(?:tried to|attack(?:ed|ing)|hit\b|shell(?:ed|ing)|bomb(?:ed|ing)|struck|fir(?:ed|ing)|meant to|kill(?:ed|ing)|"
    r"shot|launched|ambush(?:ed|ing)|carried out|storm(?:ed|ing)|abduct(?:ed|ing)|kidnap|burn(?:ed|t|ing)|looted|"
    r"target(?:ed|ing)|massacr|violat|us(?:ed|ing)|shooting|behind|crossed|broke|planted|seized)"
)


def name_of(words: str) -> str:
    """The words without their article."""
    return re.sub(r"^(?:the|The)\s+", "", words)


class AddresseeFinder:
    """Finds the party that a saying names, among the resolved actors or as told."""

    def __init__(self, text: str, actors: Sequence[ResolvedActor]) -> None:
        self._text, self._actors = text, actors

    def party(self, clause: SpeechClause, speaker: str) -> ActorRef | None:
        """The party of a verb that takes one ("accused X of …", "called on X to …"); None where none is named."""
        end = clause.content[-1].end
        match = _PARTY.match(self._text, clause.cue_span.end, end)
        if match is None:
            return None
        region = Span(*match.span("party"))
        if region.text_in(self._text).rstrip().endswith("selves"):
            return None
        actor = self._actor_in(region, speaker) or self._blamed_on(clause, speaker)
        if actor is not None:
            return actor
        return self._as_told(region) if self._names_party(clause, region) else None

    def _blamed_on(self, clause: SpeechClause, speaker: str) -> ActorRef | None:
        """ "blamed the fire on X", "laid it at the door of X"."""
        words = self._text[clause.cue_span.end : clause.content[-1].end]
        on = re.search(r"\b(?:on|door of|hand of)\s+", words[:80])
        if on is None or clause.cue.verb.lemma not in ("blame", "lay", "pin", "put"):
            return None
        start = clause.cue_span.end + on.end()
        return self._actor_in(Span(start, start + 30), speaker)

    def _names_party(self, clause: SpeechClause, region: Span) -> bool:
        words = region.text_in(self._text)
        if _PRONOUN.match(words):
            return False
        if clause.cue.verb.lemma in _FREE_PARTY:
            return not self._text[clause.cue_span.end :].lstrip().startswith("for ")
        return name_of(words)[:1].isupper() or any(word in source_nouns() for word in words.lower().split())

    def _as_told(self, region: Span) -> ActorRef | None:
        told = region.text_in(self._text).strip()
        name = name_of(told)
        return ActorRef(name=name, mention=told) if name else None

    def _actor_in(self, region: Span, speaker: str) -> ActorRef | None:
        for row in self._actors:
            if region.overlaps(row.span) and row.mention.form != "pronoun" and row.actor.name != speaker:
                return row.actor
        return None

    def accused(self, content: Span, speaker: str, *, hostile_only: bool = True) -> ActorRef | None:
        """The armed side whose deed is told first thing ("said X had shelled the town"); None for other contents."""
        start = content.start
        for row in self._actors:
            if row.span.end <= start or row.category not in _SIDES or row.mention.form != "named":
                continue
            lead = re.findall(r"[\w’'-]+", self._text[start : max(start, row.span.start)])
            near = row.span.start < content.end and len(lead) <= _REACH_WORDS
            hostile = not hostile_only or _HOSTILE.match(self._text, row.span.end, content.end) is not None
            return row.actor if near and hostile and row.actor.name != speaker else None
        return None

    def doer(self, content: Sequence[Span], speaker: str) -> ActorRef | None:
        """The named side behind "by" in words that accuse or condemn ("an act of revenge by the front")."""
        rows = [
            row
            for row in self._actors
            if row.category in _SIDES
            and row.mention.form == "named"
            and row.actor.name != speaker
            and any(span.contains(row.span) for span in content)
        ]
        behind = [row for row in rows if _BY.search(self._text[max(0, row.span.start - 12) : row.span.start])]
        return behind[0].actor if behind else None
