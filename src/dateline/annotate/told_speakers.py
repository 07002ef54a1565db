"""A speaker as the words tell it, where no registered name stands behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dateline.annotate.speech_cues import body_nouns, source_nouns
from dateline.annotate.speech_sources import type_of_words
from dateline.model.actors import ActorRef
from dateline.model.annotations import PersonMention
from dateline.model.records import SourceType, SpeechAct
from dateline.model.spans import Span

SpeakerKind = Literal["person", "body", "unnamed"]

_TRIM = re.compile(
    r"(?:\s+(?:who|whose|which|that|reached|contacted|quoted|speaking|familiar|here|there|on|asking|met|interviewed|heard|"
    r"living|working|treating|opposite|close to|briefed)\b|\s*[,(—–]).*",
    re.DOTALL,
)
_OWNER = re.compile(
    r"^(?:(?:the|its|his|her|their|this|that|our)\s(?:(?:town|city|village|district|area)['’]s\s)?|(?:the\s)?(?:town|city|village|district|area|province|state|country)['’]s\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the reference for the record, role, kind of source, and whether one person speaks.

    `known` is False where nothing but the words as told says that this can speak.
    """

    ref: ActorRef
    role: str | None
    source_type: SourceType
    span: Span | None
    singular: bool
    words: frozenset[str]
    kind: SpeakerKind = "person"
    known: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """The body that publishes a report, as the one that says "we", or "the Ministry" for short.

    `own_note` is False where nothing shows the report to be the body's own word, as it is with any outlet.
    """

    speaker: Speaker
    publisher: str
    own_note: bool

    def is_named_by(self, told: str) -> bool:
        """Whether the words are an article and one word, in capitals, of the publisher's name ("the Bureau")."""
        words = told.split()
        if len(words) != 2 or words[0].lower() != "the" or not words[1][:1].isupper():
            return False
        return words[1] in self.publisher.split() and not words[1].isupper()

    def only_reports(self, speaker: Speaker, act: SpeechAct | None) -> bool:
        """ "We" of an outlet reports; only a body that demands or condemns something speaks for itself."""
        if self.own_note or speaker is not self.speaker:
            return False
        return act in (None, "announces", "claims", "explains")


def tell_speaker(
    text: str, region: Span, head: str, mention: PersonMention | None, known_type: SourceType | None = None
) -> Speaker | None:
    """The speaker that the words of `region` tell; `mention` is the person found in them. None for no words."""
    told = _TRIM.sub("", region.text_in(text)).strip()
    words = told.split()
    if not words:
        return None
    told_type = mention.source_type if mention and not is_named(mention) else None
    by_head = type_of_words(told, head)
    if by_head in ("unnamed", "community"):  # a chief may be of the general staff, or of a village
        by_head = told_type or by_head
    source_type = known_type or by_head or told_type or _apposed_type(text, region)
    span = Span(region.start, region.start + len(told))
    name = _OWNER.sub("", told) or told
    singular = not head.endswith("s") and words[0].lower() in ("a", "an", "one", "another", "the")
    kind = "unnamed" if mention else _kind_as_told(name, head)
    singular = singular or kind == "person"
    known = source_type is not None or (kind == "person" and len(words) > 1 and "," in region.text_in(text))
    ref = ActorRef(name=name, mention=told)
    role = mention.role if mention else None
    return Speaker(ref, role, source_type or "unnamed", span, singular, word_set(told), kind, known)


def _kind_as_told(name: str, head: str) -> SpeakerKind:
    if " and " in name and not name[:1].isupper():
        return "unnamed"
    if head in body_nouns():
        return "body"
    named = all(word[:1].isupper() for word in (name.split()[0], name.split()[-1]))
    return "person" if named and head not in source_nouns() else "unnamed"


def _apposed_type(text: str, region: Span) -> SourceType | None:
    """The kind of source that words behind a name tell ("X, the governor of Y")."""
    nouns = source_nouns()
    apposed = region.text_in(text).partition(",")[2].lower()
    return next((nouns[word] for word in re.findall(r"[\w’'-]+", apposed) if word in nouns), None)


def is_named(mention: PersonMention) -> bool:
    """Whether the person has a name; the last word of one has a capital somewhere ("al-Amin")."""
    words = mention.name.split()
    if mention.rank is not None:
        return True
    role = any(word.lower() in source_nouns() or word in ("in", "and", "for") for word in words)
    return mention.name[:1].isupper() and len(words) > 1 and not words[-1].islower() and not role


def word_set(text: str) -> frozenset[str]:
    """The words of a text in lower case."""
    return frozenset(re.findall(r"[\w’'-]+", text.lower()))
