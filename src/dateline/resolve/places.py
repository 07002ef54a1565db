"""Places: what each toponym means, and the point and precision that the words around it give."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dateline.base.text import fold_name
from dateline.model.annotations import ResolvedPlace, Toponym
from dateline.model.drafts import PLACES, SENTENCES, TOPONYMS, Additions, Draft, Layer
from dateline.model.places import GazetteerEntry, GeoPrecision, Place
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span
from dateline.resolve.distances import distance_km, move_point
from dateline.resolve.place_ranking import choose_entry, salience, weigh_countries
from dateline.resolve.spatial_phrases import SpatialPhrase, carries, is_inside, is_metonym, read_spatial_phrase

_POPULATED = frozenset({"city", "town", "village", "camp", "base", "facility"})
_COARSE = frozenset({"country", "admin1", "region", "sea", "river"})
_FALLBACK_KINDS = frozenset(
    {"admin1", "admin2", "city", "town", "village", "area", "mountain", "plain", "camp", "base"}
)
_LEADING_KINDS = frozenset(
    {"barangay", "sitio", "camp", "fort", "port", "mount", "lake", "jabal", "jebel", "village"}
)
_LIST_GOES_ON = re.compile(r"^(?:,? and |,? or |, [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,? and )[A-Z]")
_ROUNDING_KM = 60.0
_POSSESSIVES = ("'s ", "’s ")
_DATELINE_PART = re.compile(r"[^,/()–—]+")
_METROPOLIS, _MAIN_SHARE = 2_000_000, 0.5
_COARSE_RADIUS_KM, _LOOK_BACK_SENTENCES = 150.0, 8
_WELL_KNOWN, _MIN_SHARE = 5.0, 0.15
_MAX_CHAIN = 3
_SIDE_KM = 15.0
_NEAR_RADIUS_KM, _AREA_RADIUS_KM = 15.0, 25.0


@dataclass(slots=True)
class _Mention:
    """A toponym on its way: `container` and `carrier` are indices of other mentions of the report."""

    toponym: Toponym
    sentence: int
    phrase: SpatialPhrase
    entries: Sequence[GazetteerEntry]
    entry: GazetteerEntry | None = None
    container: int | None = None
    carrier: int | None = None
    contains_other: bool = False


class PlaceStage:
    """PLACES: one row for each toponym, with what it means."""

    name = "places"
    version = "1"
    requires: tuple[Layer[Any], ...] = (SENTENCES, TOPONYMS)
    provides: tuple[Layer[Any], ...] = (PLACES,)

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [{PLACES: self._resolve(draft)} for draft in batch]

    def _resolve(self, draft: Draft) -> tuple[ResolvedPlace, ...]:
        sentences = [sentence.span for sentence in draft.get(SENTENCES)]
        return resolve_toponyms(
            draft.text, draft.get(TOPONYMS), sentences, self._gazetteer, draft.report.title, draft.report.dateline
        )


def resolve_toponyms(
    text: str,
    toponyms: Sequence[Toponym],
    sentences: Sequence[Span],
    gazetteer: Gazetteer,
    title: str | None = None,
    dateline: str | None = None,
) -> tuple[ResolvedPlace, ...]:
    """The places of a text's toponyms, in order. Sentences are spans in order."""
    names = [toponym.name for toponym in toponyms]
    countries = weigh_countries(gazetteer, text, title, dateline, names)
    mentions = _read_mentions(text, toponyms, sentences, gazetteer)
    _link_mentions(text, mentions)
    _choose_entries(mentions, countries)
    places = _locate(mentions, countries, _dateline_entry(gazetteer, dateline, countries))
    return tuple(
        ResolvedPlace(
            mention.toponym.span,
            _whole_phrase(mention, mentions),
            place,
            _is_event_place(text, mention, sentences, place),
        )
        for mention, place in zip(mentions, places, strict=True)
    )


def _read_mentions(
    text: str, toponyms: Sequence[Toponym], sentences: Sequence[Span], gazetteer: Gazetteer
) -> list[_Mention]:
    starts = [sentence.start for sentence in sentences]
    mentions = []
    for toponym in toponyms:
        index = max(0, bisect_right(starts, toponym.span.start) - 1)
        sentence = sentences[index] if sentences else Span(0, len(text))
        phrase = read_spatial_phrase(text, toponym.span, sentence)
        mentions.append(_Mention(toponym, index, phrase, _entries_of(gazetteer, toponym.name)))
    return mentions


