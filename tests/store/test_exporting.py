"""Exports: the approved record and nothing else, unless asked; whole files or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report_builders import MakeCoded

from dateline.model.errors import WrongCallError
from dateline.model.records import CodedReport
from dateline.model.stores import StoredReport
from dateline.services import exporting
from dateline.services.exporting import ExportError, export_records
from dateline.store.databases import SqlStore

Fill = Callable[[SqlStore, CodedReport], list[str]]


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_export_records_writes_only_what_is_approved(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill, tmp_path: Path
) -> None:
    coded = make_coded(1, incident="i-1")
    event_id, figure_id, statement_id, _ = fill(sqlite_store, coded)
    sqlite_store.set_incidents({event_id: "i-1"})
    fill(sqlite_store, make_coded(2))
    sqlite_store.decide(event_id, "approve", "ana")
    sqlite_store.decide(figure_id, "reject", "ana")
    sqlite_store.decide(statement_id, "approve", "ana")
    sqlite_store.decide(statement_id, "undo", "ana")
    out = tmp_path / "out.jsonl"
    assert export_records(sqlite_store, "jsonl", out, include_unreviewed=False) == 1
    expected = coded.model_copy(update={"figures": (), "statements": (), "control": ()})
    assert read_lines(out) == [json.loads(json.dumps(expected.to_json()))]


def test_export_records_of_all_tells_each_state(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill, tmp_path: Path
) -> None:
    ids = fill(sqlite_store, make_coded(1))
    fill(sqlite_store, make_coded(2, with_records=False))
    sqlite_store.decide(ids[0], "reject", "ana")
    out = tmp_path / "out.jsonl"
    assert export_records(sqlite_store, "jsonl", out, include_unreviewed=True) == 4
    lines = read_lines(out)
    assert len(lines) == 2
    told = [
        (row["record_id"], row["state"])
        for kind in ("events", "figures", "statements", "control")
        for row in lines[0][kind]
    ]
    assert told == [(ids[0], "rejected"), *((record_id, "proposed") for record_id in ids[1:])]


def test_export_records_that_fails_leaves_the_old_file(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "EXPORTERS", {"half": write_half})
    folder = tmp_path / "exports"
    folder.mkdir()
    out = folder / "out.jsonl"
    out.write_text("old")
    with pytest.raises(ExportError, match="No space left"):
        export_records(sqlite_store, "half", out, include_unreviewed=True)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("out.jsonl", "old")]


def test_export_records_refuses_wrong_calls(sqlite_store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(WrongCallError, match="no such export format: xml"):
        export_records(sqlite_store, "xml", tmp_path / "x", include_unreviewed=True)
    with pytest.raises(ExportError):
        export_records(sqlite_store, "jsonl", tmp_path / "missing" / "x", include_unreviewed=True)
