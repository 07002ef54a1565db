"""Every format out of a store: the approved alone unless asked, an incident in one row, the same file twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from report_builders import MakeCoded

from dateline.cli.main import call
from dateline.model.errors import NotKeptError
from dateline.model.records import CodedReport
from dateline.services.exporting import export_records, list_formats
from dateline.services.provenance import trace_record
from dateline.store.databases import SqlStore

Fill = Callable[[SqlStore, CodedReport], list[str]]
FORMATS = list_formats()
SIDES = ("a", "b", "civilians", "unknown")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_formats_are_those_of_the_commands_page() -> None:
    assert FORMATS == ["acled-csv", "geojson", "hxl-csv", "jsonl", "parquet", "ucdp-csv"]


def test_accounts_of_one_incident_are_one_row(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill, tmp_path: Path
) -> None:
    one, two, other = (fill(sqlite_store, make_coded(number))[0] for number in (1, 2, 3))
    sqlite_store.set_incidents({one: "i-1", two: "i-1", other: "i-2"})
    for record_id in (one, two, other):
        sqlite_store.decide(record_id, "approve", "ana")
    out = tmp_path / "acled.csv"
    assert export_records(sqlite_store, "acled-csv", out, include_unreviewed=False) == 2
    rows = read_csv(out)
    assert [row["event_id_cnty"] for row in rows] == ["i-1", "i-2"]
    assert [row["fatalities"] for row in rows] == ["7", "7"]


@pytest.mark.parametrize("format_name", FORMATS)
def test_only_approved_records_are_written_unless_asked(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill, tmp_path: Path, format_name: str
) -> None:
    approved, *_ = fill(sqlite_store, make_coded(1))
    proposed, *_ = fill(sqlite_store, make_coded(2))
    rejected, *_ = fill(sqlite_store, make_coded(3))
    sqlite_store.set_incidents({approved: "i-1", proposed: "i-2", rejected: "i-3"})
    sqlite_store.decide(approved, "approve", "ana")
    sqlite_store.decide(rejected, "reject", "ana")
    out, again = tmp_path / "out", tmp_path / "again"
    few = export_records(sqlite_store, format_name, out, include_unreviewed=False)
    many = export_records(sqlite_store, format_name, again, include_unreviewed=True)
    expected = {"acled-csv": (1, 2), "hxl-csv": (1, 2), "ucdp-csv": (0, 0), "geojson": (1, 9)}
    assert (few, many) == expected.get(format_name, (1, 12))
    assert export_records(sqlite_store, format_name, tmp_path / "twice", include_unreviewed=True) == many
    assert (tmp_path / "twice").read_bytes() == again.read_bytes()


def test_event_that_is_not_linked_is_an_incident_of_its_own(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill, tmp_path: Path
) -> None:
    event_id = fill(sqlite_store, make_coded(1))[0]
    out = tmp_path / "hxl.csv"
    assert export_records(sqlite_store, "hxl-csv", out, include_unreviewed=True) == 1
    assert read_csv(out)[1]["incident_id"] == f"i-{event_id.partition('-')[2]}"


def test_trace_record_finds_it_in_the_store(sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    event_id, figure_id, *_ = fill(sqlite_store, make_coded(1))
    sqlite_store.decide(event_id, "approve", "ana")
    document = json.dumps(trace_record(sqlite_store, event_id))
    assert f"dateline:record/{event_id}" in document
    assert "dateline:reviewer/ana" in document
    assert "reviewer" not in json.dumps(trace_record(sqlite_store, figure_id))
    with pytest.raises(NotKeptError, match="no record with this id"):
        trace_record(sqlite_store, "e-none")


def test_demo_exports_in_every_format(tmp_path: Path) -> None:
    database = str(tmp_path / "demo.db")
    assert call(["demo", "--no-serve", "--database", database]) == 0
    for name in FORMATS:
        arguments = ["export", "--format", name, "-o", str(tmp_path / name), "--all", "--database", database]
        assert call(arguments) == 0
    acled, ucdp, hxl = (read_csv(tmp_path / name) for name in ("acled-csv", "ucdp-csv", "hxl-csv"))
    assert len(acled[0]) == 31
    assert len(ucdp[0]) == 49
    assert len(acled) == len(hxl) - 1 > len(ucdp) > 0
    assert all(row["country"] and row["disorder_type"] for row in acled if row["latitude"])
    assert all(int(row["best"] or 0) == sum(int(row[f"deaths_{side}"] or 0) for side in SIDES) for row in ucdp)
    features = json.loads((tmp_path / "geojson").read_text(encoding="utf-8"))["features"]
    table = pq.read_table(tmp_path / "parquet")
    records = [json.loads(line) for line in (tmp_path / "jsonl").read_text(encoding="utf-8").splitlines()]
    count = sum(len(report[kind]) for report in records for kind in ("events", "figures", "statements", "control"))
    assert table.num_rows == count > len(features) > 0
    record_id = features[0]["id"]
    assert call(["prov", record_id, "--database", database, "-o", str(tmp_path / "prov.json")]) == 0
    assert f"dateline:record/{record_id}" in json.loads((tmp_path / "prov.json").read_text())["entity"]
