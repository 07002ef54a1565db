"""`dateline watch` and `dateline alerts`, over a store with one report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk_samples import make_coded

from dateline.cli.main import call
from dateline.services.projecting import make_projector
from dateline.store.databases import open_store


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "kept.db")
    with open_store(path) as store:
        store.add_coded(make_coded(), run_id=store.begin_run("coder", "1", {}))
        make_projector(store).catch_up()
    return path


def test_watch_tells_what_is_new_once(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--database", database]
    assert call(["watch", "add", "area", "Iraq", *where]) == 0
    assert call(["watch", "--as", "Lena", "add", "actor", "Islamic State", *where]) == 0
    assert "Lena now follows Islamic State" in capsys.readouterr().err
    assert call(["watch", *where, "--peek"]) == 0
    assert "the first look" in capsys.readouterr().out
    for expected in (1, 0):
        assert call(["watch", *where, "--json"]) == 0
        (change,) = json.loads(capsys.readouterr().out)
        assert (change["kind"], change["name"], change["new_reports"]) == ("area", "Iraq", expected)
    assert call(["watch", "list", *where]) == 0
    assert "area  Iraq  (last look" in capsys.readouterr().out
    assert call(["watch", "list", "--as", "Lena", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)[0]["kind"] == "actor"


def test_watch_remove_and_wrong_calls_say_what_is_wrong(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--database", database]
    assert call(["watch", "add", "village", "Iraq", *where]) == 2
    assert "known: area, actor" in capsys.readouterr().err
    assert call(["watch", "add", "area", "Iraq", *where]) == 0
    assert call(["watch", "remove", "area", "iraq", *where]) == 0
    assert call(["watch", "remove", "area", "iraq", *where]) == 2
    assert call(["watch", *where]) == 0
    assert "me follows nothing yet" in capsys.readouterr().err


def test_alerts_say_what_was_looked_at(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["alerts", "--database", database]) == 0
    assert "nothing was tested" in capsys.readouterr().err
    assert call(["alerts", "--database", database, "--json", "--on", "2030-01-01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["series"], found["alerts"]) == (0, [])
    assert call(["alerts", "--database", database, "--on", "soon"]) == 2
