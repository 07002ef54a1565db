"""Our own corpus, the conflicts held out for development: the coder may not fall below what it once reached."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dateline.base.settings import Settings
from dateline.evaluate.gold import score_gold
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.services.coding import make_coder
from training.corpus.reading import list_sheets, read_rows

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["own_corpus_dev"]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def golds() -> list[Row]:
    return list(read_rows(list_sheets("dev")))


@pytest.fixture(scope="module")
def coded(golds: Sequence[Row]) -> list[Row]:
    reports = [Report.model_validate(gold["report"]) for gold in golds]
    return [item.to_json() for item in make_coder(Settings()).code(reports) if isinstance(item, CodedReport)]


def test_held_out_conflicts_stay_above_their_floor(golds: Sequence[Row], coded: Sequence[Row]) -> None:
    assert len(coded) == len(golds)
    assert score_gold(golds, coded).to_json()["all_slots"]["f1"] >= FLOORS["all_slots_f1"]


def test_quiet_reports_come_out_without_events(golds: Sequence[Row], coded: Sequence[Row]) -> None:
    quiet = [row for gold, row in zip(golds, coded, strict=True) if not gold["events"]]
    clean = sum(not row["events"] for row in quiet)
    assert 100 * clean / len(quiet) >= FLOORS["quiet_reports_clean"]
