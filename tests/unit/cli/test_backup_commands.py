"""`dateline backup`, `restore` and the logs of `serve`, as they are called."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from report_builders import build_coded

from dateline.base.logging import JsonFormatter
from dateline.base.settings import Settings
from dateline.cli.main import DONE, FAILED, WRONG_CALL, call
from dateline.store.databases import open_store


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "desk.db"
    with open_store(str(path)) as store:
        run_id = store.begin_run("patterns", "1.0", {})
        store.add_coded(build_coded(), run_id=run_id)
        store.finish_run(run_id)
    return str(path)


def test_a_backup_is_made_checked_and_restored(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, back = tmp_path / "store.tar.gz", tmp_path / "back.db"
    assert call(["backup", str(file), "--who", "ana", "--database", database]) == DONE
    printed = capsys.readouterr()
    assert printed.out == f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file}\n"
    assert "1 report and 4 records" in printed.err
    assert call(["restore", str(file), "--check"]) == DONE
    assert not back.exists()
    assert call(["restore", str(file), "--database", str(back), "--json"]) == DONE
    printed = capsys.readouterr()
    assert json.loads(printed.out)["manifest"]["tables"]["reports"] == 1
    assert "everybody is signed out" in printed.err
    assert call(["verify", "--database", str(back)]) == DONE
    assert call(["restore", str(file), "--database", str(back)]) == FAILED
    assert call(["backup", str(file), "--database", database]) == WRONG_CALL


def test_in_a_folder_only_the_newest_are_kept(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"dateline-2020010{day}T000000Z.tar.zst").touch()
    (folder / "mine.txt").touch()
    assert call(["backup", str(folder), "--keep", "2", "--database", database, "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert [Path(old).name for old in told["removed"]] == [f"dateline-2020010{day}T000000Z.tar.zst" for day in (1, 2)]
    left = {path.name for path in folder.iterdir()}
    assert left == {"dateline-20200103T000000Z.tar.zst", Path(told["path"]).name, "mine.txt"}


def test_wrong_calls_are_told(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls = (
        ["backup", str(tmp_path / "store.tar"), "--keep", "2"],
        ["backup", str(tmp_path / "store.zip")],
        ["backup", str(tmp_path), "--compress", "rar"],
        ["serve", "--log-format", "xml"],
    )
    assert [call([*arguments, "--database", database]) for arguments in calls] == [WRONG_CALL] * len(calls)
    assert "known: text, json" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Settings]]:
    """The settings that a desk would be served with."""
    given: list[Settings] = []
    monkeypatch.setattr("dateline.web.server.serve", lambda _, settings, **__: given.append(settings))
    loggers = [logging.getLogger(name) for name in ("dateline", "uvicorn")]
    before = [(list(logger.handlers), logger.level) for logger in loggers]
    yield given
    for logger, (handlers, level) in zip(loggers, before, strict=True):
        logger.handlers[:] = handlers
        logger.setLevel(level)


def test_a_store_is_made_where_that_is_asked_for(tmp_path: Path, served: list[Settings]) -> None:
    path = tmp_path / "new.db"
    call_for_it = ["serve", "--database", str(path), "--port", "8942"]
    assert call(call_for_it) == FAILED
    assert not path.exists()
    assert call([*call_for_it, "--create"]) == DONE
    assert path.exists()
    assert call([*call_for_it, "--create"]) == DONE
    assert len(served) == 2


@pytest.mark.parametrize("way", ["option", "environment"])
def test_logs_for_programs_hold_no_one_time_link(
    database: str,
    served: list[Settings],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    monkeypatch.setenv("DATELINE_LOG_FORMAT", "json" if way == "environment" else "text")
    option = ["--log-format", "json"] if way == "option" else []
    for readers in ([], ["--readers-only"]):
        assert call(["serve", "--database", database, "--port", "8941", *option, *readers]) == DONE
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert "no admin yet" in lines[0]["message"]
    assert [line["message"] for line in lines[1:]] == [
        "serving the desk on port 8941", "serving the reader pages on port 8941",
    ]  # fmt: skip
    assert "/welcome/" not in json.dumps(lines)
    assert [settings.log_format for settings in served] == ["json", "json"]
    assert any(isinstance(handler.formatter, JsonFormatter) for handler in logging.getLogger("dateline").handlers)
