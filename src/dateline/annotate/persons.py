"""Persons who speak or act in a role, named or not, each with the fullest form of the name in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.annotate.person_names import NamedPerson, find_named_persons
from dateline.annotate.person_roles import any_of, find_bodies, find_role_nouns, role_lexicon, type_of_role
from dateline.base.words import split_words
from dateline.model.annotations import ActorMention, PersonMention
from dateline.model.drafts import ACTOR_MENTIONS, PERSON_MENTIONS, SENTENCES, Additions, Draft
from dateline.model.ports import ActorRegistry
from dateline.model.records import SourceType
from dateline.model.spans import Span


class PersonStage:
    """Provides the persons in order of the text; a later surname carries the name and role of its bearer."""

    name = "persons"
    version = "1"
    requires = (SENTENCES, ACTOR_MENTIONS)
    provides = (PERSON_MENTIONS,)

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{PERSON_MENTIONS: tuple(find_persons(draft.text, draft.get(ACTOR_MENTIONS)))} for draft in batch]


_ITS = re.compile(r"\b[Ii]ts\s$")


@dataclass(frozen=True, slots=True)
class _Person:
    """Who someone is, put together from all mentions with the same name."""

    name: str
    rank: str | None
    role: str | None
    source_type: SourceType
    affiliation: str | None


def find_persons(text: str, mentions: Sequence[ActorMention]) -> list[PersonMention]:
    """The persons of a text, in order; none overlaps another."""
    role_nouns = find_role_nouns(text)
    named = find_named_persons(text, mentions, role_nouns)
    persons = _merge(text, named, mentions)
    found = [_mention(person.span, persons[_fullest(person.name, persons)]) for person in named]
    found.extend(_later(text, persons, [person.span for person in named]))
    taken = [row.span for row in found] + [person.role for person in named if person.role]
    found.extend(_unnamed(text, mentions, role_nouns, taken))
    return sorted(found, key=lambda row: row.span)


def _merge(text: str, named: Sequence[NamedPerson], mentions: Sequence[ActorMention]) -> dict[str, _Person]:
    """Full name -> person; short forms ("Governor Zulum") belong to the longest name that ends with them."""
    names = {person.name for person in named}
    fullest = {name: max((other for other in names if _is_short_for(name, other)), key=len) for name in names}
    persons: dict[str, _Person] = {}
    for person in named:
        full = fullest[person.name]
        persons[full] = _joined(persons.get(full), _person(text, full, person, mentions))
    return persons


def _is_short_for(name: str, other: str) -> bool:
    return name == other or other.endswith((f" {name}", f"-{name}"))


def _fullest(name: str, persons: dict[str, _Person]) -> str:
    return max((other for other in persons if _is_short_for(name, other)), key=len)


def _person(text: str, full: str, person: NamedPerson, mentions: Sequence[ActorMention]) -> _Person:
    role = person.role.text_in(text) if person.role else None
    role = re.sub(r"\s+", " ", role) if role else None
    bodies = find_bodies(person.role or person.span, mentions)
    told = type_of_role(role, bodies) if role else None
    if told is None and person.role is not None and _ITS.search(text[: person.role.start][-8:]):
        bodies = [
            mention for mention in mentions if mention.form == "named" and mention.span.end < person.role.start
        ][-1:]
        told = type_of_role(role or "", bodies)
    kind: SourceType = told or _type_of_title(person) or "unnamed"
    return _Person(full, person.rank, role, kind, bodies[0].head if bodies else None)


def _type_of_title(person: NamedPerson) -> SourceType | None:
    known: dict[str, SourceType] = {
        "state_force": "state_force",
        "government": "government",
        "armed_group": "armed_group",
        "community": "community",
    }
    return known.get(person.source_type or "")


def _joined(first: _Person | None, second: _Person) -> _Person:
    """What two mentions of one person tell together; the first that tells a thing is believed."""
    if first is None:
        return second
    known = first.source_type != "unnamed"
    return _Person(
        name=first.name,
        rank=first.rank or second.rank,
        role=first.role or second.role,
        source_type=first.source_type if known else second.source_type,
        affiliation=first.affiliation or second.affiliation,
    )


def _mention(span: Span, person: _Person, surname_only: bool = False) -> PersonMention:
    return PersonMention(
        span, person.name, person.rank, person.role, person.source_type, person.affiliation, surname_only
    )


# -- later mentions -----------------------------------------------------------------------------------------------


def _later(text: str, persons: dict[str, _Person], taken: Sequence[Span]) -> Iterator[PersonMention]:
    short = _short_names(persons)
    if not short:
        return
    pattern = re.compile(rf"(?<![\w-])(?:{any_of([*persons, *short])})(?![\w-])")
    for match in pattern.finditer(text):
        span = Span(*match.span())
        if any(span.overlaps(other) for other in taken) or _goes_on(text, span):
            continue
        full = match[0] if match[0] in persons else short[match[0]]
        yield _mention(span, persons[full], surname_only=match[0] != full)


def _short_names(persons: dict[str, _Person]) -> dict[str, str]:
    """Last name -> full name, where no two persons share it."""
    short: dict[str, str] = {}
    shared: set[str] = set()
    for full in persons:
        last = full.split(" ")[-1]
        bare = re.sub(r"^(?:al|el)[-‑]", "", last, flags=re.IGNORECASE)
        for form in {last, bare, bare.capitalize(), last[:1].upper() + last[1:]}:
            if form == full or len(form) < 3:
                continue
            if short.get(form, full) != full:
                shared.add(form)
            short[form] = full
    return {form: full for form, full in short.items() if form not in shared}


def _goes_on(text: str, span: Span) -> bool:
    """Whether the words are part of a longer name ("Mount Ramadhan", "Ramadhan Hospital")."""
    before = re.search(r"([^\W\d_][\w’'-]*)[ \xa0]$", text[max(0, span.start - 25) : span.start])
    after = re.match(r"[ \xa0]([^\W\d_][\w’'-]*)", text[span.end : span.end + 25])
    longer_before = before is not None and before[1][0].isupper() and not _opens(text, span.start - len(before[0]))
    return longer_before or (after is not None and after[1][0].isupper())


def _opens(text: str, start: int) -> bool:
    return start <= 0 or text[start - 1] in '\n“"' or text[max(0, start - 2) : start].strip() in (".", "!", "?", "”")


# -- speakers without a name --------------------------------------------------------------------------------------


_LEAD = re.compile(r"(?:[\w’'-]+[ \xa0-]){1,5}$")
_TAIL = re.compile(
    r"\s(?:in|of|from|at|for|with)\s(?:the\s)?[\w’'-]+"
    r"(?:\s(?:[A-Z][\w’'-]*|ministry|police|army|hospital|forces?|office|government)){0,3}"
)


@cache
def _cue_after() -> re.Pattern[str]:
    cues = any_of(role_lexicon()["cues"])
    words = (
        "who whose with of in from at for near on speaking here there reached contacted also later then had has have"
    )
    link = rf"(?:\s(?:{any_of(words.split())})\b[^.;“”\"\n]{{0,60}}?|,[^.;“”\"\n]{{1,70}}?,)?"
    return re.compile(rf"{link}\s(?:also\s|later\s|then\s)?(?:{cues})\b", re.IGNORECASE)


_SAID_BEFORE = re.compile(r"\b(?:said|says|added|told|explained|recalled|warned)\s$", re.IGNORECASE)
_SOURCE_BEFORE = re.compile(r"\b(?:according to|quoted|quoting|cited|citing)\s$", re.IGNORECASE)
_CLOSES_CLAUSE = re.compile(r"\s*(?:[,.;:”\"\n]|$)|\s(?:who|in|at|of|from|with|on|by|near|late|early)\b")


def _unnamed(
    text: str, mentions: Sequence[ActorMention], role_nouns: Sequence[Span], taken: list[Span]
) -> Iterator[PersonMention]:
    for noun in role_nouns:
        if noun.text_in(text).lower() in _NO_SPEAKERS or _is_in_name(text, noun, mentions):
            continue
        span = _phrase(text, noun)
        if any(span.overlaps(other) for other in taken) or not _speaks(text, span, noun):
            continue
        bodies = find_bodies(span, mentions)
        words = span.text_in(text)
        name = re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)
        kind = type_of_role(words, bodies) or "unnamed"
        yield PersonMention(span, name, None, None, kind, bodies[0].head if bodies else None)


_NO_SPEAKERS = frozenset(("member", "members", "people", "men", "women", "guard", "candidate", "employee"))


def _is_in_name(text: str, noun: Span, mentions: Sequence[ActorMention]) -> bool:
    """Whether a capital role noun is a part of a body's name ("Ministry of Peshmerga")."""
    if not text[noun.start].isupper():
        return False
    return any(body.span.contains(noun) and body.span.start < noun.start for body in find_bodies(noun, mentions))


