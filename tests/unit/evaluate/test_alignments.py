from __future__ import annotations

import pytest

from dateline.evaluate.alignments import Tally, b_cubed_f1, pair_greedily


def test_pair_greedily_takes_the_best_pairs_first() -> None:
    pairs = pair_greedily([1.0, 5.0], [5.5, 1.2], lambda a, b: max(0.0, 2 - abs(a - b)))
    assert [(i, j) for i, j, _ in pairs] == [(0, 1), (1, 0)]


def test_pair_greedily_leaves_apart_what_is_too_unlike() -> None:
    assert pair_greedily([1.0], [1.9], lambda a, b: 1 - abs(a - b), least=0.5) == []
    assert pair_greedily([1.0], [9.0], lambda a, b: 0.0) == []


def test_tally_gives_percent_and_survives_emptiness() -> None:
    assert Tally(2, 4, 3).percent() == {"p": 50.0, "r": 66.7, "f1": 57.1}
    assert Tally().percent() == {"p": 0.0, "r": 0.0, "f1": 0.0}


def test_b_cubed_is_perfect_for_the_same_clusters_under_other_names() -> None:
    assert b_cubed_f1([("a", "x"), ("a", "x"), ("b", "y")]) == 1.0
    assert b_cubed_f1([]) == 0.0


def test_b_cubed_punishes_one_big_cluster_in_precision_only() -> None:
    assert b_cubed_f1([("a", "x"), ("b", "x")]) == pytest.approx(2 / 3)  # precision 0.5, recall 1
