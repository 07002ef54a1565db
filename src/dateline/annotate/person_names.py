"""Names of persons in a text: by rank or title, by a role beside them, by a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dateline.annotate.actor_nouns import load_adjectives, load_organisation_heads, load_state_names
from dateline.annotate.person_roles import any_of, role_lexicon, role_pattern
from dateline.base.resources import load_yaml
from dateline.base.words import word_key
from dateline.model.annotations import ActorMention
from dateline.model.spans import Span

_CAPITAL = r"[^\W\d_a-zß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžƀḥṣṭ]"
_PART = (
    rf"(?:(?:al|el|ul|ad|as|an|az|ash|at|ar)[-‑]{_CAPITAL}\w+|{_CAPITAL}(?:\w|[-‑]|[’'ʼ‘](?!s\b))*\w|{_CAPITAL}\.)"
)
_ROLE_TAIL = r"(?:\s+(?:of|for|in|at)\s+[^,;.“”\"()]{2,70}?)?"
_APPOSITION = re.compile(r"\s*,\s+(?:\d{1,2},\s+)?(?:aged \d+,\s+)?(?P<role>[^,;“”\"()]{3,120})")
_COMMANDS = re.compile(
    r"who (?:commands?|leads?|heads?|runs?|chairs?|directs?|commanded|headed|led|presides over|speaks for)"
    r" [^,;.“”]{3,90}"
)
_SEVERAL = re.compile(r"(?:[^s]s|people|men)$")
_OF_PERSON = re.compile(r"\b(?:of|for|in|at|from|to)\b")


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name where it stands: `span` covers rank and name, `role` the words that tell the role."""

    span: Span
    name: str
    rank: str | None = None
    role: Span | None = None
    title: str | None = None
    source_type: str | None = None


@cache
def _ranks() -> Mapping[str, Any]:
    lexicon: Mapping[str, Any] = load_yaml("lexicons/ranks.yaml")
    return lexicon


@cache
def _type_of_rank() -> Mapping[str, str]:
    return {word: row["source_type"] for row in _ranks()["ranks"] for word in row["words"]}


@cache
def name_pattern() -> str:
    """A regex for a person's name: capital parts with particles between them."""
    particles = any_of(_ranks()["particles"])
    return rf"{_PART}(?:[ \xa0](?:(?:{particles})[ \xa0]){{0,2}}{_PART}){{0,4}}"


@cache
def _ranked() -> re.Pattern[str]:
    rank = any_of(_type_of_rank())
    portfolio = any_of(_ranks()["portfolios"])
    field = rf"(?:{_CAPITAL}[a-z-]+\s(?:and\s{_CAPITAL}[a-z-]+\s)?){{0,2}}"
    return re.compile(
        rf"(?<![\w.’'-])(?P<rank>(?:{field}(?:Minister|Secretary|Commissioner)|(?:Deputy\s)?Minister\s(?:of|for)\s(?:the\s)?(?:{portfolio})(?:\sand\s(?:{portfolio}))?|(?:{rank})(?:\s(?:{rank}))*))(?:\s\(ret\.?\))?"
        rf"[ \xa0](?P<name>{name_pattern()})"
    )


@cache
def _name_behind() -> re.Pattern[str]:
    """The name right behind a role noun, or behind a comma: "spokesman Ali Hassan", "the director, Ali Hassan"."""
    rank = any_of(_type_of_rank())
    return re.compile(
        rf"(?:[ \xa0]|(?P<tail>{_ROLE_TAIL}),[ \xa0])(?P<rank>(?:(?:{rank})\s)*)(?P<name>{name_pattern()})"
    )


@cache
def _beside_cue() -> re.Pattern[str]:
    cues = any_of(word for word in role_lexicon()["cues"] if word.islower())
    verbs = "said|says|added|according to|told|explained|recalled|warned|insisted|asked"
    return re.compile(
        rf"(?:\b(?:{verbs})\s(?P<after>{name_pattern()})(?=\s*[,.;”\"]|\s\w))"
        rf"|(?<![\w’'‑-])(?P<before>{name_pattern()})"  # from its start, not from each letter
        rf"(?=,?\s(?:also\s|later\s|then\s|has\s|had\s|who\s|formally\s)?(?:{cues})\b)"
    )


