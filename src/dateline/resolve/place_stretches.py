"""Stretches: two names that tell one place, "between A and B", "a convoy from A to B", "the A-B border"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from dateline.base.resources import load_yaml
from dateline.model.spans import Span
from dateline.resolve.place_mentions import PlaceMention
from dateline.resolve.spatial_phrases import is_metonym

StretchKind = Literal["way", "tract", "between", "border", "towards"]

_BEFORE_CHARS, _AFTER_CHARS = 110, 45
_MAX_WAY_KM, _MAX_BETWEEN_KM, _MAX_FOUGHT_KM = 1000.0, 400.0, 100.0
_POSSESSIVES = ("'s ", "’s ")
_TOWN = (
    r"(?:cit(?:y|ies)|towns?|villages?|districts?|provinces?|governorates?|states?|communit(?:y|ies)|camps?|areas?)"
)
_THE = rf"(?:the\s+)?(?:(?:[a-z-]+\s+){{0,2}}{_TOWN}\s+(?:of\s+)?)?"
_TYPE = rf"(?:['’]s)?(?:\s+{_TOWN})?"
_AND = re.compile(rf"^{_TYPE},?\s+and\s+{_THE}$")
_TO = re.compile(rf"^{_TYPE},?\s+(?:to|with|and|towards?|up to|as far as)\s+{_THE}$")
_DASH = re.compile(r"^(?:\s?[-–—/]\s?|-to-|\s+to\s+)$")
_BETWEEN = re.compile(rf"\b(?P<mid>(?:mid|half)[- ]?way\s+)?(?:in\s+)?between\s+{_THE}$", re.IGNORECASE)
_ON_IT = re.compile(
    rf"^{_TYPE},?\s+(?:which\s+)?(?:is\s+|lies\s+)?(?:located\s+)?"
    r"(?:on|along|off|beside|at|by|near|close to|next to|not far from)\s+(?:the\s+|a\s+)?(?:[a-z-]+\s+){0,3}$"
)
_IN_IT = re.compile(rf"^(?:\s+\([^)]{{1,12}}\))?,?\s+(?:in|near|at|outside|close to|inside|within)\s+{_THE}$")
_JOURNEY = re.compile(
    r"\b(?:convoys?|columns?|motorcades?|patrols?|caravans?|(?:mini)?bus(?:es)?|trucks?|lorry|lorries|cars?|vehicles?|taxis?|"
    r"trains?|travell?ers|passengers|drivers)(?:,?\s+(?:[\w-]+\s+){0,3}?(?:travell?ing|driving|going|moving|heading|"
    rf"returning|on (?:its|their|the) way))?\s+from\s+{_THE}$",
    re.IGNORECASE,
)
_COMMA = re.compile(r"^(?:\s+\([^)]{1,12}\))?,?\s*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two mentions by their index, the words that tell of what lies between, and what it is.

    `kind`: "way" (a road, whose `word` is told), "tract" (a line, front or area), "between" (nothing told but that),
    "border" (of two countries), "towards" (the first lies on the road to the second). `at` is the mention of a place
    that lies on the stretch, or in which it lies ("in D on the A-B road"). Further apart than `max_km` the two names
    are no ends of a stretch.
    """

    first: int
    second: int
    span: Span
    kind: StretchKind
    word: str = ""
    at: int | None = None
    max_km: float = _MAX_WAY_KM


def find_stretches(text: str, mentions: Sequence[PlaceMention], sentences: Sequence[Span]) -> list[Stretch]:
    """The stretches of a text, in order; none shares a mention with another one's ends.

    Words after the second name that tell the way ("Baghdad road") say nothing of its kind: they are taken out of its
    phrase, so that it is looked up as any name.
    """
    found: list[Stretch] = []
    for first, second in _pairs(mentions):
        if found and found[-1].second >= first:
            continue
        sentence = sentences[mentions[first].sentence] if sentences else Span(0, len(text))
        stretch = _read_stretch(text, mentions, first, second, sentence)
        if stretch is None:
            continue
        found.append(replace(stretch, at=_place_on(text, mentions, stretch)))
        _share_type(text, mentions[first], mentions[second])
        for mention in (mentions[first], mentions[second]):
            if mention.phrase.type_wanted in ("site", "area"):
                mention.phrase = replace(mention.phrase, type_wanted=None, relation="at", span=mention.toponym.span)
    return found


