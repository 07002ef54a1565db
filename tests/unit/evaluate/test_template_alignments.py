"""The alignment of the highest F1, against trying every one as the published script does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.alignments import harmonic_mean
from dateline.evaluate.template_alignments import Credit, Pair, align_templates

Credits = dict[Pair, Credit]


def f1_of(earned: Credits, pairs: tuple[Pair, ...], predicted: int, wanted: int) -> float:
    right = sum(earned[pair][0] for pair in pairs)
    found = sum(earned[pair][1] for pair in pairs)
    return harmonic_mean(right / predicted, found / wanted)


def every_alignment(earned: Credits) -> Iterator[tuple[Pair, ...]]:
    golds = sorted({gold for gold, _ in earned})
    predicted = sorted({index for _, index in earned})
    for choice in product([None, *golds], repeat=len(predicted)):
        taken = [gold for gold in choice if gold is not None]
        pairs = tuple((gold, index) for gold, index in zip(choice, predicted, strict=True) if gold is not None)
        if len(set(taken)) == len(taken) and all(pair in earned for pair in pairs):
            yield pairs


counts = st.tuples(st.integers(0, 6), st.integers(0, 6))
credit_tables = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), counts, max_size=16)


@settings(deadline=None)
@given(credit_tables, st.integers(0, 9), st.integers(0, 9))
def test_no_alignment_is_better(earned: Credits, more_predicted: int, more_wanted: int) -> None:
    predicted = sum(right for right, _ in earned.values()) + more_predicted
    wanted = sum(found for _, found in earned.values()) + more_wanted
    alignment = align_templates(earned, predicted, wanted)
    assert alignment.proven
    assert len({gold for gold, _ in alignment.pairs}) == len({j for _, j in alignment.pairs}) == len(alignment.pairs)
    if predicted and wanted:
        best = max(f1_of(earned, pairs, predicted, wanted) for pairs in every_alignment(earned))
        assert abs(f1_of(earned, alignment.pairs, predicted, wanted) - best) < 1e-9


def test_a_balanced_alignment_is_found_between_two_lopsided_ones() -> None:
    # Each weighted sum prefers one of the outer two; only the middle one has both precision and recall.
    earned = {(0, 0): (10, 0), (0, 1): (0, 10), (0, 2): (4, 4)}
    assert align_templates(earned, 20, 20).pairs == ((0, 2),)


def test_thirty_templates_do_not_explode() -> None:
    size = 30
    earned = {(i, j): (1 + (i == j) + (i + j) % 2, 1 + (i == j)) for i in range(size) for j in range(size)}
    alignment = align_templates(earned, 90, 90)
    assert len(alignment.pairs) == size
    assert all(0 <= gold < size for gold, _ in alignment.pairs)


def test_nothing_earned_is_nothing_aligned() -> None:
    assert align_templates({}, 3, 3).pairs == ()
    assert align_templates({(0, 0): (0, 0)}, 1, 1).pairs == ()
    assert align_templates({(0, 0): (1, 1)}, 0, 0).pairs == ()
