"""`dateline audit`, `checkpoint`, `keys` and `verify --against`, over a store with one report."""

from __future__ import annotations

import json
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


def test_audit_lists_what_was_done(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--database", database]
    assert call(["audit", *where]) == 0
    assert "ana  export  export:geojson" in capsys.readouterr().out
    assert call(["audit", "--by", "ben", "--json", *where]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["chain"], line["deed"], line["who"]) == ("decisions", "reject", "ben")
    assert call(["audit", "--record", line["subject"].partition(":")[2], *where]) == 0
    assert "propose" in capsys.readouterr().out
    assert call(["audit", "--subject", "release:1999.01", *where]) == 0
    assert "nothing was done" in capsys.readouterr().err


def test_a_checkpoint_is_made_signed_printed_and_checked(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--database", database]
    assert call(["checkpoint", "--print", *where]) == 1
    key = str(tmp_path / "key.pem")
    assert call(["keys", "new", key]) == 0
    public_key = capsys.readouterr().out.strip()
    assert call(["keys", "new", key]) == 2
    assert call(["checkpoint", "--sign", key, "--as", "Ana", *where]) == 0
    made = capsys.readouterr().out
    assert made.startswith("Dateline checkpoint 1\n")
    assert f"key {public_key}" in made
    assert call(["checkpoint", "--print", *where]) == 0
    assert capsys.readouterr().out == made
    kept = tmp_path / "kept.txt"
    kept.write_text(made)
    assert call(["verify", "--against", str(kept), *where]) == 0
    kept.write_text(made.replace("decisions 2 ", "decisions 1 "))
    assert call(["verify", "--against", str(kept), *where]) == 1
    assert "checkpoint 1: the first 1 decisions" in capsys.readouterr().out


def test_an_export_is_noted_with_its_hash(database: str, tmp_path: Path) -> None:
    assert call(["export", "-o", str(tmp_path / "x.jsonl"), "--as", "Ana", "--database", database]) == 0
    with open_store(database) as store:
        entry = store.log.entries()[-1]
    assert (entry.kind, entry.who, entry.subject) == ("export", "Ana", "export:jsonl")
    assert len(entry.detail["sha256"]) == 64
