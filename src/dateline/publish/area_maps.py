"""The events of an area, for its map and the table beneath it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.model.areas import Area, AreaRecord
from dateline.model.records import Event
from dateline.publish.areas import keep_in_area
from dateline.publish.cards import make_card
from dateline.publish.maps import MappedEvent, map_events
from dateline.publish.wordings import say_title


def list_area_events(area: Area, records: Iterable[AreaRecord]) -> list[MappedEvent]:
    """The events in the area that have coordinates."""
    mapped = []
    for row in keep_in_area(area, records):
        place = row.record.place
        if isinstance(row.record, Event) and place and place.lat is not None and place.lon is not None:
            card = make_card(row.slug, row.stored, row.publisher)
            mapped.append(MappedEvent(card, place, row.report_id, say_title(row.title)))
    return mapped


def make_area_map(area: Area, records: Sequence[AreaRecord]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of the events in the area, in the form of `publish.maps.make_event_map`."""
    return map_events(list_area_events(area, records))
