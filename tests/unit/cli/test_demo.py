from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dateline.cli.main import call
from dateline.model.errors import WrongCallError
from dateline.services.demonstration import list_examples, prepare_demo_database

WIDEST_CHARS = 100


def test_examples_are_at_least_ten_and_of_both_forms() -> None:
    suffixes = [path.suffix for path in list_examples()]
    assert len(suffixes) >= 10
    assert {".html", ".txt"} == set(suffixes)


def test_demo_prints_the_record_and_keeps_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "demo.db"
    assert call(["demo", "--no-serve", "--database", str(database)]) == 0
    printed = capsys.readouterr()
    assert "Five Peshmerga killed in night ambush" in printed.out
    assert "Armed clash" in printed.out
    assert f"{len(list_examples())} reports: " in printed.err
    assert max(map(len, printed.out.splitlines())) <= WIDEST_CHARS
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (len(list_examples()),)
    connection.close()


def test_demo_replaces_only_its_own_database(tmp_path: Path) -> None:
    own, other = tmp_path / "demo.db", tmp_path / "work.db"
    prepare_demo_database(own)
    prepare_demo_database(own)
    other.write_bytes(b"something that matters")
    with pytest.raises(WrongCallError, match="no demo database"):
        prepare_demo_database(other)
    assert other.read_bytes() == b"something that matters"
