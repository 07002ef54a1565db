"""`dateline evaluate` over the published tests: predictions from a file, and what is said without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli.main import call

TEMPLATE = {"incident_type": "bombing", "Target": [[["the bridge", 0]]]}


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    row = {"docid": "one", "doctext": "the bridge was blown up", "templates": [TEMPLATE]}
    (tmp_path / "templates_small.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "templates_small.json").write_text(json.dumps({"one": [TEMPLATE]}), encoding="utf-8")
    (tmp_path / "entities.txt").write_text("Gao\tB-LOC\nfell\tO\n", encoding="utf-8")
    return tmp_path


def evaluate(*arguments: str | Path) -> int:
    return call(["evaluate", *map(str, arguments)])


def test_muc4_scores_a_file(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = ("muc4", corpora / "templates_small.jsonl", "--predictions", corpora / "templates_small.json")
    assert evaluate(*paths, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["ceaf_ree"]["micro"]["f1"] == figures["template_f1"]["micro"]["f1"] == 100.0
    assert evaluate(*paths) == 0
    assert "CEAF-REE, micro" in capsys.readouterr().out


def test_ner_scores_a_file(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = corpora / "entities.txt"
    assert evaluate("ner", path, "--predictions", path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["entities"]["LOC"]["f1"] == 100.0


def test_muc4_full_tells_a_folder_without_keys(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("muc4-full", corpora) == 1
    assert "keys.txt" in capsys.readouterr().err
