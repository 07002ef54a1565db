"""Choosing one of several by weights: each is described by features, the one with the highest sum is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Features = Mapping[str, float]
Weights = Mapping[str, float]


def weigh(features: Features, weights: Weights) -> float:
    """The weighted sum; a feature without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def choose(described: Sequence[Features], weights: Weights) -> int:
    """The number of the best, the first where two are equally good."""
    scores = [weigh(features, weights) for features in described]
    return scores.index(max(scores))