def find_named_persons(text: str, mentions: Sequence[ActorMention], role_nouns: Sequence[Span]) -> list[NamedPerson]:
    """The persons that the text names with rank, role or a verb of saying, in order; none overlaps another."""
    taken: list[NamedPerson] = []
    for person in (
        *_by_rank(text),
        *_by_role(text, mentions, role_nouns),
        *_by_apposition(text, mentions),
        *_by_cue(text, mentions),
    ):
        same = next((at for at, other in enumerate(taken) if person.span.overlaps(other.span)), None)
        if same is None:
            taken.append(person)
        elif _adds_role(taken[same], person):
            taken[same] = replace(taken[same], role=person.role)
    return sorted(taken, key=lambda person: person.span)


def _adds_role(known: NamedPerson, other: NamedPerson) -> bool:
    """Whether another reading of one name tells its role, in words that are not its rank."""
    role = other.role
    return known.role is None and known.name == other.name and role is not None and not role.overlaps(known.span)


def _by_rank(text: str) -> Iterator[NamedPerson]:
    for match in _ranked().finditer(text):
        name_at = match.start("name")
        name = _clean(match["name"])
        if name is None:
            continue
        rank, start = _without_opening(match["rank"], match.start("rank"))
        kind = _type_of_rank().get(rank) or next(
            (_type_of_rank()[word] for word in reversed(rank.split()) if word in _type_of_rank()), None
        )
        office = kind == "government"
        role = Span(start, start + len(rank)) if office else None
        behind = _role_behind(text, name_at + len(name))
        yield NamedPerson(
            Span(start, name_at + len(name)),
            name,
            None if office or not rank else rank,
            role or behind,
            rank if office else None,
            None if kind == "none" else kind,
        )


def _by_role(text: str, mentions: Sequence[ActorMention], nouns: Sequence[Span]) -> Iterator[NamedPerson]:
    for noun in nouns:
        match = _name_behind().match(text, noun.end)
        name = _clean(match["name"]) if match else None
        if match is None or name is None:
            continue
        end_of_name = match.start("name") + len(name)
        lone = " " not in name and not match["rank"]
        if match["tail"] is not None and (lone or not _ends_apposition(text, end_of_name)):
            continue
        several = _SEVERAL.search(noun.text_in(text)) is not None
        if match["tail"] is not None and (several or _is_actor(match.start("name"), end_of_name, mentions)):
            continue  # "killing ten soldiers, the Karsa Agency said"
        role = Span(_role_start(text, noun.start), match.end("tail") if match["tail"] else noun.end)
        opening = match.start("rank") if match["rank"] else match.start("name")
        yield NamedPerson(Span(opening, end_of_name), name, match["rank"].strip() or None, role)


def _by_apposition(text: str, mentions: Sequence[ActorMention]) -> Iterator[NamedPerson]:
    for match in re.finditer(rf"(?<![\w.’'-])(?P<name>{name_pattern()})(?=,\s)", text):
        name = _clean(match["name"])
        if name is None or len(name.split()) < 2 or _is_actor(match.start("name"), match.end("name"), mentions):
            continue
        role = _role_behind(text, match.start("name") + len(name))
        if role is not None:
            yield NamedPerson(Span(match.start("name"), match.start("name") + len(name)), name, None, role)


def _by_cue(text: str, mentions: Sequence[ActorMention]) -> Iterator[NamedPerson]:
    for match in _beside_cue().finditer(text):
        group = "after" if match["after"] else "before"
        name = _clean(match[group])
        start = match.start(group)
        if name is None or len(name.split()) < 2 or _is_actor(start, start + len(name), mentions):
            continue
        yield NamedPerson(Span(start, start + len(name)), name)


