"""Places: what each toponym means, and the point and precision that the words around it give."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dateline.base.text import fold_name
from dateline.model.annotations import ResolvedPlace, Toponym
from dateline.model.drafts import PLACES, SENTENCES, TOPONYMS, Additions, Draft, Layer
from dateline.model.places import GazetteerEntry, GeoPrecision, Place
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span
from dateline.resolve.distances import move_point
from dateline.resolve.place_ranking import choose_entry, salience, weigh_countries
from dateline.resolve.spatial_phrases import SpatialPhrase, carries, is_inside, is_metonym, read_spatial_phrase

_POPULATED = frozenset({"city", "town", "village", "camp", "base", "facility"})
_COARSE = frozenset({"country", "admin1", "region", "sea", "river"})
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
    places = _locate(mentions, countries)
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
        mentions.append(_Mention(toponym, index, phrase, gazetteer.find(toponym.name)))
    return mentions


def _link_mentions(text: str, mentions: Sequence[_Mention]) -> None:
    """Find for neighbours in one sentence which lies in which, and which is measured from which."""
    for index in range(1, len(mentions)):
        here, previous = mentions[index], mentions[index - 1]
        if here.sentence != previous.sentence:
            continue
        measured = here.phrase.relation in ("distance", "side", "near")
        if measured and carries(text, previous.toponym.span, here.phrase.span):
            here.carrier, previous.container = index - 1, index
        elif is_inside(text, previous.toponym.span, here.toponym.span):
            previous.container, here.contains_other = index, True


def _choose_entries(mentions: Sequence[_Mention], countries: Mapping[str, float]) -> None:
    """First alone, then in the light of the others; a name means the same place all through a report."""
    for mention in mentions:
        mention.entry = choose_entry(mention.entries, countries, mention.phrase.type_wanted)
    sure = [mention.entry for mention in mentions if mention.entry and mention.entry.kind not in ("country", "sea")]
    chosen: dict[tuple[str, str | None], GazetteerEntry | None] = {}
    for mention in mentions:
        container = mentions[mention.container].entry if mention.container is not None else None
        key = (fold_name(mention.toponym.name), mention.phrase.type_wanted)
        if key not in chosen or container is not None:
            chosen[key] = choose_entry(mention.entries, countries, mention.phrase.type_wanted, container, sure)
        mention.entry = chosen[key]
        if mention.entry is not None and not _is_plausible(mention, countries):
            mention.entry = None


def _is_plausible(mention: _Mention, countries: Mapping[str, float]) -> bool:
    """A small place in a country that the story has nothing to do with is a chance meeting of names."""
    entry = mention.entry
    assert entry is not None
    share = countries.get(entry.country or "", 0.0)
    if entry.country is None or entry.kind == "country" or len(countries) < 2:
        return True
    return salience(entry) >= (5.0 if entry.gazetteer_id.startswith("geonames:") else 0.0) or share >= 0.15


# --- points


def _locate(mentions: Sequence[_Mention], countries: Mapping[str, float]) -> list[Place]:
    anchored = _anchor_unknown(mentions)
    places: list[Place] = []
    for index, mention in enumerate(mentions):
        if mention.entry is not None:
            places.append(_place_of_entry(mention, mention.entry))
        elif (known := anchored.get(fold_name(mention.toponym.name))) is not None:
            places.append(known.model_copy(update={"name": mention.toponym.name}))
        else:
            places.append(_place_by_surroundings(index, mentions, countries))
    return places


def _anchor_unknown(mentions: Sequence[_Mention]) -> dict[str, Place]:
    """Places of unknown names that a phrase somewhere in the report puts at, near or in a known one."""
    found: dict[str, tuple[int, Place]] = {}
    for mention in mentions:
        if mention.entry is not None or mention.container is None:
            continue
        anchor = mentions[mention.container]
        if anchor.entry is None:
            continue
        rank, place = _place_from_anchor(mention, anchor, anchor.entry)
        key = fold_name(mention.toponym.name)
        if key not in found or rank < found[key][0]:
            found[key] = (rank, place)
    return {key: place for key, (_, place) in found.items()}


def _place_from_anchor(mention: _Mention, anchor: _Mention, entry: GazetteerEntry) -> tuple[int, Place]:
    """The place of an unknown name, and a rank: 0 measured, 1 near, 2 inside."""
    relation = anchor.phrase.relation
    point = _moved(entry, anchor.phrase)
    rank = 0 if relation == "distance" else 1 if relation in ("side", "near") else 2
    precision: GeoPrecision = 1 if rank == 0 else 2 if entry.kind not in _COARSE else 3
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
    if entry.kind in _COARSE:
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


def _place_by_surroundings(index: int, mentions: Sequence[_Mention], countries: Mapping[str, float]) -> Place:
    """An unknown name without an anchor: the region that was told last, else the name with the story's country."""
    here = mentions[index]
    name = here.toponym.name
    same = [other for other in mentions[index + 1 :] if other.sentence == here.sentence]
    for other in [*reversed(mentions[:index]), *same]:
        entry = other.entry
        if entry is not None and entry.kind not in ("country", "sea") and other.phrase.relation != "origin":
            return Place(
                name=name, lat=entry.lat, lon=entry.lon, country=entry.country, admin1=entry.admin1,
                geo_precision=3 if entry.kind in _COARSE else 2, radius_km=max(entry.radius_km, _AREA_RADIUS_KM),
            )  # fmt: skip
    country = max(countries, key=lambda code: countries[code], default=None)
    return Place(name=name, country=country, geo_precision=3)


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
