"""Whom the words about a speaker name, with a memory of those who spoke before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.annotate.speech_cues import body_nouns, source_nouns
from dateline.annotate.speech_sources import SOURCE_TYPE_OF
from dateline.annotate.told_speakers import House, Speaker, is_named, tell_speaker, word_set
from dateline.model.actors import ActorRef
from dateline.model.annotations import PersonMention, ResolvedActor
from dateline.model.records import SourceType
from dateline.model.spans import Span

_NOBODY = word_set("no neither none nobody nothing few nor what why how there who which")
_SHE_HE = frozenset(("he", "she", "him", "her"))
_THEY = frozenset(("they", "both", "them"))
_OURSELVES = frozenset(("i", "we", "you"))
_DEFINITE = frozenset(("the", "that", "this", "same", "his", "her", "its", "their"))
_DOCUMENTS = word_set(
    "statement statements communique communiqué report account accounts count message release post tweet video alert "
    "bulletin tally toll figures dispatch brief briefing memo letter list database records note update"
)
_BREAK = re.compile(
    r"\s+(?:of|in|for|from|at|with|who|whose|which|that|on|near|by|reached|contacted|quoted|speaking|familiar|here|there)\b"
    r"|\s*[,(—–]"
)
_BY = re.compile(r"\b(?:by|of|from)\s+")
_INSIDE = re.compile(r"\b(?:by|of|from|in|at|with|for)\s")
_ONE_OF = frozenset(("a", "an", "one", "another"))
_APPOSED_NAME = re.compile(r"(?:^[^,]*\b[a-z]\w+(?:\s+\([^)]*\))?|\b(?:of|in|for)\s+(?:the\s+)?[A-Z][\w ’'-]+),\s*$")
_POSSESSIVE = re.compile(r"['’]s?\s")
_ONE_AMONG = re.compile(r"(?:one|some) of ")
_LINK = re.compile(
    r"\s*(?:$|[,(—–]|(?:of|in|for|from|at|with|who|whose|which|that|on|near|by|and|here|there|themselves|itself|,)\b)"
)
_ARM = re.compile(
    r"['’]s?\s(?:(?:own|official|military|media|press|information|armed|political|public|relations|general|high|Telegram|Twitter|Facebook|social|news)\s){0,3}"
    r"(?:office|wing|arm|command|leadership|branch|channel|account|headquarters|service|department|bureau)"
)
"""What belongs to a body and speaks for it ("the movement's media office")."""
_OWNED_BY = re.compile(r"(\w+)['’]s?\s")
_BODIES = frozenset(
    ("state_force", "police", "government", "armed_group", "militia", "coalition", "mission", "ngo_or_un",
     "political", "media", "medical", "intelligence")
)  # fmt: skip
_GENERIC_NAMES = frozenset(("Civilians", "Unidentified Armed Group", "Unidentified Militia", "Protesters"))


class SpeakerLedger:
    """Resolves the words about a speaker in one report; call `resolve` in the order of the text."""

    def __init__(
        self,
        text: str,
        persons: Sequence[PersonMention],
        actors: Sequence[ResolvedActor],
        openings: Sequence[int],
        house: House | None = None,
    ) -> None:
        self._text = text
        self._house = house
        self._persons = persons
        self._actors = actors
        self._openings = openings
        self._spoken: list[tuple[int, Speaker]] = []

    def remember(self, position: int, speaker: Speaker) -> None:
        self._spoken.append((position, speaker))

    def last(self, before: int) -> Speaker | None:
        return next((speaker for at, speaker in reversed(self._spoken) if at <= before), None)

    def resolve(self, region: Span) -> Speaker | None:
        """The speaker that the words of `region` name; None where they name none that can speak."""
        words = self._words(region)
        if words in (["we"], ["we", "also"], ["we", "therefore"], ["we", "again"]):
            return self._house.speaker if self._house is not None else None
        if not words or words[0] in _NOBODY or words[0] in _OURSELVES:
            return None
        if self._house is not None and self._house.is_named_by(region.text_in(self._text)):
            return self._house.speaker
        if len(words) <= (1 if words[0] == "her" else 2) and words[0] in _SHE_HE:
            return self._person_before(region)
        if len(words) <= 2 and words[0] in _THEY:
            return self._body_before(region)
        if words in (["their"], ["its"]):
            return self._body_before(region) or self._last_body(region)
        if words in (["his"], ["her"]):
            return self._person_before(region)
        if words == ["it"]:
            return self._body_before(region)
        person = self._person_in(region)
        if person is not None:
            return person
        head = self._head(region)
        if head in _DOCUMENTS:
            return self._author_of(region, words)
        arm = self._arm_in(region)
        if arm is not None:
            return arm
        if words[0] in _DEFINITE and not self._is_known_body(region, head):
            earlier = self._earlier(region, head)
            if earlier is not None:
                return earlier
        if source_nouns().get(head, "armed_group") != "armed_group" and head not in body_nouns():
            return self._as_told(region, head)
        return self._actor_in(region) or self._as_told(region, head)

    def _is_known_body(self, region: Span, head: str) -> bool:
        """Whether the words, article aside, mean a registered body ("the army", "the ministry")."""
        return any(
            row.actor.actor_id is not None
            and (row.mention.form == "named" or head in body_nouns())
            and region.contains(row.span)
            and row.span.end == region.end
            for row in self._actors
        )

    def _words(self, region: Span) -> list[str]:
        return re.findall(r"[\w’'-]+", region.text_in(self._text).lower())

    def _head(self, region: Span) -> str:
        words = re.findall(r"[\w’'-]+", _BREAK.split(region.text_in(self._text), maxsplit=1)[0].lower())
        return words[-1] if words else ""

    # persons

    def _person_in(self, region: Span) -> Speaker | None:
        """The named person at the head of the region, or in apposition to it ("the governor, X Y, said")."""
        unnamed: PersonMention | None = None
        for mention in self._mentions_in(region):
            if not is_named(mention):
                unnamed = unnamed or mention
                continue
            lead = self._text[region.start : max(region.start, mention.span.start)]
            if _BY.search(lead + " ") and not _APPOSED_NAME.search(lead) and not _ONE_AMONG.match(lead):
                continue
            if _POSSESSIVE.match(self._text, mention.span.end, region.end):
                continue
            if unnamed is None or _APPOSED_NAME.search(lead):
                return self._speaker_of(mention)
        return None

    def _mentions_in(self, region: Span) -> Iterator[PersonMention]:
        return (mention for mention in self._persons if mention.span.overlaps(region))

    def _speaker_of(self, mention: PersonMention) -> Speaker:
        words = f"{mention.name} {mention.role or ''} {mention.rank or ''}"
        ref = ActorRef(name=mention.name, mention=mention.span.text_in(self._text))
        return Speaker(ref, mention.role, mention.source_type, mention.span, True, word_set(words), "person")

    def _person_before(self, region: Span) -> Speaker | None:
        spoken = next(((at, s) for at, s in reversed(self._spoken) if at < region.start and s.singular), None)
        subject = next(
            (m for m in reversed(self._persons) if m.span.end <= region.start and is_named(m) and self._opens(m)),
            None,
        )
        if subject is not None and (spoken is None or subject.span.start > spoken[0]):
            return self._speaker_of(subject)
        return spoken[1] if spoken else None

    def _opens(self, mention: PersonMention) -> bool:
        """Whether a person stands near the start of a sentence, where subjects stand."""
        opening = max((start for start in self._openings if start <= mention.span.start), default=0)
        return mention.span.start - opening < 25

    # bodies

    def _body_before(self, region: Span) -> Speaker | None:
        pronoun = self._resolved_at(region)
        it = self._words(region) == ["it"]
        spoken = next(
            (
                (at, s)
                for at, s in reversed(self._spoken)
                if at < region.start and not s.singular and (s.kind == "body" or not it)
            ),
            None,
        )
        if spoken is not None and (pronoun is None or "\n" not in self._text[spoken[0] : region.start]):
            return spoken[1]
        return pronoun

    def _last_body(self, region: Span) -> Speaker | None:
        """The body named last before words that belong to one ("its alert")."""
        before = (row for row in reversed(self._actors) if row.span.end <= region.start)
        row = next((row for row in before if row.mention.form == "named" and row.category in _BODIES), None)
        return None if row is None else self._speaker_of_body(row)

    def _resolved_at(self, region: Span) -> Speaker | None:
        row = next((a for a in self._actors if a.span.overlaps(region) and a.actor.name not in _GENERIC_NAMES), None)
        return None if row is None else self._speaker_of_body(row)

    def _actor_in(self, region: Span) -> Speaker | None:
        for row in self._actors:
            if row.span.end <= region.start or row.span.start >= region.end or row.mention.form == "pronoun":
                continue
            lead = self._text[region.start : max(region.start, row.span.start)]
            tail = self._text[row.span.end : region.end]
            if _INSIDE.search(lead) or not _LINK.match(tail):
                continue
            if lead.strip().lower() in _ONE_OF:
                return self._as_told(region, self._head(region), SOURCE_TYPE_OF[row.category])
            if row.span.start < region.start and row.actor.actor_id is None:
                return None
            unknown = row.mention.form == "generic" and row.actor.actor_id is None
            if unknown or len(lead.split()) > 4:
                return None
            return self._speaker_of_body(row)
        return None

    def _arm_in(self, region: Span) -> Speaker | None:
        """The body whose office or channel speaks ("the movement's media office")."""
        for row in self._actors:
            if row.mention.form != "named" or not region.contains(row.span):
                continue
            lead = self._text[region.start : row.span.start]
            if _ARM.fullmatch(self._text, row.span.end, region.end) and not _INSIDE.search(lead):
                return self._speaker_of_body(row)
        return None

    def _speaker_of_body(self, row: ResolvedActor) -> Speaker:
        words = row.span.text_in(self._text)
        ref = row.actor if row.actor.mention else row.actor.model_copy(update={"mention": words})
        source_type = SOURCE_TYPE_OF[row.category]
        return Speaker(ref, None, source_type, row.span, False, word_set(f"{words} {ref.name}"), "body")

    def _author_of(self, region: Span, words: Sequence[str]) -> Speaker | None:
        """Who stands behind "a statement by the force", "his statement", "the statement"."""
        by = _BY.search(region.text_in(self._text))
        if by is not None:
            inner = Span(region.start + by.end(), region.end)
            return self.resolve(inner)
        if words[0] in ("his", "her"):
            return self._person_before(region)
        if words[0] in ("its", "their"):
            return self._body_before(region) or self._last_body(region)
        if words[0] in _DEFINITE or len(words) <= 2:
            return self.last(region.start) or self._as_told(region, words[-1])
        return self._actor_in(region) or self._as_told(region, words[-1])

    def _earlier(self, region: Span, head: str) -> Speaker | None:
        owner = _OWNED_BY.search(region.text_in(self._text).lower())
        for at, speaker in reversed(self._spoken):
            if owner is not None and not any(word.startswith(owner[1]) for word in speaker.words):
                continue
            if at < region.start and head in speaker.words:
                return speaker
        if not region.text_in(self._text)[4:5].isupper():
            return None
        for row in self._actors:
            if row.span.end <= region.start and row.mention.form == "named" and head in word_set(row.actor.name):
                return self._speaker_of_body(row)
        return None

    def _as_told(self, region: Span, head: str, known_type: SourceType | None = None) -> Speaker | None:
        return tell_speaker(self._text, region, head, next(self._mentions_in(region), None), known_type)
