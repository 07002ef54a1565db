"""Small tables of records, with every column filled unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dateline.model.ports_index import IndexRow
from dateline.publish.record_tables import RecordTable
from dateline.services.record_columns import RecordColumns

DAY = date(2024, 5, 6).toordinal()
_ROW = IndexRow(
    number=0, report_number=1, kind="events", event_type="Battles", modality="happened", place="Omdurman",
    country="SD", admin1="Khartoum", lat=15.64, lon=32.48, radius_km=2.0, start_day=DAY, end_day=DAY,
    published_day=DAY + 1, killed_low=-1, killed=-1, confidence=0.9, publisher="Example Post", coder="patterns",
    source_types=1, is_told=1, is_denied=0, tolls_differ=0, incident_id=None,
)  # fmt: skip


def make_table(rows: Sequence[dict[str, Any]]) -> RecordTable:
    """A table of rows that differ from the usual one in these fields of `IndexRow`."""
    columns = RecordColumns()
    columns.append([tuple(_ROW._replace(number=number, **row)) for number, row in enumerate(rows, start=1)])
    columns.regroup(None, columns.view().number[:0])
    return columns.view()
