"""Deciding, taking back and looking back from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli.main import call
from dateline.model.records import OUTLET, CodedReport, Event, Evidence
from dateline.model.reports import Report, report_id
from dateline.store.databases import open_store

TEXT = "Gunmen killed seven soldiers near Omdurman on Monday."


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "dateline.db")
    own_id = report_id(title="Omdurman", published="2024-05-06", publisher=None, text=TEXT)
    event = Event(
        event_type="Battles", sub_event_type="Armed clash", modality="happened", actor1=(), actor2=(), place=None,
        time=None, casualties=(), attribution=(OUTLET,), evidence=(Evidence(start=0, end=6, quote="Gunmen"),),
    )  # fmt: skip
    report = Report(id=own_id, title="Omdurman", published="2024-05-06", text=TEXT)
    with open_store(path) as store:
        store.add_coded(CodedReport(report=report, events=(event,)), run_id=store.begin_run("patterns", "1", {}))
    return path


@pytest.fixture
def record_id(database: str) -> str:
    with open_store(database) as store:
        return next(row.record_id for stored in store.iter_coded() for row in stored.records)


def test_decide_undo_and_history(database: str, record_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--database", database]
    assert call(["decide", record_id, "reject", "--why", "wrong place", "--who", "mira", *place]) == 0
    assert capsys.readouterr().out == f"Rejected: wrong place\n  {record_id}  rejected\n"
    assert call(["undo", "--who", "mira", "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out)["states"] == {record_id: "proposed"}
    assert call(["undo", "--redo", "--who", "mira", *place]) == 0
    assert call(["history", record_id, *place]) == 0
    told = capsys.readouterr().out
    assert "proposed by patterns 1" in told
    assert "mira rejected: wrong place" in told
    assert call(["history", record_id, "--json", *place]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 4


def test_wrong_calls_are_told(database: str, record_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--database", database, "--who", "mira"]
    assert call(["decide", record_id, "like", *place]) == 2
    assert call(["decide", record_id, "reject", *place]) == 2
    assert call(["decide", "e-nobody", "approve", *place]) == 1
    assert call(["undo", *place]) == 2
    assert "nothing to take back: mira" in capsys.readouterr().err
