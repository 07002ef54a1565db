"""How well coder and linking do on the gold reports kept outside the project; it may get better, never worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.base.settings import Settings
from dateline.evaluate.alignments import b_cubed_f1
from dateline.evaluate.comparisons import Json
from dateline.evaluate.gold import load_lines, score_gold
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.services.coding import make_coder
from dateline.services.linking import link

FOLDER = Path(__file__).parent
GOLD = FOLDER.parents[2] / "shared" / "reports"
FLOORS = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))
ALL_SLOTS: dict[str, float] = FLOORS["gold_all_slots"]
INCIDENTS: dict[str, float] = FLOORS["incidents_of_gold_events"]
FOUND_INCIDENTS: dict[str, float] = FLOORS["incidents_end_to_end"]


def read_gold(name: str) -> list[Json]:
    path = GOLD / f"{name}.gold.jsonl"
    if not path.exists():
        pytest.skip("the gold reports are not part of the project and do not lie beside this checkout")
    return load_lines(path)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ALL_SLOTS)
def test_gold_is_coded_and_linked_as_well_as_before(name: str) -> None:
    golds = read_gold(name)
    reports = [Report.model_validate(gold["report"]) for gold in golds]
    coded = [item for item in make_coder(Settings()).code(reports) if isinstance(item, CodedReport)]
    scores = score_gold(golds, list(link(coded))).to_json()
    assert scores["bad_quotes"] == 0
    assert scores["all_slots"]["f1"] >= ALL_SLOTS[name]
    assert scores["incident_b_cubed_f1"] >= FOUND_INCIDENTS[name]


@pytest.mark.corpus
@pytest.mark.parametrize("name", INCIDENTS)
def test_gold_events_are_linked_as_well_as_before(name: str) -> None:
    golds = read_gold(name)
    pairs = [
        (event["incident"], linked["incident_id"])
        for gold, row in zip(golds, link(golds), strict=True)
        for event, linked in zip(gold["events"], row["events"], strict=True)
    ]
    assert 100 * b_cubed_f1(pairs) >= INCIDENTS[name]
