"""Frontiers told by one country: "the border with B", "A's frontier with B", "the B border"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.base.distances import distance_km
from dateline.model.places import GazetteerEntry, Place
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span
from dateline.resolve.place_borders import (
    BorderPoint,
    RegionSource,
    TownSource,
    are_neighbours,
    cross_border,
    locate_border,
)
from dateline.resolve.place_mentions import PlaceMention
from dateline.resolve.place_points import COARSE_KINDS

_BORDER = r"(?:borders?|frontiers?|borderlands?|borderline|boundary)"
_PLACES = r"areas?|regions?|zones?|strip|crossing|line|post|towns?|villages?|fence|districts?|provinces?|states?"
_PART = rf"(?:\s+(?:{_PLACES}))?"
_WITH = re.compile(
    rf"\b{_BORDER}{_PART}\s+(?:with|of)\s+(?:the\s+)?"
    r"(?:(?:neighbou?ring|nearby|northern|southern|eastern|western)\s+)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\s{_BORDER}\b(?!\s+(?:guards?|police|troops|forces|force|patrols?|agency|service|dispute|war))"
)
_LOCATIVE = re.compile(
    r"\b(?:near|on|along|at|by|around|outside|inside|in|close to|next to|off)\s+"
    r"(?:both sides of\s+|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?['’]s?\s+)?(?:the\s+|its\s+|a\s+)?(?:[a-z-]+\s+){0,2}$"
)
_BEFORE_CHARS, _LIKELY = 70, 4
_FINE_KM, _NEAR_RADIUS_KM = 60.0, 30.0


@dataclass(frozen=True, slots=True)
class Frontier:
    """A border near which something is told: its place, the words, and whether the sentence tells nothing finer."""

    place: Place
    span: Span
    is_alone: bool


def lay_frontiers(
    text: str,
    mentions: Sequence[PlaceMention],
    sentences: Sequence[Span],
    countries: Mapping[str, float],
    gazetteer: Gazetteer,
) -> dict[int, Frontier]:
    """By the index of its country's mention, each border that only the country behind it is named of.

    `countries` are the story's with their weight. The point is the one of the border closest to the places told.
    """
    if not isinstance(gazetteer, RegionSource):
        return {}
    found: dict[int, Frontier] = {}
    for index, mention in enumerate(mentions):
        if mention.entry is None or mention.entry.kind != "country":
            continue
        sentence = sentences[mention.sentence] if sentences else Span(0, len(text))
        span = _read_border(text, mention.toponym.span, sentence)
        this_side = next(_this_sides(mentions, index, span, countries, gazetteer), None) if span else None
        if span is not None and this_side is not None:
            found[index] = _lay(span, mentions, index, this_side, gazetteer)
    return found


def _read_border(text: str, name: Span, sentence: Span) -> Span | None:
    """The words that tell of a border and where something is to it; None where the name is no border's."""
    start = max(sentence.start, name.start - _BEFORE_CHARS)
    before = text[start : name.start]
    told, behind = _WITH.search(before), _BEHIND.match(text, name.end)
    if told is None and behind is None:
        return None
    lead = before[: told.start()] if told else before
    located = _LOCATIVE.search(lead)
    if located is None:
        return None
    return Span(start + located.start(), behind.end() if behind and not told else name.end)


def _this_sides(
    mentions: Sequence[PlaceMention],
    index: int,
    span: Span,
    countries: Mapping[str, float],
    regions: RegionSource,
) -> Iterator[GazetteerEntry]:
    """Countries that the border may part from the one named, likeliest first: its owner, the places', the story's."""
    here = mentions[index]
    other = here.entry
    assert other is not None
    rows = [row for row in mentions if row.entry is not None and row.sentence == here.sentence and row is not here]
    rows.sort(key=lambda row: abs(row.toponym.span.start - here.toponym.span.start))
    owner = [row for row in rows if span.contains(row.toponym.span)]
    spots = [row for row in rows if row.entry is not None and row.entry.kind != "country"]
    told = [row.entry.country for row in (*owner, *spots) if row.entry is not None]
    told += sorted(countries, key=lambda code: -countries[code])[:_LIKELY]
    for code in dict.fromkeys(told):
        if code is None or code == other.country:
            continue
        state = regions.country_of(code)
        if state is not None and are_neighbours(state, other, regions):
            yield state


def _lay(
    span: Span, mentions: Sequence[PlaceMention], index: int, state: GazetteerEntry, gazetteer: RegionSource
) -> Frontier:
    here = mentions[index]
    other = here.entry
    assert other is not None
    sides = {state.country, other.country}
    told = [row for row in mentions if row.entry and row.entry.kind != "country" and row.entry.country in sides]
    near = [row for row in told if row.sentence == here.sentence] or told[:1]
    fine = [row for row in near if row.sentence == here.sentence and row.entry and row.entry.kind not in COARSE_KINDS]
    anchors = [row.entry for row in near if row.entry is not None]
    point, gap_km = _closest(state, other, anchors, gazetteer)
    is_fine = gap_km <= _FINE_KM
    place = Place(
        name=f"{state.name}-{here.toponym.name} border",
        lat=round(point.lat, 4),
        lon=round(point.lon, 4),
        country=state.country,
        admin1=next((entry.admin1 for entry in anchors if entry.country == state.country), None),
        geo_precision=2 if is_fine else 3,
        radius_km=max(_NEAR_RADIUS_KM, round(gap_km, 1)) if is_fine else point.radius_km,
    )
    return Frontier(place, span, not fine)


def _closest(
    state: GazetteerEntry, other: GazetteerEntry, anchors: Sequence[GazetteerEntry], gazetteer: RegionSource
) -> tuple[BorderPoint, float]:
    """The point of the border closest to one of the anchors, and how far from it that lies."""
    if anchors and isinstance(gazetteer, TownSource):
        points = [
            (distance_km(point.lat, point.lon, entry.lat, entry.lon), point)
            for entry in anchors
            if (point := cross_border(entry, state, other, gazetteer)) is not None
        ]
        if points:
            gap_km, point = min(points, key=lambda row: row[0])
            coarse = all(entry.kind in COARSE_KINDS for entry in anchors)
            return point, float("inf") if coarse else gap_km
    return locate_border(state, other, anchors, gazetteer), float("inf")
