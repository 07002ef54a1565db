"""How well the coder does on the gold reports kept outside the project; it may get better, never worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.base.settings import Settings
from dateline.evaluate.gold import load_lines, score_gold
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.services.coding import make_coder

FOLDER = Path(__file__).parent
GOLD = FOLDER.parents[2] / "shared" / "reports"
FLOORS: dict[str, float] = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))["gold_all_slots"]


@pytest.mark.corpus
@pytest.mark.parametrize("name", FLOORS)
def test_gold_is_coded_as_well_as_before(name: str) -> None:
    path = GOLD / f"{name}.gold.jsonl"
    if not path.exists():
        pytest.skip("the gold reports are not part of the project and do not lie beside this checkout")
    golds = load_lines(path)
    reports = [Report.model_validate(gold["report"]) for gold in golds]
    coded = [item for item in make_coder(Settings()).code(reports) if isinstance(item, CodedReport)]
    scores = score_gold(golds, [item.to_json() for item in coded]).to_json()
    assert scores["bad_quotes"] == 0
    assert scores["all_slots"]["f1"] >= FLOORS[name]
