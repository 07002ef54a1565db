"""Events as GeoJSON for the map: a point with its kind, and a disc as large as the uncertainty of the place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.base.distances import step_from
from dateline.model.decisions import DISCARDED
from dateline.model.places import Place
from dateline.model.stores import StoredReport
from dateline.publish.cards import RecordCard
from dateline.publish.landmarks import country_names
from dateline.publish.views import list_card_groups
from dateline.publish.wordings import say_title, uncertainty_km

MIN_DISC_KM = 1.0
"""Below this a disc would be smaller than the mark of the event at any zoom that the base map is good for."""
DISC_CORNERS = 64


@dataclass(frozen=True, slots=True)
class MappedEvent:
    """An event that can be drawn, with the page it stands on."""

    card: RecordCard
    place: Place
    report_id: str
    report_title: str

    @property
    def lonlat(self) -> tuple[float, float]:
        assert self.place.lat is not None
        assert self.place.lon is not None
        return self.place.lon, self.place.lat


def list_mapped_events(reports: Iterable[StoredReport]) -> list[MappedEvent]:
    """The events that count and have coordinates, in the order of the reports and of their text."""
    mapped = []
    for stored in reports:
        places = {row.record_id: row.record.place for row in stored.records if row.state not in DISCARDED}
        for group in list_card_groups(stored):
            for card in group.cards if group.key == "events" else ():
                place = places.get(card.record_id)
                if place is not None and place.lat is not None and place.lon is not None:
                    mapped.append(MappedEvent(card, place, stored.report.id, say_title(stored.report.title)))
    return mapped


def make_event_map(reports: Iterable[StoredReport]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection: a Point for every event (`shape` "event"), and a Polygon for every uncertain
    place (`shape` "disc", once for each place). `countries`: the ISO codes that occur, for region lines and towns.
    """
    return map_events(list_mapped_events(reports))


def map_events(mapped: Sequence[MappedEvent]) -> dict[str, Any]:
    """The collection of these events, in the form of `make_event_map`."""
    discs = {(event.lonlat, uncertainty_km(event.place)): event for event in mapped}
    features = [_disc_feature(event) for event in discs.values() if uncertainty_km(event.place) >= MIN_DISC_KM]
    features += [_event_feature(event) for event in mapped]
    countries = sorted({event.place.country for event in mapped if event.place.country in country_names()})
    return {"type": "FeatureCollection", "countries": countries, "features": features}


def draw_disc(lon: float, lat: float, radius_km: float) -> list[list[float]]:
    """A closed ring of points at `radius_km` on the sphere around the centre, anticlockwise, [lon, lat] in degrees.

    Longitudes may pass ±180, so that a disc over the date line is drawn in one piece.
    """
    steps = (step_from(lat, -360 * corner / DISC_CORNERS, radius_km) for corner in range(DISC_CORNERS))
    ring = [[round(lon + east_deg, 5), round(lat_to, 5)] for lat_to, east_deg in steps]
    return [*ring, ring[0]]


def _event_feature(event: MappedEvent) -> dict[str, Any]:
    card = event.card
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(event.lonlat)},
        "properties": {
            "shape": "event",
            "kind": card.kind.key,
            "letter": card.kind.letter,
            "dashed": bool(card.modality),
            "modality": card.modality,
            "label": card.label,
            "headline": card.headline,
            "place": card.place,
            "place_name": event.place.name,
            "precision": card.place_precision,
            "time": card.time,
            "tolls": "; ".join(f"{toll.words} {toll.measure}" for toll in card.tolls),
            "slug": card.slug,
            "report_id": event.report_id,
            "report_title": event.report_title,
        },
    }


def _disc_feature(event: MappedEvent) -> dict[str, Any]:
    radius_km = uncertainty_km(event.place)
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [draw_disc(*event.lonlat, radius_km)]},
        "properties": {"shape": "disc", "place_name": event.place.name, "radius_km": radius_km},
    }