def _share_type(text: str, one: PlaceMention, other: PlaceMention) -> None:
    """ "Between Kirkuk and Erbil provinces": both are provinces."""
    wanted = other.phrase.type_wanted
    plural = other.phrase.span.text_in(text).endswith("s") and other.phrase.span.end > other.toponym.span.end
    if plural and wanted in ("admin1", "admin2", "populated") and one.phrase.type_wanted is None:
        one.phrase = replace(one.phrase, type_wanted=wanted)


def _pairs(mentions: Sequence[PlaceMention]) -> Iterator[tuple[int, int]]:
    """Neighbours in a sentence; a region told with the first ("between A in C and B") is passed over."""
    for first in range(len(mentions) - 1):
        inside = mentions[first].container == first + 1
        second = first + 2 if inside else first + 1
        if second < len(mentions) and mentions[first].sentence == mentions[second].sentence:
            yield first, second


def _read_stretch(
    text: str, mentions: Sequence[PlaceMention], first: int, second: int, sentence: Span
) -> Stretch | None:
    one, other = _from_owner(text, mentions, first), mentions[second].toponym.span
    before = text[max(sentence.start, one.start - _BEFORE_CHARS) : one.start]
    middle = text[mentions[second - 1].toponym.span.end : other.start]
    after = text[other.end : min(sentence.end, other.end + _AFTER_CHARS)]
    words = _words()
    if _DASH.match(middle) and (told := words.after.match(after)):
        span = Span(one.start, other.end + told.end())
        return Stretch(first, second, span, words.kind_of(told["word"]), told["word"].lower())
    if words.towards.match(middle):
        return Stretch(first, second, Span(one.start, other.end), "towards")
    if _AND.match(middle) and (told := _BETWEEN.search(before)):
        return _read_between(text, Stretch(first, second, _from(one, told, other), "between"), one, sentence, told)
    if _TO.match(middle) and (told := words.linking.search(before)):
        kind = words.kind_of(told["word"])
        return Stretch(first, second, _from(one, told, other), kind, told["word"].lower())
    if _TO.match(middle) and _JOURNEY.search(before):
        return Stretch(first, second, Span(one.start, other.end), "between", max_km=_MAX_BETWEEN_KM)
    return None


def _from_owner(text: str, mentions: Sequence[PlaceMention], index: int) -> Span:
    """The name, with that of the place it belongs to: "Baghdad's Taji"."""
    span, owner = mentions[index].toponym.span, mentions[index].container
    if owner is None or owner != index - 1:
        return span
    outer = mentions[owner].toponym.span
    return Span(outer.start, span.end) if text[outer.end : span.start] in _POSSESSIVES else span


def _from(one: Span, told: re.Match[str], other: Span) -> Span:
    return Span(one.start - len(told.group()), other.end)


def _read_between(text: str, stretch: Stretch, one: Span, sentence: Span, told: re.Match[str]) -> Stretch | None:
    """By the noun that stands before "between": a road or border, a relation of two sides, or none of them."""
    stretch, words = replace(stretch, max_km=_MAX_BETWEEN_KM), _words()
    if told["mid"]:
        return stretch
    before = text[max(sentence.start, stretch.span.start - _BEFORE_CHARS) : stretch.span.start]
    if words.relation.search(before) or is_metonym(text, one, sentence):
        return None
    if words.fight.search(before):  # of two towns near each other: there; else they are the sides
        return replace(stretch, max_km=_MAX_FOUGHT_KM)
    if noun := words.noun.search(before):
        span = Span(stretch.span.start - len(noun.group()), stretch.span.end)
        return replace(
            stretch, span=span, kind=words.kind_of(noun["word"]), word=noun["word"].lower(), max_km=_MAX_WAY_KM
        )
    return stretch


