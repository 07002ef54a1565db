"""GeoJSON (RFC 7946): events, figures and control records as points, each with flat properties."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator

from dateline.model.actors import ActorRef
from dateline.model.places import Place
from dateline.model.records import Casualty, Control, Event, Figure, Statement
from dateline.model.reports import Report
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.exports.cells import Cell, clean_text, join_list
from dateline.publish.incident_words import MEASURES
from dateline.publish.wordings import say_range, say_source

NAME = "geojson"
_DECIMALS = 6
"""Of a degree: a tenth of a metre, as RFC 7946 advises."""


def write_collection(reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]:
    """One FeatureCollection, a feature a line. Each feature has its `state` in every file.

    Statements are none: their place is what is spoken about. Records without a point are left out.
    """
    del with_states
    separator = b'{"type":"FeatureCollection","features":[\n'
    for stored in reports:
        for row in stored.records:
            feature = make_feature(row, stored.report)
            if feature is not None:
                yield separator + json.dumps(feature, ensure_ascii=False, allow_nan=False).encode("utf-8")
                separator = b",\n"
    yield b"\n]}\n" if separator == b",\n" else separator + b"]}\n"


def has_point(row: StoredRecord) -> bool:
    """Whether a record is an event, figure or control record with a point on the earth."""
    return not isinstance(row.record, Statement) and find_point(row.record.place) is not None


def make_feature(row: StoredRecord, report: Report) -> dict[str, object] | None:
    """The feature of a record; None where it is a statement or has no point on the earth."""
    record = row.record
    point = find_point(record.place)
    if point is None or isinstance(record, Statement):
        return None
    properties = {
        "kind": row.kind,
        "report_id": row.report_id,
        "state": row.state,
        **_tell_record(record, report),
        **_tell_where_and_when(record),
        "sources": join_list(say_source(source, report.publisher) for source in record.attribution),
        "publisher": report.publisher,
        "published": report.published,
        "title": report.title,
        "url": report.url,
        "quote": " […] ".join(piece.quote for piece in record.evidence),
    }
    return {
        "type": "Feature",
        "id": row.record_id,
        "geometry": {"type": "Point", "coordinates": point},
        "properties": {
            key: clean_text(value) if isinstance(value, str) else value for key, value in properties.items()
        },
    }


def find_point(place: Place | None) -> list[float] | None:
    """Longitude and latitude, in GeoJSON's order; None where they are missing or not on the earth."""
    if place is None or place.lat is None or place.lon is None:
        return None
    if not (math.isfinite(place.lat) and math.isfinite(place.lon) and abs(place.lat) <= 90 and abs(place.lon) <= 180):
        return None
    return [round(place.lon, _DECIMALS), round(place.lat, _DECIMALS)]


def _tell_record(record: Event | Figure | Control, report: Report) -> dict[str, Cell]:
    if isinstance(record, Event):
        return {
            "incident_id": record.incident_id,
            "event_type": record.event_type,
            "sub_event_type": record.sub_event_type,
            "modality": record.modality,
            "actor1": _join_names(record.actor1),
            "actor2": _join_names(record.actor2),
            "casualties": join_list(_say_casualty(row, report) for row in record.casualties),
            "count": record.count,
        }
    if isinstance(record, Figure):
        return {
            "measure": record.measure,
            "value_low": record.value_low,
            "value_high": record.value_high,
            "approximate": record.approximate,
            "unit": record.unit,
            "about": _join_names(record.about),
            "by": _join_names(record.by),
            "modality": record.modality,
        }
    return {
        "relation": record.relation,
        "holder": _join_names(record.holder),
        "area": record.area,
        "modality": record.modality,
    }


def _tell_where_and_when(record: Event | Figure | Control) -> dict[str, Cell]:
    place, time = record.place, record.time
    assert place is not None
    return {
        "place": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "gazetteer_id": place.gazetteer_id,
        "geo_precision": place.geo_precision,
        "radius_km": place.radius_km if place.radius_km is None or math.isfinite(place.radius_km) else None,
        "time_start": time.start.isoformat() if time and time.start else None,
        "time_end": time.end.isoformat() if time and time.end else None,
        "time_precision": time.precision if time else None,
    }


def _say_casualty(row: Casualty, report: Report) -> str:
    """ "7 killed, Peshmerga, said by Ministry of Peshmerga"."""
    said_by = report.publisher if row.said_by in (None, "outlet") else row.said_by
    number = say_range(row.low, row.high, approximate=row.approximate)
    parts = (f"{number} {MEASURES[row.measure]}", row.group, f"said by {said_by}" if said_by else None)
    return ", ".join(part for part in parts if part)


def _join_names(refs: Iterable[ActorRef]) -> str:
    return join_list(ref.name for ref in refs)