def _entries_of(gazetteer: Gazetteer, name: str) -> Sequence[GazetteerEntry]:
    """The entries of a name, or of the name without its leading kind ("Barangay X", "Camp X")."""
    found = gazetteer.find(name)
    if found or " " not in name:
        return found
    first, rest = name.split(" ", 1)
    return gazetteer.find(rest) if first.lower() in _LEADING_KINDS else ()


def _dateline_entry(
    gazetteer: Gazetteer, dateline: str | None, countries: Mapping[str, float]
) -> GazetteerEntry | None:
    """The place that the story is filed from, where that is no country and lies in a country of the story."""
    for part in _DATELINE_PART.findall(dateline or ""):
        entry = choose_entry(gazetteer.find(part.strip()), countries)
        near = entry is not None and entry.population < _METROPOLIS and entry.kind in _FALLBACK_KINDS
        if entry is not None and near and countries.get(entry.country or "", 0.0) > _MAIN_SHARE:
            return entry
    return None


def _link_mentions(text: str, mentions: Sequence[_Mention]) -> None:
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
            inner = mentions[index - 2] if previous.contains_other and index > 1 else previous
            here.carrier, inner.container = index - 1, index
        elif is_inside(text, previous.toponym.span, here.toponym.span) and _may_contain(text, previous, here):
            previous.container, here.contains_other = index, True


def _nest(mentions: Sequence[_Mention], index: int) -> None:
    """ "Diyala's Muqdadiya": the second lies in the first, and what was put in the first lies in the second."""
    outer, inner = mentions[index - 1], mentions[index]
    for mention in mentions[:index]:
        if mention.container == index - 1:
            mention.container, inner.contains_other = index, True
    inner.container, outer.contains_other = index - 1, True


def _may_contain(text: str, inner: _Mention, outer: _Mention) -> bool:
    """After a bare comma only regions contain; "X, Y and Z" is a list."""
    between = text[inner.toponym.span.end : outer.phrase.span.start]
    if between.strip() != ",":
        return True
    if not any(entry.kind in ("admin1", "country", "region", "admin2") for entry in outer.entries):
        return outer.phrase.type_wanted in ("populated", "admin1", "admin2")
    if _LIST_GOES_ON.match(text[outer.toponym.span.end : outer.toponym.span.end + 40]):
        return False
    return not inner.entries or any(
        _lies_in(small, large, _margin_km(None)) for small in inner.entries for large in outer.entries
    )


def _lies_in(small: GazetteerEntry, large: GazetteerEntry, margin_km: float) -> bool:
    if large.kind == "country":
        return small.country == large.country and small.kind != "country"
    if small.kind in ("country", "admin1"):
        return False
    return distance_km(small.lat, small.lon, large.lat, large.lon) <= 1.5 * large.radius_km + margin_km


def _margin_km(measured_from: SpatialPhrase | None) -> float:
    """How far outside a container a place may be: rounded coordinates, and the distance told."""
    by_km = measured_from.by_km if measured_from is not None else None
    return _ROUNDING_KM + 1.5 * (by_km or 0.0)


def _choose_entries(mentions: Sequence[_Mention], countries: Mapping[str, float]) -> None:
    """First alone, then in the light of the others; a name means the same place all through a report."""
    for mention in mentions:
        mention.entry = choose_entry(mention.entries, countries, mention.phrase.type_wanted)
    sure = [mention.entry for mention in mentions if mention.entry and mention.entry.kind not in ("country", "sea")]
    chosen: dict[tuple[str, str | None], GazetteerEntry | None] = {}
    for mention in mentions:
        anchor = mentions[mention.container] if mention.container is not None else None
        container = anchor.entry if anchor is not None else None
        key = (fold_name(mention.toponym.name), mention.phrase.type_wanted)
        if key not in chosen or container is not None:
            chosen[key] = choose_entry(mention.entries, countries, mention.phrase.type_wanted, container, sure)
        mention.entry = chosen[key]
        if mention.entry is not None and not _is_plausible(mention, mention.entry, anchor, countries):
            mention.entry = None