def _phrase(text: str, noun: Span) -> Span:
    """The noun phrase: modifiers that belong to the noun, and for one person what follows with "of" or "in"."""
    start = _phrase_start(text, noun)
    word = noun.text_in(text).lower()
    tail = None if word.endswith("s") and word not in ("officials", "sources") else _TAIL.match(text, noun.end)
    return Span(start, tail.end() if tail else noun.end)


_DOING = re.compile(
    r"(?:kill|wound|injur|arrest|detain|abduct|kidnap|captur|attack|ambush|shell|bomb|fre|evacuat|behead|execut|"
    r"target|hitt|leav|forc|includ)(?:ing|ed)"
)
"""Verbs of war before people are what was done to them, no part of a phrase for who speaks."""
_PHRASE_STOPS = frozenset(
    ["said", "says", "told", "by", "to", "and", "of", "in", "on", "at", "for", "from", "with", "but", "that",
     "as", "according", "when", "while", "who", "was", "is", "are", "were", "had", "has", "then", "where",
     "also", "killed", "wounded", "which", "or", "after", "him", "them", "her", "his", "its", "their", "our",
     "my", "how", "what", "it", "they", "he", "she", "we", "i", "added", "quoted", "quoting", "citing", "cited",
     "if", "because", "so", "including", "than", "about", "like", "between", "among", "over", "under", "against",
     "during", "before", "until", "lost", "found", "saw", "took", "left", "gave", "made", "sent", "met", "shot",
     "hit", "held", "put", "not", "no", "yet", "still", "though", "although", "however", "meanwhile",
     "separately", "later", "earlier", "nevertheless", "instead", "elsewhere", "only"]
)  # fmt: skip


def _phrase_start(text: str, noun: Span) -> int:
    lead = _LEAD.search(text, max(0, noun.start - 60), noun.start)
    start = noun.start
    if lead is None:
        return start
    for word in reversed(split_words(lead[0])):
        if word.key in _PHRASE_STOPS or _DOING.fullmatch(word.key):
            return start
        start = lead.start() + word.start
        if word.key in _DETERMINERS or word.key[:1].isdigit():
            return start
    return start


_DETERMINERS = frozenset(("a", "an", "the", "one", "another", "some", "two", "several", "three", "other", "many"))


def _speaks(text: str, span: Span, noun: Span) -> bool:
    opening = max(0, span.start - 16)
    if _SOURCE_BEFORE.search(text, opening, span.start):
        return True
    if _SAID_BEFORE.search(text, opening, span.start) and _CLOSES_CLAUSE.match(text, span.end):
        return True
    return _cue_after().match(text, noun.end) is not None or _cue_after().match(text, span.end) is not None
