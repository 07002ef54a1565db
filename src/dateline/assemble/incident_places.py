"""Where an incident happened: a country of the report, and a place in it that the words near the incident name."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.narrations import Narration
from dateline.model.places import GazetteerEntry
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span

_TYPES = (
    "neighborhood|department|province|city|town|township|village|municipality|district|jurisdiction|canton|suburb|"
    "airport|port|region|university|area|zone|hamlet|colony|sector|farm|corregimiento|mountain|volcano|highway|hotel"
)
_CUE = re.compile(
    rf"\b(?:in|at|near|outside|around|into|from|to|toward|towards|between|and|on|{_TYPES}|(?:{_TYPES})s? of|"
    r"(?:north|south|east|west|central|northeast|northwest|southeast|southwest)(?:ern)?)[ \n]+(?:the[ \n]+)?\"?"
    r"|[,(][ \n]?"
)
_TYPED = re.compile(rf"\b(?:{_TYPES})s?\b")
_OF_TYPE = re.compile(rf"\b(?P<type>{_TYPES})s?[ \n]+of[ \n]+$")
_BEHIND_TYPE = re.compile(rf"\"?[ \n]+(?P<type>{_TYPES})\b")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "at",
        "of",
        "on",
        "and",
        "or",
        "to",
        "from",
        "by",
        "for",
        "with",
        "this",
        "that",
        "his",
        "her",
        "its",
        "their",
        "near",
        "who",
        "which",
        "was",
        "were",
        "is",
        "are",
        "been",
        "be",
        "has",
        "have",
        "had",
        "as",
        "it",
        "he",
        "she",
        "they",
        "we",
        "where",
        "when",
        "while",
        "after",
        "before",
        "during",
        "against",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "several",
        "some",
        "other",
        "another",
        "all",
        "both",
        "between",
        "same",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "north",
        "south",
        "east",
        "west",
        "capital",
        "country",
        "city",
        "town",
        "village",
        "area",
        "zone",
        "region",
        "province",
        "department",
        "neighborhood",
        "municipality",
        "district",
        "said",
        "not",
        "no",
        "but",
        "there",
        "here",
        "today",
        "yesterday",
        "president",
        "colonel",
        "general",
        "minister",
        "army",
        "police",
        "small",
        "early",
        "economic",
        "oil",
        "american",
        "international",
        "public",
        "private",
        "military",
        "rural",
        "urban",
        "residential",
        "main",
        "new",
        "border",
        "commercial",
        "industrial",
        "downtown",
        "metropolitan",
        "exclusive",
        "poor",
        "populous",
        "nearby",
        "whole",
        "entire",
        "last",
        "next",
        "every",
        "any",
        "each",
        "more",
        "most",
        "many",
        "such",
        "order",
        "addition",
        "fact",
        "case",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mr",
        "us",
        "latin",
    ]
)
_LONGEST = 4
_REACH = 600


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A country, and a place in it: its name as the report has it and its type; with the words that name it."""

    country: str
    name: str | None
    type: str
    span: Span | None
    known: bool
    weight: float
    """The country's share of the report's countries."""
    is_pointed: bool = False
    """The words only point to the place of the dateline."""


def list_places(
    narration: Narration, gazetteer: Gazetteer, countries: Mapping[str, float], filed: str = ""
) -> list[PlaceOption]:
    """The countries of a report alone, and every place that is named in one of them.

    In: country code -> how much the report speaks of it; the name of the place it was filed from, for which "the
    capital" and "this city" stand.
    """
    total = sum(countries.values()) or 1.0
    shares = {code: weight / total for code, weight in sorted(countries.items(), key=lambda row: -row[1])}
    options = [PlaceOption(code, None, "", None, True, share) for code, share in shares.items()]
    if shares:
        options += _name_places(narration, gazetteer, shares)
        options += _point_to_filed(narration, gazetteer.find(filed) if filed else (), filed, shares)
    return options


_HERE = re.compile(
    r"\b(?:(?:this|the|country's|\w+n) capital|this city|(?:in|of) the city|here|downtown)\b"
    r"(?! of\b)"
)


def _point_to_filed(
    narration: Narration, entries: Sequence[GazetteerEntry], filed: str, shares: Mapping[str, float]
) -> Iterator[PlaceOption]:
    """The place of the dateline wherever the words point to it without its name."""
    entry = _in_countries(entries, shares)
    if entry is None or entry.country is None or entry.kind == "country":
        return
    for match in _HERE.finditer(narration.text):
        yield PlaceOption(
            entry.country, filed, "city", Span(*match.span()), True, shares[entry.country], is_pointed=True
        )


