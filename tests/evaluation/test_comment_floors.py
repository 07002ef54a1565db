"""The moderator on comments that were written blind: it may not fall below what it once reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.evaluate.comments import load_comments, score_comments
from dateline.services.moderating_texts import moderate

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["comments"]
UNSEEN = Path(__file__).parents[2] / "corpus" / "comments" / "unseen"


def score(name: str) -> dict[str, Any]:
    golds = load_comments(UNSEEN / f"{name}.jsonl")
    return score_comments(golds, moderate(golds)).to_json()


SETS = ("by_rule", "by_rule_2")


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, Any]]:
    return {name: score(name) for name in SETS}


def test_hate_is_told_from_what_looks_like_it() -> None:
    hate = score("functional")["rules"]["hate"]
    assert {name: hate[name] >= floor for name, floor in FLOORS["hate"].items()} == dict.fromkeys(
        FLOORS["hate"], True
    )


@pytest.mark.parametrize("name", SETS)
def test_few_good_comments_would_be_rejected(scores: dict[str, dict[str, Any]], name: str) -> None:
    assert scores[name]["good_rejected"] <= FLOORS[name]["good_rejected"]


@pytest.mark.parametrize("name", SETS)
def test_most_of_what_breaks_a_rule_would_be_rejected(scores: dict[str, dict[str, Any]], name: str) -> None:
    reached = {rule: score["rejected"] for rule, score in scores[name]["rules"].items()}
    floors = FLOORS[name]["rejected"]
    assert {rule: value for rule, value in reached.items() if value < floors[rule]} == {}
