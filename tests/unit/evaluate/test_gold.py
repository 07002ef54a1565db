from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from dateline.evaluate.gold import load_lines, score_gold
from dateline.model.errors import WrongCallError

TEXT = "Gunmen killed three traders near Geidam on Monday, police said."

EVENT: dict[str, Any] = {
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "modality": "happened",
    "actor1": [{"name": "Unidentified Armed Group", "mention": "Gunmen"}],
    "actor2": [{"name": "Civilians", "mention": "three traders"}],
    "place": {"name": "Geidam", "lat": 12.9, "lon": 11.93},
    "time": {"start": "2023-05-08", "end": "2023-05-08", "precision": "day"},
    "casualties": [{"measure": "killed", "group": "Civilians", "low": 3, "high": 3, "said_by": "police"}],
    "attribution": [{"source": "police", "source_type": "state_force", "stance": "says"}],
    "evidence": [{"start": 0, "end": len(TEXT), "quote": TEXT}],
    "incident": "geidam",
}
GOLD: dict[str, Any] = {
    "report": {"id": "r1", "title": "Geidam", "text": TEXT},
    "events": [EVENT],
    "figures": [],
    "statements": [],
    "control": [],
}


def predict(**changes: Any) -> dict[str, Any]:
    predicted = copy.deepcopy(GOLD)
    predicted["events"][0].update(changes)
    return predicted


def test_score_gold_is_perfect_for_gold_itself() -> None:
    figures = score_gold([GOLD], [GOLD]).to_json()
    assert figures["all_slots"] == {"p": 100.0, "r": 100.0, "f1": 100.0}
    assert figures["events"]["records"]["f1"] == 100.0
    assert figures["incident_b_cubed_f1"] == 100.0
    assert figures["missing_reports"] == figures["bad_quotes"] == 0


def test_score_gold_counts_a_wrong_slot_against_precision_and_recall() -> None:
    score = score_gold([GOLD], [predict(place={"name": "Kano", "lat": 12.0, "lon": 8.5})])
    assert score.kinds["events"].by_slot["place"].percent() == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert score.all_slots.f1 == pytest.approx(8 / 9)


def test_score_gold_counts_an_empty_slot_against_recall_only() -> None:
    score = score_gold([GOLD], [predict(time=None)])
    assert score.all_slots.precision == 1.0
    assert score.all_slots.recall == pytest.approx(8 / 9)


def test_score_gold_forgives_a_missed_optional_record() -> None:
    gold = copy.deepcopy(GOLD)
    gold["events"][0]["optional"] = True
    empty = {**GOLD, "events": []}
    assert score_gold([gold], [empty]).all_slots.wanted == 0
    assert score_gold([GOLD], [empty]).all_slots.wanted == 9


def test_score_gold_counts_a_report_without_prediction_as_missed() -> None:
    score = score_gold([GOLD], [])
    assert score.missing_reports == 1
    assert score.all_slots.wanted == 9


def test_score_gold_pairs_reports_by_title_where_ids_differ() -> None:
    predicted = copy.deepcopy(GOLD)
    predicted["report"]["id"] = "another"
    assert score_gold([GOLD], [predicted]).missing_reports == 0


def test_score_gold_counts_quotes_that_do_not_stand_at_their_offsets() -> None:
    assert score_gold([GOLD], [predict(evidence=[{"start": 1, "end": 7, "quote": "Gunmen"}])]).bad_quotes == 1


def test_load_lines_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n\n{broken\n", encoding="utf-8")
    with pytest.raises(WrongCallError, match=r"gold\.jsonl:3"):
        load_lines(path)
    path.write_text('{"events": []}\n', encoding="utf-8")
    with pytest.raises(WrongCallError, match="not a coded report"):
        load_lines(path)
