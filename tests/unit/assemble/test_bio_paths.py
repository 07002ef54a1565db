"""Probabilities are made by hand."""

from __future__ import annotations

import numpy as np

from dateline.assemble.bio_paths import decode_path, decode_runs

LABELS = ("O", "B-Tower", "I-Tower", "B-Mill", "I-Mill")


def test_runs_begin_with_their_own_mark() -> None:
    scores = np.array([[0.6, 0.3, 0.1, 0, 0], [0.1, 0.1, 0.7, 0.1, 0], [0.9, 0.1, 0, 0, 0]], dtype=np.float32)
    assert decode_runs(scores, LABELS) == [(0, 2, "Tower")]


def test_two_runs_may_touch() -> None:
    scores = np.array([[0, 0.9, 0, 0.1, 0], [0, 0.8, 0.2, 0, 0], [0, 0, 0, 0.9, 0.1]], dtype=np.float32)
    assert decode_runs(scores, LABELS) == [(0, 1, "Tower"), (1, 2, "Tower"), (2, 3, "Mill")]


def test_low_outside_odds_find_more() -> None:
    scores = np.array([[0.7, 0.3, 0, 0, 0]], dtype=np.float32)
    assert decode_runs(scores, LABELS) == []
    assert decode_runs(scores, LABELS, outside_odds=0.1) == [(0, 1, "Tower")]


def test_no_words_give_no_path() -> None:
    assert decode_path(np.zeros((0, 5), dtype=np.float32), LABELS) == []
