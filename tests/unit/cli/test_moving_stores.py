"""`dateline move` from the terminal."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from audit_samples import fill_audited

from dateline.cli.main import call
from dateline.store.databases import open_store


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "kept.db")
    with open_store(path) as store:
        fill_audited(store)
    return path


def test_move_tells_every_table_with_its_hash(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "moved.db")
    assert call(["move", database, target]) == 0
    said = capsys.readouterr()
    lines = {line.split()[0]: line.split()[1:] for line in said.out.splitlines() if not line.startswith("end of")}
    assert lines["reports"][0] == "1"
    assert all(len(line[1]) == 64 for line in lines.values())
    ends = [line.split()[2] for line in said.out.splitlines() if line.startswith("end of")]
    assert ends == ["decisions", "entries"]
    assert said.err.endswith(f"rows of {len(lines)} tables lie in {target} as in {database}; 0 faults\n")
    assert call(["verify", "--database", target]) == 0


def test_move_as_json_has_the_same_hashes(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there, back = str(tmp_path / "there.db"), str(tmp_path / "back.db")
    assert call(["move", database, there, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert call(["move", there, back, "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert (first["from"], first["to"], first["faults"]) == (database, there, [])
    assert (first["tables"], first["chains"]) == (second["tables"], second["chains"])
    assert first["rows"] == sum(table["rows"] for table in first["tables"].values())


def test_move_ends_with_1_where_the_source_has_faults(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE chain_heads SET seq = 99")
        connection.commit()
    assert call(["move", database, str(tmp_path / "moved.db")]) == 1
    assert "as in the source: " in capsys.readouterr().err


def test_move_says_in_one_line_why_it_cannot(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for source, target, told in (
        (str(tmp_path / "none.db"), str(tmp_path / "moved.db"), "there is no database"),
        (database, database, "into itself"),
        (database, str(tmp_path / "none" / "moved.db"), "its folder does not exist"),
        (database, "postgresql://me:secret@127.0.0.1:1/none", "could not be read or written"),
    ):
        assert call(["move", source, target]) == 1
        said = capsys.readouterr().err
        assert told in said
        assert len(said.splitlines()) == 1
        assert "secret" not in said
