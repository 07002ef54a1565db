from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline import __version__
from dateline.cli.main import call

Capture = pytest.CaptureFixture[str]

STORY = """Three traders killed near Geidam

9 May 2023

GEIDAM, Nigeria - Gunmen attacked a market near Geidam on Monday, killing three traders, the police said.

The governor condemned the attack and promised that more soldiers would be sent to the town before the end of the
month. Residents said they feared that the group would come back on the next market day.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_no_command_says_what_to_do_first(capsys: Capture) -> None:
    assert call([]) == 0
    assert "dateline demo" in capsys.readouterr().out


def test_version_is_the_packages(capsys: Capture) -> None:
    assert call(["--version"]) == 0
    assert capsys.readouterr().out == f"dateline {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["read"],
        ["read", "--nosuch", "x"],
        ["evaluate", "nosuch", "gold.jsonl"],
        ["evaluate", "gold", "nosuch.jsonl"],
        ["serve", "--port", "0"],
        ["read", "-", "--published", "yesterday"],
    ],
)
def test_wrong_call_is_one_line_on_stderr_and_exit_2(arguments: list[str], capsys: Capture) -> None:
    assert call(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("dateline: ")
    assert printed.err.count("\n") == 1


def test_read_writes_reports_and_nothing_else_to_stdout(story: Path, capsys: Capture) -> None:
    assert call(["read", str(story), "--publisher", "Radio Kanem"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["title"] == "Three traders killed near Geidam"
    assert report["published"] == "2023-05-09"
    assert report["publisher"] == "Radio Kanem"


def test_read_goes_on_after_an_input_that_fails(story: Path, tmp_path: Path, capsys: Capture) -> None:
    missing = tmp_path / "missing.txt"
    assert call(["read", str(missing), str(story)]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert "missing.txt" in printed.err


def test_code_writes_coded_reports_whose_quotes_stand_at_their_offsets(
    story: Path, tmp_path: Path, capsys: Capture
) -> None:
    output = tmp_path / "coded.jsonl"
    assert call(["code", str(story), "-o", str(output)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "1 report: " in printed.err
    coded = json.loads(output.read_text(encoding="utf-8"))
    text = coded["report"]["text"]
    rows = [row for kind in ("events", "figures", "statements", "control") for row in coded[kind]]
    assert rows
    assert all(text[e["start"] : e["end"]] == e["quote"] for row in rows for e in row["evidence"])


def test_add_twice_changes_nothing_and_verify_finds_no_fault(story: Path, tmp_path: Path, capsys: Capture) -> None:
    database = str(tmp_path / "kept.db")
    assert call(["add", str(story), "--database", database]) == 0
    assert "0 kept already" in capsys.readouterr().err
    assert call(["add", str(story), "--database", database]) == 0
    assert "1 kept already" in capsys.readouterr().err
    assert call(["verify", "--database", database, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_export_writes_all_records_when_asked(story: Path, tmp_path: Path, capsys: Capture) -> None:
    database, output = str(tmp_path / "kept.db"), tmp_path / "record.jsonl"
    call(["add", str(story), "--database", database])
    assert call(["export", "-o", str(output), "--database", database]) == 0
    assert "nothing is approved yet" in capsys.readouterr().err
    assert call(["export", "--all", "-o", str(output), "--database", database]) == 0
    assert json.loads(output.read_text(encoding="utf-8"))["report"]["title"] == "Three traders killed near Geidam"


@pytest.mark.parametrize("command", ["verify", "serve"])
def test_a_missing_database_is_told_and_not_made(command: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "none.db"
    assert call([command, "--database", str(path)]) == 1
    assert "there is no database" in capsys.readouterr().err
    assert not path.exists()


def test_evaluate_gold_scores_predictions(tmp_path: Path, capsys: Capture) -> None:
    gold = tmp_path / "gold.jsonl"
    empty: dict[str, list[str]] = {"events": [], "figures": [], "statements": [], "control": []}
    gold.write_text(json.dumps({"report": {"id": "r", "text": "x"}, **empty}) + "\n", encoding="utf-8")
    assert call(["evaluate", "gold", str(gold), "--predictions", str(gold), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["missing_reports"] == 0
    assert call(["evaluate", "gold", str(gold), "--predictions", str(gold)]) == 0
    assert "all slots" in capsys.readouterr().out
