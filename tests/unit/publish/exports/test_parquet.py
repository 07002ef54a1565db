"""Parquet: types, and the whole record back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_samples import hostile_texts, keep_records
from hypothesis import given, settings

from dateline.model.records import record_to_json
from dateline.model.stores import RECORD_TYPES, StoredReport
from dateline.publish.exports import parquet


def read_table(*reports: StoredReport) -> pa.Table:
    data = b"".join(parquet.write_table(reports, with_states=True))
    return pq.read_table(pa.BufferReader(data))


def read_rows(*reports: StoredReport) -> list[dict[str, Any]]:
    return list(read_table(*reports).to_pylist())


def test_table_has_its_types_even_where_it_is_empty() -> None:
    assert read_table().schema.equals(parquet.SCHEMA)
    assert read_table(keep_records()).schema.equals(parquet.SCHEMA)


def test_each_record_is_a_row_with_the_whole_record() -> None:
    stored = keep_records()
    rows = read_rows(stored)
    assert [row["kind"] for row in rows] == ["events", "figures", "statements", "control"]
    for row, kept in zip(rows, stored.records, strict=True):
        assert json.loads(row["record"]) == record_to_json(kept.record)
        assert RECORD_TYPES[row["kind"]].model_validate(json.loads(row["record"])) == kept.record
    event, figure = rows[:2]
    assert (event["killed_low"], event["killed_high"], event["time_start"]) == (7, 7, date(2021, 12, 2))
    assert (event["actor2"], event["published_day"]) == (["Peshmerga"], date(2021, 12, 3))
    assert (figure["value_low"], figure["value_high"], figure["event_type"]) == (3.0, None, None)


def test_file_comes_in_row_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS_AT_A_TIME", 3)
    pieces = list(parquet.write_table([keep_records(), keep_records()], with_states=True))
    assert len(pieces) == 4
    assert pq.ParquetFile(pa.BufferReader(b"".join(pieces))).num_row_groups == 3


@settings(deadline=None)
@given(hostile_texts)
def test_hostile_texts_come_back(text: str) -> None:
    event, figure, statement, control = read_rows(keep_records(text))
    assert (event["place"], event["title"], event["actor1"], event["evidence"]) == (text, text, [text], [text])
    assert (figure["unit"], statement["quote"], control["area"]) == (text, text, text)


def test_half_characters_are_replaced() -> None:
    assert read_rows(keep_records("a\ud800"))[0]["place"] == "a\ufffd"
