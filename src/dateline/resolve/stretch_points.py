"""Where a stretch lies: the middle between its ends, a point near a border, or a place told to lie on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.base.distances import distance_km, point_between
from dateline.model.places import GazetteerEntry, Place
from dateline.model.ports import Gazetteer
from dateline.resolve.place_borders import RegionSource, locate_border
from dateline.resolve.place_mentions import PlaceMention
from dateline.resolve.place_points import COARSE_KINDS
from dateline.resolve.place_stretches import Stretch

_LEAST_RADIUS_KM, _FINE_KM = 5.0, 200.0
_NEAR_END_KM = 25.0
_MAX_ALONG_KM = 1000.0


@dataclass(slots=True)
class LaidStretches:
    """By the index of a mention: the place that takes that of its own; where something was done, and where not."""

    places: dict[int, Place] = field(default_factory=dict)
    stretches: dict[int, Stretch] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)


def lay_stretches(
    stretches: Sequence[Stretch],
    mentions: Sequence[PlaceMention],
    places: Sequence[Place],
    countries: Mapping[str, float],
    gazetteer: Gazetteer,
) -> LaidStretches:
    """One place for each stretch, at its first mention, or at the place that is told to lie on it.

    `places` are those that the mentions have alone, one each; `countries` are the story's with their weight.
    """
    laid = LaidStretches()
    for stretch in stretches:
        if stretch.kind == "towards":
            laid.silent.add(stretch.second)
            _lay_along(laid, stretch.first, stretch.second, mentions, places)
            continue
        place = _place_of(stretch, mentions, places, countries, gazetteer)
        if place is None:
            continue
        laid.silent.add(stretch.second)
        if stretch.at is not None and not _is_coarse(mentions[stretch.at]):
            laid.silent.add(stretch.first)
            _lay_on(laid, stretch, place, mentions, places)
            continue
        laid.places[stretch.first], laid.stretches[stretch.first] = place, stretch
        if stretch.at is not None:
            laid.silent.add(stretch.at)
    return laid


def _is_coarse(mention: PlaceMention) -> bool:
    return mention.entry is not None and mention.entry.kind in COARSE_KINDS


def _lay_on(
    laid: LaidStretches, stretch: Stretch, place: Place, mentions: Sequence[PlaceMention], places: Sequence[Place]
) -> None:
    """A place on the stretch: an unknown one lies where the stretch does, a distance from an end goes along it."""
    at = stretch.at if stretch.at is not None else stretch.first
    mention = mentions[at]
    if mention.entry is None and mention.container is None:
        laid.places[at] = place.model_copy(update={"name": mention.toponym.name})
        return
    ends = {mentions[index].entry: index for index in (stretch.first, stretch.second)}
    if mention.entry in ends:
        here = ends[mention.entry]
        _lay_along(laid, at, stretch.first if here == stretch.second else stretch.second, mentions, places)


def _lay_along(
    laid: LaidStretches, start: int, goal: int, mentions: Sequence[PlaceMention], places: Sequence[Place]
) -> None:
    """ "20 km from A on the road to B": that far on the way, where no direction is told."""
    phrase, one, other = mentions[start].phrase, mentions[start].entry, mentions[goal].entry
    if phrase.relation != "distance" or phrase.bearing_deg is not None or not phrase.by_km:
        return
    if one is None or other is None:
        return
    whole_km = distance_km(one.lat, one.lon, other.lat, other.lon)
    if not 0 < whole_km <= _MAX_ALONG_KM:
        return
    lat, lon = point_between(one.lat, one.lon, other.lat, other.lon, min(1.0, phrase.by_km / whole_km))
    radius_km = round(max(_LEAST_RADIUS_KM, phrase.by_km * 0.3), 1)
    laid.places[start] = places[start].model_copy(
        update={"lat": round(lat, 4), "lon": round(lon, 4), "radius_km": radius_km}
    )


def _place_of(
    stretch: Stretch,
    mentions: Sequence[PlaceMention],
    places: Sequence[Place],
    countries: Mapping[str, float],
    gazetteer: Gazetteer,
) -> Place | None:
    """The place of the whole stretch; None where the two names are rather sides or too far from each other."""
    both = (mentions[stretch.first], mentions[stretch.second])
    countries_told = [row.entry for row in both if row.entry is not None and row.entry.kind == "country"]
    if countries_told and stretch.kind == "between":
        return None
    if len(set(countries_told)) == 2:
        return _border(stretch, mentions, countries_told[0], countries_told[1], gazetteer)
    ends = _ends(stretch, mentions)
    if len(ends) == 2:
        middle = _middle(stretch, places[ends[0]], places[ends[1]], _name_of(stretch, mentions))
        if middle is not None or stretch.kind == "between":
            return middle
    near = max(ends, key=lambda end: countries.get(places[end].country or "", 0.0), default=stretch.first)
    return _near_end(stretch, mentions, near, places[near])


def _ends(stretch: Stretch, mentions: Sequence[PlaceMention]) -> list[int]:
    """The ends that tell where it is: a river or region, whose point may be far off, only beside another such."""
    ends = (stretch.first, stretch.second)
    fine = [end for end in ends if _is_placed(mentions[end]) and not _is_coarse(mentions[end])]
    coarse = [end for end in ends if _is_coarse(mentions[end]) and not _is_country(mentions[end])]
    return fine or coarse


def _near_end(stretch: Stretch, mentions: Sequence[PlaceMention], end: int, place: Place) -> Place:
    """Near the one end that is known; named after that alone beside a river or region, where no road is told."""
    beside = any(_is_coarse(mentions[index]) for index in (stretch.first, stretch.second) if index != end)
    return place.model_copy(
        update={
            "name": place.name if beside and stretch.kind != "way" else _name_of(stretch, mentions),
            "gazetteer_id": place.gazetteer_id if beside else None,
            "geo_precision": max(2, place.geo_precision),
            "radius_km": max(place.radius_km or 0.0, _NEAR_END_KM) if place.lat is not None else None,
        }
    )


def _is_country(mention: PlaceMention) -> bool:
    return mention.entry is not None and mention.entry.kind == "country"


def _is_placed(mention: PlaceMention) -> bool:
    return mention.entry is not None or mention.container is not None


def _middle(stretch: Stretch, one: Place, other: Place, name: str) -> Place | None:
    """Half-way, with half the length as radius; None where the ends are too far apart to belong together."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    length_km = distance_km(one.lat, one.lon, other.lat, other.lon)
    if length_km > stretch.max_km:
        return None
    lat, lon = point_between(one.lat, one.lon, other.lat, other.lon)
    return Place(
        name=name,
        lat=round(lat, 4),
        lon=round(lon, 4),
        country=one.country or other.country,
        admin1=one.admin1 if one.admin1 == other.admin1 else None,
        geo_precision=3 if length_km > _FINE_KM or 3 in (one.geo_precision, other.geo_precision) else 2,
        radius_km=round(max(_LEAST_RADIUS_KM, length_km / 2), 1),
    )


