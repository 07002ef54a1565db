"""Parquet: one table of all records, a row each, with typed columns and the whole record as JSON beside them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.model.actors import ActorRef
from dateline.model.records import Control, Event, Figure, Record, Statement, record_to_json
from dateline.model.reports import Report, read_day
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.exports.cells import clean_text
from dateline.publish.wordings import say_source

NAME = "parquet"
_ROWS_AT_A_TIME = 5000

_TEXT, _TEXTS, _NUMBER, _DAY = pa.string(), pa.list_(pa.string()), pa.float64(), pa.date32()
SCHEMA = pa.schema(
    [
        pa.field("record_id", _TEXT, nullable=False),
        pa.field("kind", _TEXT, nullable=False),
        pa.field("state", _TEXT, nullable=False),
        pa.field("coder", _TEXT, nullable=False),
        pa.field("coder_version", _TEXT, nullable=False),
        ("confidence", _NUMBER),
        ("incident_id", _TEXT),
        ("event_type", _TEXT),
        ("sub_event_type", _TEXT),
        ("actor1", _TEXTS),
        ("actor2", _TEXTS),
        ("count", pa.int64()),
        ("killed_low", pa.int64()),
        ("killed_high", pa.int64()),
        ("measure", _TEXT),
        ("value_low", _NUMBER),
        ("value_high", _NUMBER),
        ("approximate", pa.bool_()),
        ("unit", _TEXT),
        ("speaker", _TEXT),
        ("act", _TEXT),
        ("addressee", _TEXT),
        ("topic", _TEXT),
        ("quote", _TEXT),
        ("relation", _TEXT),
        ("area", _TEXT),
        ("modality", _TEXT),
        ("place", _TEXT),
        ("latitude", _NUMBER),
        ("longitude", _NUMBER),
        ("country", _TEXT),
        ("admin1", _TEXT),
        ("gazetteer_id", _TEXT),
        ("geo_precision", pa.int8()),
        ("radius_km", _NUMBER),
        ("time_start", _DAY),
        ("time_end", _DAY),
        ("time_precision", _TEXT),
        ("sources", _TEXTS),
        ("source_types", _TEXTS),
        ("evidence", _TEXTS),
        pa.field("report_id", _TEXT, nullable=False),
        ("publisher", _TEXT),
        ("published", _TEXT),
        ("published_day", _DAY),
        ("title", _TEXT),
        ("url", _TEXT),
        ("language", _TEXT),
        pa.field("record", _TEXT, nullable=False),
    ]
)
"""Columns of other kinds of record are null: `act` of an event, `event_type` of a figure."""


def write_table(reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]:
    """The file, a row group at a time. Each record has its `state` in every file."""
    del with_states
    rows = (make_row(row, stored.report, record_to_json(row.record)) for stored in reports for row in stored.records)
    sink = _Chunks()
    with pq.ParquetWriter(sink, SCHEMA, compression="zstd") as writer:
        while group := list(islice(rows, _ROWS_AT_A_TIME)):
            writer.write_table(pa.Table.from_pylist(group, schema=SCHEMA))
            yield sink.take()
    yield sink.take()


class _Chunks(io.RawIOBase):
    """A stream that hands on what is written to it, so that no file is held whole."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Any) -> int:
        self._waiting += data
        self._position += len(data)
        return len(data)

    def take(self) -> bytes:
        """What was written since it was last asked."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


def make_row(row: StoredRecord, report: Report, data: Mapping[str, Any]) -> dict[str, Any]:
    """One row; the columns that are left out are null. In: `data`, the record's object in `coded.jsonl`."""
    record = row.record
    values = {
        "record_id": row.record_id,
        "kind": row.kind,
        "state": row.state,
        "coder": row.coder,
        "coder_version": row.coder_version,
        "confidence": record.confidence.record if record.confidence else None,
        **_tell_record(record),
        **_tell_where_and_when(record),
        "sources": [say_source(source, report.publisher) for source in record.attribution],
        "source_types": [source.source_type for source in record.attribution],
        "evidence": [piece.quote for piece in record.evidence],
        "report_id": row.report_id,
        "publisher": report.publisher,
        "published": report.published,
        "published_day": read_day(report.published),
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "record": json.dumps(data, ensure_ascii=False),
    }
    return {key: _clean(value) for key, value in values.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return clean_text(value) if isinstance(value, str) else value


def _tell_record(record: Record) -> dict[str, Any]:
    if isinstance(record, Event):
        killed = [row for row in record.casualties if row.measure == "killed"]
        only = killed[0] if len(killed) == 1 else None  # several rows are groups or rival sources: see `record`
        return {
            "incident_id": record.incident_id,
            "event_type": record.event_type,
            "sub_event_type": record.sub_event_type,
            "actor1": _names(record.actor1),
            "actor2": _names(record.actor2),
            "count": record.count,
            "killed_low": only.low if only else None,
            "killed_high": only.high if only else None,
            "modality": record.modality,
        }
    if isinstance(record, Figure):
        return {
            "measure": record.measure,
            "value_low": record.value_low,
            "value_high": record.value_high,
            "approximate": record.approximate,
            "unit": record.unit,
            "actor1": _names(record.by),
            "actor2": _names(record.about),
            "modality": record.modality,
        }
    if isinstance(record, Control):
        return {
            "relation": record.relation,
            "area": record.area,
            "actor1": _names(record.holder),
            "modality": record.modality,
        }
    return _tell_statement(record)


def _tell_statement(record: Statement) -> dict[str, Any]:
    return {
        "speaker": record.speaker.name,
        "act": record.act,
        "addressee": record.addressee.name if record.addressee else None,
        "topic": record.topic,
        "quote": record.quote,
    }


def _tell_where_and_when(record: Record) -> dict[str, Any]:
    place, time = record.place, record.time
    return {
        "place": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "geo_precision": place.geo_precision if place else None,
        "radius_km": place.radius_km if place else None,
        "time_start": time.start if time else None,
        "time_end": time.end if time else None,
        "time_precision": time.precision if time else None,
    }


def _names(refs: Iterable[ActorRef]) -> list[str]:
    return [ref.name for ref in refs]
