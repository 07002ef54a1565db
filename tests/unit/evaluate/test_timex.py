"""The suite `timex`: reading TimeML and counting pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate.timex import TimexScores, evaluate_timex, pair_timexes, read_timeml
from dateline.model.annotations import Timex
from dateline.model.errors import ReadError
from dateline.model.spans import Span

DOCUMENT = """<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2018-11-07">2018-11-07</TIMEX3></DCT>
<TEXT>It <b>began</b> on <TIMEX3 tid="t1" type="DATE" value="2018-11-05">Monday</TIMEX3> and took
<TIMEX3 tid="t2" type="DURATION" value="P2D">all of two days</TIMEX3>.</TEXT></TimeML>"""


def test_read_timeml_keeps_text_and_offsets() -> None:
    document = read_timeml(DOCUMENT, "a.tml")
    assert [timex.span.text_in(document.text) for timex in document.timexes] == ["Monday", "all of two days"]
    assert str(document.created) == "2018-11-07"


@pytest.mark.parametrize("source", ["no markup", "<TimeML></TimeML>"])
def test_read_timeml_refuses_what_is_none(source: str) -> None:
    with pytest.raises(ReadError, match=r"a\.tml"):
        read_timeml(source, "a.tml")


def test_evaluate_counts_strict_and_relaxed(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text(DOCUMENT, encoding="utf-8")
    assert evaluate_timex(tmp_path) == TimexScores(gold=2, found=2, strict=1, relaxed=2, type_right=2, value_right=2)


def test_evaluate_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no TimeML file"):
        evaluate_timex(tmp_path)


def test_scores_are_f1() -> None:
    scores = TimexScores(gold=4, found=2, strict=1, relaxed=2, type_right=2, value_right=0)
    assert scores.to_json()["strict_f1"] == pytest.approx(0.3333)
    assert TimexScores(0, 0, 0, 0, 0, 0).to_json()["value_f1"] == 0


def test_pairs_use_each_found_timex_once() -> None:
    gold = [Timex(Span(0, 4), "DATE", "2001"), Timex(Span(5, 9), "DATE", "2002")]
    assert len(pair_timexes(gold, [Timex(Span(0, 9), "DATE", "2001/2002")])) == 1
