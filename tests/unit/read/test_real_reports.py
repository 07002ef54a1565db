"""The two pasted reports that the gold describes; skipped where they do not lie beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.base.settings import Settings
from dateline.read.inputs import ReadReport, read_inputs

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "reports"
GOLD = FOLDER / "mission.gold.jsonl"
FIELDS = ("title", "byline", "credits", "tags", "dateline", "language", "text")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not GOLD.exists(), reason="the gold reports are not beside the checkout"),
]


def load_gold() -> dict[str, dict[str, Any]]:
    if not GOLD.exists():
        return {}
    rows = [json.loads(line)["report"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("name", sorted(load_gold()))
def test_read_inputs_reads_the_pasted_report_as_the_gold_has_it(name: str) -> None:
    (outcome,) = read_inputs([str(FOLDER / f"{name}.txt")], Settings())
    assert isinstance(outcome, ReadReport)
    gold, found = load_gold()[name], outcome.report.to_json()
    assert {field: found[field] for field in FIELDS} == {field: gold[field] for field in FIELDS}
    assert found["published"] in (gold["published"], None)
