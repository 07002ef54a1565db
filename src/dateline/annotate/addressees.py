"""To whom something is said, or whom it is said against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.annotate.speech_clauses import SpeechClause
from dateline.annotate.speech_cues import role_nouns, source_nouns
from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import ResolvedActor
from dateline.model.records import SpeechAct
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
_TO_SOMEBODY = frozenset(("warns", "threatens", "praises", "offers"))
_STOP = r"that|to|not|against|of|for|with|who|whom|and|on|in|at|over|about|from|as|by|yesterday"
_MERIT = (
    r"patience|bravery|courage|restraint|wisdom|sacrifices?|efforts?|work|role|resilience|steadfastness|conduct|"
    r"professionalism|gallantry|vigilance|discipline|heroism"
)
_OBJECT = re.compile(
    rf"\s+(?:all |both )?(?:(?:the|its|their|his) (?:[\w-]+ )?(?:{_MERIT}) (?:of|by) )?"
    r"(?P<party>(?:the |its |their |his |our )?(?!(?:that|of|against|to|it|there|on|in)\b)(?:those\b|[\w’'-]+)"
    rf"(?: (?!{_STOP}|is|are|was|were|will|would|has|have|had|may)[\w’'-]+){{0,4}}?)"
    rf"(?=\s*(?:[:;,.“\"]|\b(?:{_STOP})\b))"
)
_RECEIVER = re.compile(
    r"\b(?:to|with|for) (?P<party>(?:the |each |every |all |its |their )?(?!talk|help|meet|pay|be|let|send|hold)"
    r"[\w’'-]+(?: [\w’'-]+){0,2}?)(?=\s*(?:[:;,.“\"]|\b(?:that|to|who|and|on|in|at|if|as|for)\b|$))"
)
_LISTENER = re.compile(
    r"\s+(?P<party>(?:the |its |their |his |her |our )?(?!that\b|of\b)[\w’'-]+"
    r"(?: (?!that|to|on|in|at|he|she|it)[\w’'-]+){0,3}?)"
    r"(?=\s*(?:[:,.]|\b(?:that|on|in|at|he|she|it|they|the|no)\b))"
)
_PASSING_ON = re.compile(
    r"\b(?:reporters?|journalists?|media|press|news\w*|radio|television|tv|agency|station|paper|channel|correspondents?|"
    r"outlet|us|me|him|her|them|it|monitors?|programme|website|observers?|investigators?|staff|programs?|magazine)\b",
    re.IGNORECASE,
)
_WHOSE_CHARS = 70
_PARTIES = ARMED | {"government", "political", "ngo_or_un", "community"}
_WORD_OF = re.compile(
    r"\b(?:claims?|charges?|accusations?|allegations?|statements?|reports?|version|account|offers?|proposals?|demands?|"
    r"note|threats?|figures?|toll|count|plan|attacks?|strikes?|raids?|assault|shelling|bombing|bombardment|killings?|"
    r"murder|crimes?|incursion|words|decision|call)s? (?:made |carried out |committed )?(?:of|by|from) (?:the )?$"
)
_OWNS = re.compile(r"['’]s? ")
_SIDES = ARMED | {"government"}
_HOSTILE = re.compile(
    r"(?:-?\w+)?\s*(?:fighters|militants|forces|troops|soldiers|gunmen|jets|drones?|artillery|aircraft|people)?\s*"
    r"(?:had|have|has|(?:are|is|were|was|had been|have been|has been)(?=\s+(?:\w+\s+)?(?:\w+ing|behind|meant)\b))?\s*"
    r"(?:also|twice|again|repeatedly|deliberately|now|once)?\s*"
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

    def addressed(self, clause: SpeechClause, act: SpeechAct, speaker: str) -> ActorRef | None:
        """Whom a warning, threat, offer, order or praise is for: the object right behind the verb."""
        if not clause.cue.verb.act or act not in _TO_SOMEBODY:
            return self._listener(clause, speaker)
        end = clause.content[-1].end
        match = _OBJECT.match(self._text, clause.cue_span.end, end)
        if match is None:
            return self._receiver(clause, speaker) if act == "offers" else None
        region = Span(*match.span("party"))
        return self._actor_in(region, speaker) or self._people_as_told(
            region, any_plural=act in ("warns", "threatens")
        )

    def _receiver(self, clause: SpeechClause, speaker: str) -> ActorRef | None:
        """ "offered a truce to the rebels": whoever stands behind "to"."""
        match = _RECEIVER.search(self._text, clause.cue_span.end, clause.content[-1].end)
        if match is None:
            return None
        region = Span(*match.span("party"))
        return self._actor_in(region, speaker) or self._people_as_told(region, any_plural=False)

    def _listener(self, clause: SpeechClause, speaker: str) -> ActorRef | None:
        """ "told the villagers that …"; reporters and broadcasters only pass it on."""
        if clause.cue.verb.lemma != "tell" or not clause.content:
            return None
        match = _LISTENER.match(self._text, clause.cue_span.end)
        if match is None or _PASSING_ON.search(match["party"]):
            return None
        region = Span(*match.span("party"))
        return self._actor_in(region, speaker) or self._people_as_told(region, any_plural=False)

    def _people_as_told(self, region: Span, *, any_plural: bool) -> ActorRef | None:
        """The words as told, where their head names people, or may do so ("warned boatmen that")."""
        words = re.findall(r"[\w’'-]+", region.text_in(self._text).lower())
        head = words[-1] if words else ""
        people = head in source_nouns() or head in role_nouns() or words[:1] == ["those"]
        plural = any_plural and len(head) > 4 and head.endswith("s") and not head.endswith("ss")
        return self._as_told(region) if people or plural else None

    def whose(self, clause: SpeechClause, speaker: str) -> ActorRef | None:
        """Whose claim, offer or deed is denied, rejected or condemned ("the charge of the police that …")."""
        start = clause.cue_span.end
        end = min(clause.content[-1].end, start + _WHOSE_CHARS)
        for row in self._actors:
            if row.span.start < start or row.span.end > end or row.mention.form == "pronoun":
                continue
            if row.actor.name == speaker or row.category not in _PARTIES:
                continue
            before, after = self._text[start : row.span.start], self._text[row.span.end : end]
            if _WORD_OF.search(before) or (len(before.split()) <= 1 and _OWNS.match(after)):
                return row.actor
        return None

    def _blamed_on(self, clause: SpeechClause, speaker: str) -> ActorRef | None:
        """ "blamed the fire on X", "laid it at the door of X"."""
        words = self._text[clause.cue_span.end : clause.content[-1].end]
        ascribed = clause.cue.verb.lemma in ("attribute", "ascribe")
        on = re.search(r"\bto\s+" if ascribed else r"\b(?:on|door of|hand of)\s+", words[:80])
        if on is None or not (ascribed or clause.cue.verb.lemma in ("blame", "lay", "pin", "put")):
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