def _is_plausible(
    mention: _Mention, entry: GazetteerEntry, anchor: _Mention | None, countries: Mapping[str, float]
) -> bool:
    """A small place far from where it is said to lie, or from the whole story, is a chance meeting of names."""
    if entry.country is None or entry.kind == "country":
        return True
    share = countries.get(entry.country, 0.0)
    if mention.toponym.name.islower():
        return share >= 2 * _MIN_SHARE  # "disputed territories" has its meaning in its own country only
    within = anchor.entry if anchor is not None else None
    if anchor is not None and within is not None and entry.kind not in _COARSE:
        fits = _lies_in(entry, within, _margin_km(anchor.phrase))
        if not fits:
            return False
    return salience(entry) >= _WELL_KNOWN or len(countries) < 2 or share >= _MIN_SHARE


# --- points


def _locate(
    mentions: Sequence[_Mention], countries: Mapping[str, float], filed_from: GazetteerEntry | None
) -> list[Place]:
    anchored = _anchor_unknown(mentions)
    main_country = max(countries, key=lambda code: countries[code], default=None)
    places: list[Place] = []
    for index, mention in enumerate(mentions):
        if mention.entry is not None:
            places.append(_place_of_entry(mention, mention.entry))
        elif (known := anchored.get(fold_name(mention.toponym.name))) is not None:
            places.append(known.place.model_copy(update={"name": mention.toponym.name}))
        else:
            region = _surrounding_region(index, mentions, main_country) or filed_from
            places.append(_place_in(mention.toponym.name, region, main_country))
    return places


@dataclass(frozen=True, slots=True)
class _Anchored:
    """Where an unknown name lies. `rank`: 0 measured, 1 near, 2 inside, each step of a chain adds 3."""

    rank: int
    place: Place
    entry: GazetteerEntry


def _anchor_unknown(mentions: Sequence[_Mention]) -> dict[str, _Anchored]:
    """Places of unknown names that a phrase somewhere in the report puts at, near or in a known one.

    Chains are followed ("X, 10 km from Y" where "Y, 40 km from Z"): an anchored name is an anchor in turn.
    """
    found: dict[str, _Anchored] = {}
    for _ in range(_MAX_CHAIN):
        before = dict(found)
        for mention in mentions:
            if mention.entry is None and mention.container is not None:
                _anchor_one(mention, mentions[mention.container], found)
        if found == before:
            break
    return found


def _anchor_one(mention: _Mention, anchor: _Mention, found: dict[str, _Anchored]) -> None:
    key, step = fold_name(mention.toponym.name), 0
    entry = anchor.entry
    if entry is None:
        other = found.get(fold_name(anchor.toponym.name))
        if other is None or fold_name(anchor.toponym.name) == key:
            return
        entry, step = other.entry, other.rank // 3 * 3 + 3
    rank, place = _place_from_anchor(mention, anchor, entry)
    if key not in found or rank + step < found[key].rank:
        at_anchor = GazetteerEntry(
            "", place.name, place.lat or entry.lat, place.lon or entry.lon, place.country, place.admin1,
            "village" if place.geo_precision < 3 else entry.kind, 0, place.radius_km or entry.radius_km,
        )  # fmt: skip
        found[key] = _Anchored(rank + step, place, at_anchor)


def _place_from_anchor(mention: _Mention, anchor: _Mention, entry: GazetteerEntry) -> tuple[int, Place]:
    """The place of an unknown name, and a rank: 0 measured, 1 near, 2 inside."""
    relation = anchor.phrase.relation
    point = _moved(entry, anchor.phrase)
    rank = 0 if relation == "distance" else 1 if relation in ("side", "near") else 2
    precision: GeoPrecision = 1 if rank == 0 else 3 if _is_coarse(entry) else 2
    return rank, Place(
        name=mention.toponym.name,
        lat=point[0],
        lon=point[1],
        country=entry.country,
        admin1=entry.admin1,
        geo_precision=precision,
        radius_km=_radius_from_anchor(entry, anchor.phrase),
    )


def _radius_from_anchor(entry: GazetteerEntry, phrase: SpatialPhrase) -> float:
    if phrase.by_km is not None:
        return round(max(5.0, phrase.by_km if phrase.bearing_deg is None else phrase.by_km * 0.3), 1)
    return max(entry.radius_km, _NEAR_RADIUS_KM if phrase.relation == "near" else _AREA_RADIUS_KM)


