"""`dateline bulk` as it is called; the engine is one without processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bulk_samples import HereEngine, make_report, write_lines

from dateline.cli.main import call

DONE, FAILED, WRONG_CALL = 0, 1, 2


class OneCore(HereEngine):
    cores = 1


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> OneCore:
    made = OneCore()

    @contextmanager
    def open_engine(address: str | None, actors: int | None) -> Iterator[OneCore]:
        yield made

    monkeypatch.setattr("dateline.bulk.engines.open_engine", open_engine)
    return made


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "news.jsonl", [make_report(number) for number in range(3)])


def test_bulk_says_what_came_of_it_and_what_it_costs(
    engine: OneCore, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["bulk", news.as_uri(), "-o", (tmp_path / "out").as_uri(), "--price", "0.04"]) == DONE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "of 3 reports -> " in captured.err
    assert "core hours" in captured.err
    assert "at 0.04 each" in captured.err
    assert call(["bulk", str(news), "-o", str(tmp_path / "out")]) == DONE
    assert "nothing was left to code" in capsys.readouterr().err


def test_bulk_names_what_fails_and_does_the_rest(
    engine: OneCore, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(news, [make_report(0), "rubbish"])
    write_lines(tmp_path / "notes.txt", ["nothing to code"])
    assert call(["bulk", str(news), str(tmp_path / "notes.txt"), "-o", str(tmp_path / "out")]) == FAILED
    said = capsys.readouterr().err
    assert "notes.txt (neither .jsonl, .parquet nor .warc" in said
    assert "1 failed" in said
    assert "of 1 report ->" in said


def test_bulk_tells_of_copies(
    engine: OneCore, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(news, [make_report(0), {**make_report(0), "id": "r-copy"}])
    assert call(["bulk", str(news), "-o", str(tmp_path / "out"), "--duplicates"]) == DONE
    assert "copies that were not coded: 1 -> " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["-", "https://outlet.example/"])
def test_bulk_refuses_what_cannot_be_cut(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["bulk", name, "-o", str(tmp_path / "out")]) == WRONG_CALL
    assert "not read in bulk" in capsys.readouterr().err


def test_bulk_refuses_to_write_among_its_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["bulk", str(tmp_path), "-o", str(tmp_path / "out")]) == WRONG_CALL
    assert "among the inputs" in capsys.readouterr().err


def test_bulk_without_ray_says_how_to_get_it(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    assert call(["bulk", str(news), "-o", str(tmp_path / "out")]) == WRONG_CALL
    assert "dateline[bulk]" in capsys.readouterr().err
