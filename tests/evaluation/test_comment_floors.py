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


@pytest.fixture(scope="module")
def by_rule() -> dict[str, Any]:
    return score("by_rule")


def test_hate_is_told_from_what_looks_like_it() -> None:
    hate = score("functional")["rules"]["hate"]
    assert {name: hate[name] >= floor for name, floor in FLOORS["hate"].items()} == dict.fromkeys(
        FLOORS["hate"], True
    )


def test_few_good_comments_would_be_rejected(by_rule: dict[str, Any]) -> None:
    assert by_rule["good_rejected"] <= FLOORS["good_rejected"]


@pytest.mark.parametrize("rule", FLOORS["rejected"])
def test_most_of_what_breaks_a_rule_would_be_rejected(by_rule: dict[str, Any], rule: str) -> None:
    assert by_rule["rules"][rule]["rejected"] >= FLOORS["rejected"][rule]
