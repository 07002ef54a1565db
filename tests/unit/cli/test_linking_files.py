"""`dateline link`, over files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from account_samples import make_event

from dateline.cli.main import call


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def make_line(report_id: str, **changes: object) -> dict[str, object]:
    return {"report": {"id": report_id, "published": "2021-12-03"}, "events": [make_event(**changes)]}


def test_link_links_over_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path / "one.jsonl", make_line("a"))
    two = write(tmp_path / "two.jsonl", make_line("b", killed=9), make_line("c", day="2020-05-05"))
    target = tmp_path / "linked.jsonl"
    assert call(["link", str(one), str(two), "-o", str(target)]) == 0
    ids = [json.loads(line)["events"][0]["incident_id"] for line in target.read_text().splitlines()]
    assert ids[0] == ids[1] != ids[2]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "3 events in 2 incidents" in captured.err


def test_link_names_what_it_cannot_read_and_does_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "coded.jsonl", make_line("a"), "rubbish", make_line("b", lat=91.0), make_line("c"))
    assert call(["link", str(source)]) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["report"]["id"] for line in captured.out.splitlines()] == ["a", "c"]
    assert f"{source}:2" in captured.err
    assert "no point on the globe" in captured.err


def test_link_refuses_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["link", str(tmp_path / "nothing.jsonl")]) == 2
    assert "nothing.jsonl" in capsys.readouterr().err