def _place_on(text: str, mentions: Sequence[PlaceMention], stretch: Stretch) -> int | None:
    """The mention before or behind a stretch that is said to lie on it, or to hold it.

    It is the inner one of "X, Y province, on the A-B road".
    """
    before, behind = stretch.first - 1, stretch.second + 1
    if stretch.kind == "towards":
        return None
    if _is_told(text, mentions, before, stretch, _ON_IT):
        return next((index for index in range(before) if mentions[index].container == before), before)
    if _is_measured(text, mentions, behind, stretch):
        mentions[behind].carrier = mentions[stretch.second].container = None  # it tells of the stretch, not of B
        return behind
    free = mentions[stretch.second].container is None
    return behind if free and _is_told(text, mentions, behind, stretch, _IN_IT) else None


def _is_measured(text: str, mentions: Sequence[PlaceMention], index: int, stretch: Stretch) -> bool:
    """Whether a distance or "near C" follows: "on the A-B road, 20 km from B"."""
    if index >= len(mentions) or mentions[index].sentence != mentions[stretch.first].sentence:
        return False
    phrase = mentions[index].phrase
    return phrase.relation in ("distance", "side", "near") and bool(
        _COMMA.match(text[stretch.span.end : phrase.span.start])
    )


def _is_told(
    text: str, mentions: Sequence[PlaceMention], index: int, stretch: Stretch, joint: re.Pattern[str]
) -> bool:
    """Whether the words between a mention of the same sentence and the stretch are such a joint."""
    if not 0 <= index < len(mentions) or mentions[index].sentence != mentions[stretch.first].sentence:
        return False
    span = mentions[index].toponym.span
    between = text[span.end : stretch.span.start] if index < stretch.first else text[stretch.span.end : span.start]
    return joint.match(between) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns made of the lexicon; `word` is the group of the noun that tells what the stretch is."""

    borders: frozenset[str]
    ways: frozenset[str]
    after: re.Pattern[str]
    linking: re.Pattern[str]
    noun: re.Pattern[str]
    towards: re.Pattern[str]
    relation: re.Pattern[str]
    fight: re.Pattern[str]

    def kind_of(self, word: str) -> StretchKind:
        low = word.lower()
        return "border" if low in self.borders else "way" if low in self.ways else "tract"


@cache
def _words() -> _Words:
    lists: dict[str, list[str]] = load_yaml("lexicons/stretches.yaml")
    ways, relations = _any_of(lists["ways"]), _any_of(lists["relations"])
    noun = rf"(?P<word>{_any_of([*lists['ways'], *lists['tracts'], *lists['borders']])})s?"
    links = r"(?:from|between|linking|links|connecting|connects|joining|joins|running from|leading from|runs from)"
    return _Words(
        borders=frozenset(lists["borders"]),
        ways=frozenset(lists["ways"]),
        after=re.compile(rf"^[\s-]+(?:[a-z]+\s+){{0,2}}?{noun}\b", re.IGNORECASE),
        linking=re.compile(rf"\b{noun}(?:,?\s+[a-z-]+){{0,3}}?,?\s+{links}\s+{_THE}$", re.IGNORECASE),
        noun=re.compile(rf"\b{noun}\s+(?:[a-z]+\s+){{0,2}}?$", re.IGNORECASE),
        towards=re.compile(
            rf"^{_TYPE},?\s+(?:on|along|off|by)\s+(?:the|a)\s+(?:[a-z-]+\s+){{0,2}}?(?:{ways})\s+"
            rf"(?:leading\s+|running\s+|that leads\s+)?(?:to|towards?|from)\s+{_THE}$"
        ),
        relation=_before_between(relations),
        fight=_before_between(_any_of(lists["fights"])),
    )


def _before_between(nouns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{nouns})\s+(?:[\w-]+\s+){{0,3}}?$", re.IGNORECASE)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
