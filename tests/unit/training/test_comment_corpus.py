"""The corpus of comments: rows that hold together, none twice, none of what is kept for measuring; and long ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.model.comments import FLAGS
from training.comments.rows import Row
from training.comments.sources import read_joined, read_own

CORPUS = Path(__file__).parents[3] / "corpus" / "comments"


def read(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [*read(CORPUS), *read(CORPUS / "unseen")]


def test_what_is_rejected_breaks_a_rule_and_nothing_else_does(rows: list[dict[str, Any]]) -> None:
    assert not [row["id"] for row in rows if (row["gold"] == "reject") is not bool(row["rules"])]
    assert not [row["id"] for row in rows if not set(row["rules"]) <= set(FLAGS)]
    assert not [row["id"] for row in rows if not row["text"].strip()]


def test_no_comment_is_there_twice_nor_in_what_measures(rows: list[dict[str, Any]]) -> None:
    assert [key for key, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    own = Counter(row["text"].casefold() for row in read(CORPUS))
    assert [text for text, count in own.items() if count > 1] == []
    assert [row["id"] for row in read(CORPUS / "unseen") if row["text"].casefold() in own] == []


def test_a_long_comment_breaks_what_its_parts_break() -> None:
    good = [Row(f"good {number}", dict.fromkeys((*FLAGS, "reject"), 0.0), "a", "a") for number in range(9)]
    bad = Row("bad", {**good[0].labels, "threat": 1.0, "reject": 1.0}, "a", "a")
    joined = list(read_joined([*good, bad], 60, seed=1))
    assert {row.labels["threat"] for row in joined} == {0.0, 1.0}
    assert all(row.labels["threat"] == row.labels["reject"] == float("bad" in row.text) for row in joined)
    assert min(row.text.count("good") for row in joined) >= 2


def test_long_comments_stay_under_their_article() -> None:
    articles = {row.text: row.article for row in read_own(CORPUS)}
    for row in read_joined(read_own(CORPUS), 20, seed=2):
        parts = [text for text, article in articles.items() if article == row.article and text in row.text]
        assert len(parts) >= 3
        assert row.group == row.article
