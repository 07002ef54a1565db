"""`dateline pack`, and `dateline add` where screenshots cannot be taken."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest
from pack_samples import INCIDENT, fill_store

from dateline.cli.main import call
from dateline.store.databases import open_store

PAGE = "Seven killed\n\n" + "Gunmen killed seven soldiers near Omdurman on Monday, a spokesman said. " * 3


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "desk.db")
    with open_store(path) as store:
        fill_store(store, tmp_path)
    return path


def test_pack_writes_a_whole_file_and_notes_it(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack.zip"
    assert call(["pack", INCIDENT, "-o", str(out), "--as", "ana", "--database", database]) == 0
    assert "2 reports, 8 records, 7 decisions" in capsys.readouterr().err
    assert zipfile.ZipFile(out).testzip() is None
    with open_store(database) as store:
        assert [(entry.kind, entry.who) for entry in store.log.entries(subject=f"incident:{INCIDENT}")] == [
            ("pack", "ana")
        ]


def test_pack_of_no_incident_leaves_no_file(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack.zip"
    assert call(["pack", "i-none", "-o", str(out), "--database", database]) == 1
    assert "there is no such incident: i-none" in capsys.readouterr().err
    assert not out.exists()
    assert call(["pack", INCIDENT, "-o", str(tmp_path / "none" / "pack.zip"), "--database", database]) == 2


def test_add_goes_on_where_there_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_CHROMIUM", str(tmp_path / "no-browser"))
    path = tmp_path / "a.txt"
    path.write_text(PAGE)
    database = str(tmp_path / "new.db")
    assert call(["add", str(path), "--screenshots", "--as", "Ana", "--database", database]) == 0
    assert "no screenshots can be taken" in capsys.readouterr().err
    with sqlite3.connect(database) as connection:
        (note,) = connection.execute("SELECT note FROM conversions WHERE position = 0").fetchone()
    connection.close()
    assert note.endswith("by Ana")
