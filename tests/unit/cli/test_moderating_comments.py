from __future__ import annotations

import json
from pathlib import Path

import pytest

import dateline
from dateline.cli.main import call
from dateline.model.comments import FLAGS

GOOD = "The ministry owes us an answer: who ordered the guns to fire on the market?"
SWEARING = "What a load of sh!t, spell the name of the town right"
ADVERT = "Cheap visas in 3 days, call +44 20 7946 0000 or see www.visa-fast.example"


def test_moderate_gives_a_line_for_each_comment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    rows = [{"id": 1, "text": GOOD, "article": "Shelling hits a market"}, {"id": "b", "text": SWEARING}]
    source.write_text("\n".join(map(json.dumps, rows)) + '\n[]\n{"id": 3, "text": 7}\n', encoding="utf-8")
    assert call(["moderate", str(source)]) == 1
    printed = capsys.readouterr()
    good, swearing = map(json.loads, printed.out.splitlines())
    assert (good["id"], good["suggestion"], good["reasons"]) == (1, "approve", [])
    assert set(good["flags"]) == set(FLAGS)
    assert (swearing["id"], swearing["suggestion"]) == ("b", "reject")
    assert swearing["flags"]["profanity"] >= 0.5
    assert "in.jsonl:3" in printed.err
    assert "in.jsonl:4" in printed.err


def test_reasons_are_words_of_the_comment_as_sent() -> None:
    for row in dateline.moderate([{"id": 1, "text": SWEARING}, {"id": 2, "text": ADVERT}]):
        text = SWEARING if row["id"] == 1 else ADVERT
        assert row["reasons"]
        for reason in row["reasons"]:
            assert text[reason["start"] : reason["end"]] == reason["text"]


def test_the_same_comment_gets_the_same_answer_in_any_company() -> None:
    (alone,) = dateline.moderate([{"id": 1, "text": ADVERT}])
    (_, among, _) = dateline.moderate([{"id": at, "text": text} for at, text in enumerate((GOOD, ADVERT, SWEARING))])
    assert {**among, "id": 1} == alone
    assert alone["suggestion"] == "reject"


@pytest.mark.parametrize("text", ["", " ", "😀" * 2000, "x" * 20_000, "\u202e\u200b", "مرحبا"])
def test_rubbish_is_read_too(text: str) -> None:
    (row,) = dateline.moderate([{"id": 1, "text": text}])
    assert row["suggestion"] in {"approve", "reject"}


def test_evaluate_comments_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        {"text": GOOD, "gold": "approve", "rules": []},
        {"text": SWEARING, "gold": "reject", "rules": ["profanity"]},
    ]
    gold.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    assert call(["evaluate", "comments", str(gold), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["accuracy"], figures["good_rejected"], figures["rules"]["profanity"]["recall"]) == (
        100.0,
        0,
        100.0,
    )
    assert call(["evaluate", "comments", str(gold)]) == 0
    assert "good comments that would be rejected: 0 of 1" in capsys.readouterr().out


def test_evaluate_comments_scores_predictions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, said = tmp_path / "gold.jsonl", tmp_path / "said.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": GOOD, "gold": "approve", "rules": []}) + "\n", encoding="utf-8")
    said.write_text(json.dumps({"id": "a", "suggestion": "reject", "flags": {}}) + "\n", encoding="utf-8")
    assert call(["evaluate", "comments", str(gold), "--predictions", str(said), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["good_rejected"] == 100.0
