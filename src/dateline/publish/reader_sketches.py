"""The frame of a small map around some events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.base.distances import distance_km
from dateline.model.areas import Area
from dateline.publish.maps import MappedEvent
from dateline.publish.wordings import uncertainty_km

_ROOM_KM = 10.0


def frame_events(mapped: Sequence[MappedEvent], name: str) -> Area | None:
    """An area that holds the events with their uncertainty, drawn without a circle; None where there is none."""
    if not mapped:
        return None
    lons, lats = zip(*(event.lonlat for event in mapped), strict=True)
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    reach = max(distance_km(lat, lon, event.lonlat[1], event.lonlat[0]) + _reach_km(event) for event in mapped)
    countries = Counter(event.place.country for event in mapped if event.place.country)
    country = countries.most_common(1)[0][0] if countries else None
    return Area("", name, lat, lon, reach + _ROOM_KM, country, None, "country")


def _reach_km(event: MappedEvent) -> float:
    return min(uncertainty_km(event.place), 300.0)
