from __future__ import annotations

import json
from pathlib import Path

import pytest

import dateline
from dateline.cli.main import call

ROW = {"id": "a", "text": "Gunmen fired on the post on Monday.", "published": "2023-05-09"}


def test_timex_marks_days_with_offsets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(ROW) + "\nnot json\n", encoding="utf-8")
    assert call(["timex", str(source)]) == 1
    printed = capsys.readouterr()
    row = json.loads(printed.out)
    (found,) = row["timexes"]
    assert row["id"] == "a"
    assert ROW["text"][found["start"] : found["end"]] == found["text"]
    assert (found["from"], found["to"]) == ("2023-05-08", "2023-05-08")
    assert "in.jsonl:2" in printed.err


def test_timex_from_python_takes_and_gives_iterables() -> None:
    (row,) = dateline.timex(iter([ROW]))
    assert row["timexes"][0]["value"] == "2023-05-08"


def test_geoparse_says_where_a_place_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    text = "Soldiers arrived in Maiduguri on Monday."
    source.write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    assert call(["geoparse", str(source)]) == 0
    (found,) = json.loads(capsys.readouterr().out)["toponyms"]
    assert text[found["start"] : found["end"]] == found["text"] == "Maiduguri"
    assert found["country"] == "NG"
    assert found["lat"] == pytest.approx(11.85, abs=0.1)


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nosuch"):
        _ = dateline.nosuch
