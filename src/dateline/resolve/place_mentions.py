"""Toponyms on their way to places: what they may mean, and how neighbours in a sentence relate."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.base.distances import distance_km
from dateline.model.annotations import Toponym
from dateline.model.places import GazetteerEntry
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span
from dateline.resolve.place_ranking import salience
from dateline.resolve.spatial_phrases import SpatialPhrase, carries, is_inside, read_spatial_phrase

_LEADING_KINDS = frozenset(
    {"barangay", "sitio", "camp", "fort", "port", "mount", "lake", "jabal", "jebel", "village"}
)
_COUNTY_AFTER = re.compile(
    r"(?:(?:,? (?:and|or|&) |, )(?:[A-Z][\w.'’-]+ ?){1,3}?){0,12} ?[-–]?(?:[Cc]ount(?:y|ies)|[Pp]arish(?:es)?|Co\.)\b"
)
_SHORT_KINDS = (
    (re.compile(r" (?:[Cc]o\.?|[Cc]ounties)$"), " County"),
    (re.compile(r" (?:[Tt]ownship|Twp\.?|[Bb]orough|[Vv]illage|City|Town|[Dd]istrict|[Pp]rovince|[Ss]tate)$"), ""),
)
_LIST_CHARS = 160
_LIST_GOES_ON = re.compile(r"^(?:,? and |,? or |, [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,? and )[A-Z]")
_POSSESSIVES = ("'s ", "’s ")
_ROUNDING_KM, _SIDE_MARGIN_KM, _WELL_KNOWN = 60.0, 120.0, 5.0


@dataclass(slots=True)
class PlaceMention:
    """A toponym on its way: `container` and `carrier` are indices of other mentions of the report."""

    toponym: Toponym
    sentence: int
    phrase: SpatialPhrase
    entries: Sequence[GazetteerEntry]
    entry: GazetteerEntry | None = None
    container: int | None = None
    carrier: int | None = None
    contains_other: bool = False


def read_mentions(
    text: str, toponyms: Sequence[Toponym], sentences: Sequence[Span], gazetteer: Gazetteer
) -> list[PlaceMention]:
    starts = [sentence.start for sentence in sentences]
    mentions = []
    for toponym in toponyms:
        index = max(0, bisect_right(starts, toponym.span.start) - 1)
        sentence = sentences[index] if sentences else Span(0, len(text))
        phrase = read_spatial_phrase(text, toponym.span, sentence)
        after = text[toponym.span.end : min(sentence.end, toponym.span.end + _LIST_CHARS)]
        entries = entries_of(gazetteer, toponym.name, after)
        if f"{toponym.name} County" in text:
            entries = _with(entries, gazetteer.find(f"{toponym.name} County"))
        mentions.append(PlaceMention(toponym, index, phrase, entries))
    return mentions


def entries_of(gazetteer: Gazetteer, name: str, after: str = "") -> Sequence[GazetteerEntry]:
    """The entries of a name, or of the name without its leading kind ("Barangay X", "Camp X").

    `after`: what follows in the text; before "County" or in a list before "counties", counties of the name count too.
    """
    found = gazetteer.find(name)
    told = "ount" in after or "arish" in after or "Co." in after  # spares the search of most names
    if told and _COUNTY_AFTER.match(after):
        found = _with(found, gazetteer.find(f"{name} County"), gazetteer.find(f"{name} Parish"))
    if found or " " not in name:
        return found
    first, rest = name.split(" ", 1)
    if first.lower() in _LEADING_KINDS:
        return gazetteer.find(rest)
    for pattern, written in _SHORT_KINDS:
        if pattern.search(name) and (found := gazetteer.find(pattern.sub(written, name))):
            return found
    return ()


def _with(found: Sequence[GazetteerEntry], *others: Sequence[GazetteerEntry]) -> Sequence[GazetteerEntry]:
    """All of them, each once."""
    return tuple(dict.fromkeys([*(entry for more in others for entry in more), *found]))


def link_mentions(text: str, mentions: Sequence[PlaceMention]) -> None:
    """Find for neighbours in one sentence which lies in which, and which is measured from which."""
    for index in range(1, len(mentions)):
        here, previous = mentions[index], mentions[index - 1]
        if here.sentence != previous.sentence:
            continue
        if text[previous.toponym.span.end : here.toponym.span.start] in _POSSESSIVES:
            _nest(mentions, index)
            continue
        measured = here.phrase.relation in ("distance", "side", "near")
        if measured and carries(text, previous.toponym.span, here.phrase.span):
            told_of_outer = here.phrase.relation != "distance" and bool(previous.entries)
            reaches_inner = previous.contains_other and index > 1 and not told_of_outer
            inner = mentions[index - 2] if reaches_inner else previous
            here.carrier, inner.container = index - 1, index
        elif is_inside(text, previous.toponym.span, here.toponym.span) and _may_contain(text, previous, here):
            previous.container, here.contains_other = index, True
            _prefer_region(text, previous, here)


def _prefer_region(text: str, inner: PlaceMention, outer: PlaceMention) -> None:
    """Behind a bare comma stands the region, not the town that it is named after."""
    between = text[inner.toponym.span.end : outer.phrase.span.start].strip()
    if between == "," and outer.phrase.type_wanted is None and any(e.kind == "admin1" for e in outer.entries):
        outer.phrase = replace(outer.phrase, type_wanted="admin1")


def _nest(mentions: Sequence[PlaceMention], index: int) -> None:
    """ "Diyala's Muqdadiya": the second lies in the first, and what was put in the first lies in the second."""
    outer, inner = mentions[index - 1], mentions[index]
    for mention in mentions[:index]:
        if mention.container == index - 1:
            mention.container, inner.contains_other = index, True
    inner.container, outer.contains_other = index - 1, True


def _may_contain(text: str, inner: PlaceMention, outer: PlaceMention) -> bool:
    """After a bare comma only regions contain; "X, Y and Z" is a list."""
    between = text[inner.toponym.span.end : outer.phrase.span.start]
    if between.strip() != ",":
        return True
    if not any(entry.kind in ("admin1", "country", "region", "admin2") for entry in outer.entries):
        return outer.phrase.type_wanted in ("populated", "admin1", "admin2")
    if _LIST_GOES_ON.match(text[outer.toponym.span.end : outer.toponym.span.end + 40]):
        return False
    if max((salience(entry) for entry in inner.entries), default=0.0) < _WELL_KNOWN:
        return True
    return any(lies_in(small, large, margin_km(None)) for small in inner.entries for large in outer.entries)


def lies_in(small: GazetteerEntry, large: GazetteerEntry, margin_km: float) -> bool:
    if large.kind == "country":
        return small.country == large.country and small.kind != "country"
    if small.kind in ("country", "admin1"):
        return False
    return distance_km(small.lat, small.lon, large.lat, large.lon) <= 1.5 * large.radius_km + margin_km


def margin_km(measured_from: SpatialPhrase | None) -> float:
    """How far outside a container a place may be: rounded coordinates, and the distance told."""
    if measured_from is None:
        return _ROUNDING_KM
    beyond_km = _SIDE_MARGIN_KM if measured_from.relation == "side" else 1.5 * (measured_from.by_km or 0.0)
    return _ROUNDING_KM + beyond_km