def _name_places(narration: Narration, gazetteer: Gazetteer, shares: Mapping[str, float]) -> Iterator[PlaceOption]:
    text = narration.text
    end = 0
    main = next(iter(shares))
    for cue in _CUE.finditer(text):
        if cue.end() < end:
            continue
        words = _words_from(text, cue.end())
        for size in range(len(words), 0, -1):
            span = Span(words[0].start, words[size - 1].end)
            name = " ".join(span.text_in(text).split())
            entry = _in_countries(gazetteer.find(name), shares) if len(name) > 2 else None
            type_named = _type_around(text, span)
            if entry is None and not (type_named and size == _size_before_type(text, words)):
                continue
            if entry is not None and entry.kind == "country":
                break
            country = entry.country if entry is not None and entry.country else main
            kind = type_named or (_TYPE_OF.get(entry.kind, "city") if entry else "")
            yield PlaceOption(country, name, kind, span, entry is not None, shares[country])
            end = span.end
            break


_TYPE_OF = {"admin1": "department", "admin2": "province", "village": "village", "town": "town", "city": "city"}


def _words_from(text: str, start: int) -> list[Span]:
    """Up to four words on end that may be a name."""
    words: list[Span] = []
    at = start
    while len(words) < _LONGEST and (match := _WORD.match(text, at)):
        if match[1] in _STOP and not (words and match[1] in ("la", "de", "del", "los", "las")):
            break
        words.append(Span(*match.span(1)))
        at = match.end()
    return words


_WORD = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)?)[ \n]*")


def _in_countries(entries: Sequence[GazetteerEntry], shares: Mapping[str, float]) -> GazetteerEntry | None:
    own = [entry for entry in entries if entry.country in shares]
    return max(own, key=lambda entry: (shares[entry.country or ""], entry.population), default=None)


def _type_around(text: str, span: Span) -> str:
    if before := _OF_TYPE.search(text, max(0, span.start - 24), span.start):
        return before["type"]
    behind = _BEHIND_TYPE.match(text, span.end)
    return behind["type"] if behind else ""


def _size_before_type(text: str, words: Sequence[Span]) -> int:
    """How many of the words stand before a type: 2 for "san benito neighborhood"; all, where none follows."""
    for number, word in enumerate(words):
        if _TYPED.fullmatch(word.text_in(text)):
            return number
    return len(words)


def describe_place(
    option: PlaceOption,
    narration: Narration,
    kind: str,
    anchors: Sequence[int],
    counts: Mapping[str, int],
    filed: str,
) -> Features:
    """The features of an option. In: how often each name stands in the report, and the name it was filed from."""
    features = {"share": option.weight, "log share": math.log(option.weight + 1e-3), option.country: 1.0}
    if option.span is None or option.name is None:
        return {**features, "country": 1.0}
    here = narration.sentence_of(option.span.start)
    sentences = {narration.sentence_of(anchor) for anchor in anchors}
    words = narration.incident_words.get(kind, ())
    all_words = sorted(place for places in narration.incident_words.values() for place in places)
    return {
        **features,
        "named": 1.0,
        "known": float(option.known),
        option.type: 1.0,
        "with a filler": float(here in sentences),
        "with its word": float(any(narration.sentence_of(place) == here for place in words)),
        "sentences off": math.log1p(min((abs(here - sentence) for sentence in sentences), default=0)),
        "from its word": _far(option.span, sorted(words)),
        "from a word": _far(option.span, all_words),
        "from a filler": _far(option.span, sorted(anchors)),
        "behind a filler": float(any(0 <= option.span.start - anchor < 120 for anchor in anchors)),
        "sentence": math.log1p(here),
        "first": float(here == 0),
        "times": math.log(counts[option.name]),
        "filed from": float(option.name == filed),
        "pointed": float(option.is_pointed),
        "in": float(narration.text[max(0, option.span.start - 4) : option.span.start].strip().endswith("in")),
        "from": float(
            narration.text[max(0, option.span.start - 6) : option.span.start].strip().endswith(("from", "to"))
        ),
    }


def _far(span: Span, places: Sequence[int]) -> float:
    """How far the nearest of sorted places is, 0 to 1."""
    at = bisect_left(places, span.start)
    nearest = min((abs(place - span.start) for place in places[max(0, at - 1) : at + 1]), default=_REACH)
    return math.log1p(min(nearest, _REACH)) / math.log1p(_REACH)


def place_incident(
    narration: Narration,
    options: Sequence[PlaceOption],
    kind: str,
    anchors: Sequence[int],
    filed: str,
    weights: Weights,
) -> PlaceOption | None:
    """The place of an incident of a type whose fillers stand at `anchors`; None where no country is known."""
    if not options:
        return None
    counts = count_names(options)
    return options[
        choose([describe_place(option, narration, kind, anchors, counts, filed) for option in options], weights)
    ]


def count_names(options: Sequence[PlaceOption]) -> dict[str, int]:
    """How often each place is named."""
    counts: dict[str, int] = {}
    for option in options:
        if option.name is not None:
            counts[option.name] = counts.get(option.name, 0) + 1
    return counts
