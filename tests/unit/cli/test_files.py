from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli.files import open_result, write_line
from dateline.model.errors import WrongCallError


def test_open_result_writes_the_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with open_result(path) as stream:
        write_line(stream, {"name": "Hawīja"})
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == '{"name": "Hawīja"}\n'
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_open_result_leaves_the_old_file_where_the_work_fails(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")

    def fail_halfway() -> None:
        with open_result(path) as stream:
            stream.write("new")
            raise KeyError("stop")

    with pytest.raises(KeyError):
        fail_halfway()
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_open_result_says_where_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(WrongCallError, match="cannot write there"), open_result(tmp_path / "no" / "out.jsonl"):
        pass


@pytest.mark.parametrize("output", [None, Path("-")])
def test_open_result_writes_to_stdout(output: Path | None, capsys: pytest.CaptureFixture[str]) -> None:
    with open_result(output) as stream:
        stream.write("a result")
    assert capsys.readouterr().out == "a result"
