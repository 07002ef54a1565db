"""What lies in an area: by the name of a region or country, by distance from the middle of anything smaller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.areas import Area, AreaRecord, Reach
from dateline.model.decisions import DISCARDED
from dateline.model.places import Place
from dateline.model.stores import StoredReport
from dateline.publish.views import list_card_groups
from dateline.publish.wordings import uncertainty_km

SAME_PLACE_KM = 2.0
WIDE_RADIUS_KM = 60.0
"""A place known no better than this is a region: what is told of it may have been anywhere in it."""


def find_reach(area: Area, place: Place | None) -> Reach:
    """How a place lies to an area: inside, wider (it holds the area), untold, or elsewhere."""
    if place is None:
        return "untold"
    if area.kind == "country":
        return "inside" if place.country == area.country else "elsewhere"
    if _is_country(place):
        return "wider" if place.country == area.country else "elsewhere"
    if area.kind == "admin1":
        return _reach_of_region(area, place)
    return _reach_of_circle(area, place)


def keep_in_area(area: Area, records: Iterable[AreaRecord]) -> list[AreaRecord]:
    """The records that lie inside the area, in the order given."""
    return [row for row in records if find_reach(area, row.record.place) == "inside"]


def make_area_records(stored: StoredReport) -> list[AreaRecord]:
    """All records of a report with its facts, as briefs take them; rejected records are left out."""
    report = stored.report
    slugs = {card.record_id: card.slug for group in list_card_groups(stored) for card in group.cards}
    return [
        AreaRecord(
            stored=row,
            slug=slugs[row.record_id],
            title=report.title,
            publisher=report.publisher,
            published=report.published,
            url=report.url,
            added=stored.added,
        )
        for row in stored.records
        if row.state not in DISCARDED
    ]


def name_area(area: Area, records: Sequence[AreaRecord]) -> Area:
    """The area under the name that the reports use most: "Makhmour" where the gazetteer has "Mexmur"."""
    names = Counter(row.record.place.name for row in records if row.record.place and _is_of(area, row.record.place))
    if not names:
        return area
    most = max(names.values())
    return replace(area, name=min(name for name, count in names.items() if count == most))


def _is_of(area: Area, place: Place) -> bool:
    """Whether a place is the area's own: by its id, or where it has none by where it lies."""
    if place.gazetteer_id or place.lat is None or place.lon is None or place.geo_precision == 3:
        return place.gazetteer_id == area.area_id
    return distance_km(area.lat, area.lon, place.lat, place.lon) <= SAME_PLACE_KM


def _is_country(place: Place) -> bool:
    if place.gazetteer_id:
        return place.gazetteer_id.startswith("country:")
    return place.geo_precision == 3 and place.admin1 is None and uncertainty_km(place) > WIDE_RADIUS_KM


def _reach_of_region(area: Area, place: Place) -> Reach:
    if place.country == area.country and place.admin1 and area.admin1:
        return "inside" if fold_name(place.admin1) == fold_name(area.admin1) else "elsewhere"
    return _reach_of_circle(area, place)


def _reach_of_circle(area: Area, place: Place) -> Reach:
    """Inside is what has its point in the circle and is no region around it."""
    if place.lat is None or place.lon is None:
        return "inside" if place.gazetteer_id == area.area_id else "elsewhere"
    apart_km = distance_km(area.lat, area.lon, place.lat, place.lon)
    is_wide = place.geo_precision == 3 and uncertainty_km(place) > max(area.radius_km, WIDE_RADIUS_KM / 2)
    if is_wide and place.gazetteer_id != area.area_id:
        is_near = apart_km <= uncertainty_km(place) or _is_region_of(area, place)
        return "wider" if is_near and _same_region(area, place) else "elsewhere"
    return "inside" if apart_km <= area.radius_km else "elsewhere"


def _is_region_of(area: Area, place: Place) -> bool:
    """Whether a wide place is the very region that the area lies in."""
    if not area.admin1 or area.country != place.country:
        return False
    return fold_name(place.name) == fold_name(area.admin1)


def _same_region(area: Area, place: Place) -> bool:
    """Whether a wide place can hold the area: not where both name a region and they differ."""
    if area.country and place.country and area.country != place.country:
        return False
    if area.admin1 and place.admin1 and area.kind != "admin1":
        return fold_name(area.admin1) == fold_name(place.admin1)
    return True