def _moved(entry: GazetteerEntry, phrase: SpatialPhrase) -> tuple[float, float]:
    """The point that the phrase names: the entry's own, or moved in the direction told."""
    if phrase.bearing_deg is None:
        return entry.lat, entry.lon
    by_km = phrase.by_km
    if by_km is None:
        large = entry.kind in _COARSE
        by_km = entry.radius_km * 0.45 if phrase.relation == "part" or large else _SIDE_KM
    lat, lon = move_point(entry.lat, entry.lon, phrase.bearing_deg, by_km)
    return round(lat, 4), round(lon, 4)


def _place_of_entry(mention: _Mention, entry: GazetteerEntry) -> Place:
    phrase = mention.phrase
    located_elsewhere = mention.carrier is not None or phrase.relation == "origin"
    lat, lon = (entry.lat, entry.lon) if located_elsewhere else _moved(entry, phrase)
    return Place(
        name=mention.toponym.name,
        lat=lat,
        lon=lon,
        country=entry.country,
        admin1=entry.admin1,
        gazetteer_id=entry.gazetteer_id,
        geo_precision=_precision(entry, phrase),
        radius_km=_radius(entry, phrase),
    )


def _precision(entry: GazetteerEntry, phrase: SpatialPhrase) -> GeoPrecision:
    if _is_coarse(entry):
        return 3
    if entry.kind in ("admin2", "area", "plain"):
        return 2
    inside = phrase.relation in ("at", "origin") or (phrase.relation == "part" and entry.kind in _POPULATED)
    return 1 if inside else 2


def _radius(entry: GazetteerEntry, phrase: SpatialPhrase) -> float:
    if phrase.relation == "distance":
        return _radius_from_anchor(entry, phrase)
    if phrase.relation == "around" and entry.kind in _POPULATED:
        return max(entry.radius_km, _AREA_RADIUS_KM)
    if phrase.relation in ("near", "side"):
        return max(entry.radius_km, _NEAR_RADIUS_KM)
    return round(entry.radius_km * 0.6, 1) if phrase.relation == "part" and entry.kind in _COARSE else entry.radius_km


def _surrounding_region(index: int, mentions: Sequence[_Mention], main_country: str | None) -> GazetteerEntry | None:
    """The known place told last before an unknown name, or after it in its sentence; none from another country."""
    here = mentions[index]
    before = [other for other in mentions[:index] if here.sentence - other.sentence <= _LOOK_BACK_SENTENCES]
    after = [other for other in mentions[index + 1 :] if other.sentence == here.sentence]
    for other in [*reversed(before), *after]:
        entry = other.entry
        if entry is None or entry.country != main_country or other.phrase.relation == "origin":
            continue
        if entry.kind in _FALLBACK_KINDS and entry.population < _METROPOLIS:
            return entry
    told = Counter(other.entry for other in mentions if other.entry and other.entry.kind == "admin1")
    inside = [entry for entry, _ in told.most_common() if entry.country == main_country]
    return inside[0] if inside else None


def _place_in(name: str, region: GazetteerEntry | None, main_country: str | None) -> Place:
    """A place of which only the surroundings are known."""
    if region is None:
        return Place(name=name, country=main_country, geo_precision=3)
    return Place(
        name=name, lat=region.lat, lon=region.lon, country=region.country, admin1=region.admin1,
        geo_precision=3 if _is_coarse(region) else 2, radius_km=max(region.radius_km, _AREA_RADIUS_KM),
    )  # fmt: skip


def _is_coarse(entry: GazetteerEntry) -> bool:
    return entry.kind in _COARSE or entry.radius_km >= _COARSE_RADIUS_KM


# --- what it is to the event


def _whole_phrase(mention: _Mention, mentions: Sequence[_Mention]) -> Span:
    span = mention.phrase.span
    if mention.container is not None:
        container = mentions[mention.container].phrase.span
        return replace(span, end=max(span.end, container.end))
    return span


def _is_event_place(text: str, mention: _Mention, sentences: Sequence[Span], place: Place) -> bool:
    if mention.carrier is not None or mention.contains_other or mention.phrase.relation == "origin":
        return False
    sentence = sentences[mention.sentence] if sentences else Span(0, len(text))
    may_be_metonym = mention.entry is not None and (mention.entry.kind == "country" or place.geo_precision == 1)
    return not (may_be_metonym and is_metonym(text, mention.toponym.span, sentence))
