from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.evaluate.comments import load_comments, score_comments
from dateline.model.errors import ReadError

GOLDS = [
    {"id": "1", "text": "a", "gold": "reject", "rules": ["hate"]},
    {"id": "2", "text": "b", "gold": "reject", "rules": ["hate", "threat"]},
    {"id": "3", "text": "c", "gold": "approve", "rules": []},
    {"id": "4", "text": "d", "gold": "approve", "rules": []},
]


def told(number: int, advice: str, **flags: float) -> dict[str, object]:
    return {"id": str(number), "suggestion": advice, "flags": flags, "reasons": []}


def test_figures_count_both_sides_and_each_rule() -> None:
    said = [
        told(1, "reject", hate=0.9),
        told(2, "reject", hate=0.4, threat=0.5),
        told(3, "approve", hate=0.1),
        told(4, "reject", hate=0.6),
    ]
    figures = score_comments(GOLDS, said).to_json()
    assert figures["comments"] == 4
    assert figures["accuracy"] == 75.0
    assert figures["good_rejected"] == 50.0
    assert figures["macro_f1"] == pytest.approx((80 + 200 / 3) / 2, abs=0.01)
    hate = figures["rules"]["hate"]
    assert (hate["comments"], hate["recall"], hate["precision"], hate["rest_accuracy"]) == (2, 50.0, 50.0, 50.0)
    assert hate["rejected"] == 100.0
    assert figures["rules"]["threat"]["accuracy"] == 100.0


def test_a_missing_suggestion_is_named() -> None:
    with pytest.raises(ReadError, match="2"):
        score_comments(GOLDS[:2], [told(1, "reject", hate=1.0)])


def test_rows_without_ids_get_their_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "a", "gold": "approve"}\n\n{"text": "b", "gold": "reject"}\n', encoding="utf-8")
    assert [row["id"] for row in load_comments(path)] == ["1", "3"]


@pytest.mark.parametrize("row", [{"gold": "approve"}, {"text": "a"}, {"text": "a", "gold": "maybe"}])
def test_a_row_without_text_or_verdict_is_named_by_its_line(tmp_path: Path, row: dict[str, str]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"gold\.jsonl:1"):
        load_comments(path)
