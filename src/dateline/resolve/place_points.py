"""Points and precision: where a place lies, given its entry or its neighbours and the words around it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from dateline.base.distances import move_point
from dateline.base.text import fold_name
from dateline.model.places import GazetteerEntry, GeoPrecision, Place
from dateline.resolve.place_mentions import PlaceMention
from dateline.resolve.spatial_phrases import SpatialPhrase

COARSE_KINDS = frozenset({"country", "admin1", "region", "sea", "river"})
FALLBACK_KINDS = frozenset(
    {"admin1", "admin2", "city", "town", "village", "area", "mountain", "plain", "camp", "base"}
)
METROPOLIS = 1_000_000
"""A city of more people says little about where an unknown village lies that the report names with it."""
_POPULATED = frozenset({"city", "town", "village", "camp", "base", "facility"})
_COARSE_RADIUS_KM, _LOOK_BACK_SENTENCES = 150.0, 20
_MAX_CHAIN, _MAIN_SHARE = 3, 0.4
_SIDE_KM = 15.0
_NEAR_RADIUS_KM, _AREA_RADIUS_KM = 15.0, 25.0


def locate_mentions(
    mentions: Sequence[PlaceMention],
    countries: Mapping[str, float],
    filed_from: GazetteerEntry | None,
    in_towns: Container[int] = (),
) -> list[Place]:
    """One place a mention. `countries` are the story's with their weight; `filed_from` the dateline's place.

    `in_towns`: the mentions told as parts of a town, by index.
    """
    anchored = _anchor_unknown(mentions)
    main_country = max(countries, key=lambda code: countries[code], default=None)
    guessed: dict[str, Place] = {}
    places: list[Place] = []
    for index, mention in enumerate(mentions):
        name, key = mention.toponym.name, fold_name(mention.toponym.name)
        if mention.entry is not None:
            places.append(_place_of_entry(mention, mention.entry))
        elif (known := anchored.get(key)) is not None:
            places.append(known.place.model_copy(update={"name": name}))
        else:
            largest = math.inf if index in in_towns else METROPOLIS
            region = _surrounding_region(index, mentions, countries, largest) or filed_from
            place = guessed.setdefault(key, _place_in(name, region, main_country))
            places.append(place.model_copy(update={"name": name}))
    return places


@dataclass(frozen=True, slots=True)
class _Anchored:
    """Where an unknown name lies. `rank`: 0 measured, 1 near, 2 inside, each step of a chain adds 3."""

    rank: int
    place: Place
    entry: GazetteerEntry


def _anchor_unknown(mentions: Sequence[PlaceMention]) -> dict[str, _Anchored]:
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


def _anchor_one(mention: PlaceMention, anchor: PlaceMention, found: dict[str, _Anchored]) -> None:
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


def _place_from_anchor(mention: PlaceMention, anchor: PlaceMention, entry: GazetteerEntry) -> tuple[int, Place]:
    """The place of an unknown name, and a rank: 0 measured, 1 near, 2 inside."""
    relation = anchor.phrase.relation
    point = _moved(entry, anchor.phrase)
    rank = 0 if relation == "distance" else 1 if relation in ("side", "near") else 2
    precision: GeoPrecision = (
        1 if rank == 0 and anchor.phrase.bearing_deg is not None else 3 if _is_coarse(entry) else 2
    )
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
        large = entry.kind in COARSE_KINDS
        by_km = entry.radius_km * 0.45 if phrase.relation == "part" or large else _SIDE_KM
    lat, lon = move_point(entry.lat, entry.lon, phrase.bearing_deg, by_km)
    return round(lat, 4), round(lon, 4)


def _place_of_entry(mention: PlaceMention, entry: GazetteerEntry) -> Place:
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
    return (
        round(entry.radius_km * 0.6, 1)
        if phrase.relation == "part" and entry.kind in COARSE_KINDS
        else entry.radius_km
    )


def _surrounding_region(
    index: int, mentions: Sequence[PlaceMention], countries: Mapping[str, float], largest: float
) -> GazetteerEntry | None:
    """The known place told last before an unknown name, or after it in its sentence; none from another country, and
    no city of more people than `largest`.

    A province counts from its own sentence, or where no other place is known.
    """
    here = mentions[index]
    before = [other for other in mentions[:index] if here.sentence - other.sentence <= _LOOK_BACK_SENTENCES]
    after = [other for other in mentions[index + 1 :] if other.sentence == here.sentence]
    near = [other for other in before if other.sentence == here.sentence]
    for other in [*reversed(near), *after, *reversed(before)]:
        entry = other.entry
        if (
            entry is None
            or countries.get(entry.country or "", 0.0) < _MAIN_SHARE
            or other.phrase.relation == "origin"
        ):
            continue
        spot = entry.kind in FALLBACK_KINDS and entry.population < largest
        if spot and (entry.kind != "admin1" or other.sentence == here.sentence):
            return entry
    told = Counter(other.entry for other in mentions if other.entry and other.entry.kind == "admin1")
    inside = [entry for entry, _ in told.most_common() if countries.get(entry.country or "", 0.0) >= _MAIN_SHARE]
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
    return entry.kind in COARSE_KINDS or entry.radius_km >= _COARSE_RADIUS_KM
