"""`dateline gazetteer add`."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli.main import call


def test_add_tells_counts_and_bad_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_GAZETTEER", str(tmp_path / "added.sqlite"))
    source = tmp_path / "own.csv"
    source.write_text("name,lat,lon\nTirn,1,2\nOrva,here,2\n", encoding="utf-8")
    assert call(["gazetteer", "add", str(source)]) == 1
    told = capsys.readouterr().err
    assert "own.csv:3" in told
    assert "1 place added" in told
    assert call(["gazetteer", "add", str(tmp_path / "none.csv")]) == 1
