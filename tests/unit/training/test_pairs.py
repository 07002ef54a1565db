"""The pairs are scored at run time as they are in training."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import BOUNDS, ROLES, make_reading

from dateline.model.readings import PairWeights, Reading, distance_class
from dateline.model.spans import Span
from training.heads import DISTANCES, PAIR_ROLES

STARTS = st.integers(0, 120)
LENGTHS = st.integers(1, 6)
NO_TORCH = "torch is not installed: it comes with the training dependencies"


def test_samples_have_the_roles_and_distances_of_the_training() -> None:
    assert (ROLES, BOUNDS) == (PAIR_ROLES, DISTANCES)


@settings(deadline=None)
@given(STARTS, LENGTHS, STARTS, LENGTHS)
def test_distance_class_is_the_highest_bound_that_the_gap_reaches(a: int, m: int, b: int, n: int) -> None:
    gap = max(0, b - (a + m) if b >= a else a - (b + n))
    nearest = max(index for index, bound in enumerate(DISTANCES) if gap >= bound)
    expected = nearest if b >= a else nearest + len(DISTANCES)
    assert distance_class((a, a + m), (b, b + n), DISTANCES) == expected


@pytest.mark.parametrize(
    ("span", "expected"), [((11, 12), 0), ((13, 14), 1), ((8, 9), 8), ((7, 8), 9), ((10, 11), 0), ((200, 201), 7)]
)
def test_distance_class_parts_before_from_after(span: tuple[int, int], expected: int) -> None:
    assert distance_class((10, 11), span, DISTANCES) == expected


def test_reading_scores_pairs_as_the_network_does() -> None:
    torch = pytest.importorskip("torch", reason=NO_TORCH)
    pytest.importorskip("transformers", reason=NO_TORCH)
    from training.networks import PAIR_WIDTH, PairScorer

    torch.manual_seed(3)
    scorer = PairScorer()
    for parameter in scorer.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    arrays = {name: value.detach().numpy() for name, value in scorer.named_parameters()}
    vectors = torch.randn(4, PAIR_WIDTH)
    reading = _reading_of(vectors.numpy(), PairWeights(PAIR_ROLES, DISTANCES, **arrays))
    proposals = [0, 2]
    found = reading.roles(reading.spans[1], [Span(0, 1), Span(4, 7)], proposals)
    classes = torch.tensor([distance_class((1, 2), span, DISTANCES) for span in ((0, 1), (2, 4))])
    members = torch.stack([vectors[0], vectors[2:4].mean(0)])
    expected = (
        torch.sigmoid(scorer(vectors[1].expand(2, -1), members, classes, torch.tensor(proposals))).detach().numpy()
    )
    assert np.allclose(found, expected, atol=1e-4)


def _reading_of(vectors: np.ndarray, pairs: PairWeights) -> Reading:
    text = "a b c d"
    sample = make_reading(text)
    return Reading(sample.spans, sample.labels, sample.heads, sample.windows, vectors, vectors, pairs, sample.starts)