def _is_actor(start: int, end: int, mentions: Sequence[ActorMention]) -> bool:
    span = Span(start, end)
    return any(mention.form == "named" and mention.span.overlaps(span) for mention in mentions)


@cache
def _stops() -> frozenset[str]:
    return frozenset(word_key(word) for word in _ranks()["not_names"]) | frozenset(load_organisation_heads())


@cache
def _not_last() -> frozenset[str]:
    return frozenset(key[0] for key in load_adjectives() if len(key) == 1)


def _clean(name: str) -> str | None:
    """The name up to a word that belongs to none; None where nothing is left or a state or people is meant."""
    parts = name.replace("\xa0", " ").split(" ")
    kept: list[str] = []
    for part in parts:
        if word_key(part) in _stops():
            break
        kept.append(part)
    while kept and kept[-1].lower() in _ranks()["particles"] and kept[-1].islower():
        kept.pop()
    keys = tuple(word_key(part) for part in kept)
    if not keys or keys in load_state_names() or keys in load_adjectives() or keys[0] in _not_last():
        return None
    return " ".join(kept)


def _without_opening(rank: str, start: int) -> tuple[str, int]:
    """Takes "On", "The", "But" off the front of a title that begins a sentence."""
    words = rank.split(" ")
    offices = _type_of_rank()
    while len(words) > 1 and word_key(words[0]) in _stops() and " ".join(words) not in offices:
        start += len(words[0]) + 1
        words = words[1:]
    return " ".join(words), start


def _role_behind(text: str, end: int) -> Span | None:
    """The apposition behind a name that tells a role: ", secretary general of the ministry"."""
    match = _APPOSITION.match(text, end)
    if match is None:
        return None
    start, told = match.start("role"), match["role"]
    if commands := _COMMANDS.match(told):
        return Span(start, start + commands.end())
    told = re.split(r"\.\s|\n", told, maxsplit=1)[0]
    told = _before_cue(told).rstrip(" .")
    article = re.match(r"(?:the|an?|one of the|another|of the|of)\s+", told)
    if not _opens_role(told[article.end() if article else 0 :]) and not told.startswith("of the "):
        return None
    skip = article.end() if article else 0
    return Span(start + skip, start + len(told)) if told[skip:] else None


def _before_cue(told: str) -> str:
    cues = (
        rf"\s(?:also|has|had|was|is|were|who|which|where|when|and (?:said|told)|{any_of(role_lexicon()['cues'])})\b"
    )
    return re.split(cues, told, maxsplit=1)[0]


def _opens_role(told: str) -> bool:
    """Whether a role noun comes within the first words, before any verb could."""
    opening = " ".join(told.split(" ")[:7])
    before_of = _OF_PERSON.split(opening, maxsplit=1)[0]
    return re.search(rf"\b(?:{role_pattern()})\b", before_of, re.IGNORECASE) is not None


def _ends_apposition(text: str, end: int) -> bool:
    return re.match(rf"\s*[,.;”\")]|\s(?:{any_of(role_lexicon()['cues'])})\b", text[end : end + 24]) is not None


_ROLE_WORD = re.compile(r"([\w’'.-]+)[ \xa0]$")
_ROLE_STOPS = frozenset(
    ["the", "a", "an", "said", "says", "told", "added", "by", "to", "and", "of", "in", "on", "at", "for", "from",
     "with", "its", "his", "her", "their", "but", "one", "another", "that", "as", "according", "two", "three", "when",
     "while", "who", "was", "is", "are", "were", "had", "has"]
)  # fmt: skip


def _role_start(text: str, noun: int) -> int:
    """Where the words before a role noun begin that belong to it ("Peshmerga" in "Peshmerga chief of staff")."""
    start = noun
    for _ in range(5):
        word = _ROLE_WORD.search(text, max(0, start - 30), start)
        if word is None or word[1].lower() in _ROLE_STOPS or word[1].endswith("."):
            break
        start = word.start(1)
    return start