def _border(
    stretch: Stretch,
    mentions: Sequence[PlaceMention],
    one: GazetteerEntry,
    other: GazetteerEntry,
    gazetteer: Gazetteer,
) -> Place:
    """Near the story's own places of the two countries, those of the sentence first."""
    sides = {one.country, other.country}
    told = [row for row in mentions if row.entry and row.entry.kind != "country" and row.entry.country in sides]
    here = [row for row in told if row.sentence == mentions[stretch.first].sentence] or told
    near = [row.entry for row in here if row.entry is not None]
    point = locate_border(one, other, near, gazetteer if isinstance(gazetteer, RegionSource) else None)
    return Place(
        name=_name_of(stretch, mentions),
        lat=round(point.lat, 4),
        lon=round(point.lon, 4),
        country=near[0].country if near else one.country,
        geo_precision=3,
        radius_km=point.radius_km,
    )


def _name_of(stretch: Stretch, mentions: Sequence[PlaceMention]) -> str:
    """ "A-B", with the word for the road that is told, and "border" for a border."""
    pair = f"{mentions[stretch.first].toponym.name}-{mentions[stretch.second].toponym.name}"
    if stretch.kind == "border":
        return f"{pair} border"
    return f"{pair} {stretch.word}" if stretch.kind == "way" else pair
