"""Scores: how much the bins of a pair speak for one incident, in natural log-odds, and the same in words.

The sum of independent weights is the decision rule of record linkage (Fellegi and Sunter, 1969). The weights and
where they are from stand in `data/linking/weights.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dateline.base.resources import load_yaml
from dateline.linkage.accounts import Accounts
from dateline.linkage.comparisons import FEATURES, Bins, compare_pairs

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PairWeights:
    """`prior`: log-odds before anything is known. `table`: one row a feature, one column a bin, filled up with 0."""

    prior: float
    table: Floats

    @classmethod
    def from_rows(cls, prior: float, rows: Mapping[str, Mapping[str, float]]) -> PairWeights:
        """Raises KeyError where a bin has no weight, or a weight no bin."""
        widest = max(len(names) for names in FEATURES.values())
        table = np.zeros((len(FEATURES), widest))
        for index, (feature, names) in enumerate(FEATURES.items()):
            if set(rows[feature]) != set(names):
                raise KeyError(f"the weights of {feature} are not those of its bins")
            table[index, : len(names)] = [rows[feature][name] for name in names]
        return cls(prior, table)

    def score_bins(self, bins: Bins) -> Floats:
        """The log-odds of each row of bins."""
        return cast(Floats, self.prior + self.table[np.arange(len(FEATURES)), bins].sum(axis=1))

    def score_pairs(self, left: Accounts, right: Accounts) -> Floats:
        return self.score_bins(compare_pairs(left, right))


@cache
def load_weights() -> PairWeights:
    """The packaged weights."""
    rows = load_yaml("linking/weights.yaml")
    return PairWeights.from_rows(float(rows["prior"]), rows["weights"])


@dataclass(frozen=True, slots=True)
class Reason:
    """What one feature says of a pair: `weight` above 0 speaks for one incident, below 0 against it."""

    feature: str
    bin: str
    weight: float


def explain_pair(left: Accounts, right: Accounts, weights: PairWeights) -> tuple[float, tuple[Reason, ...]]:
    """The score of one pair (two tables of one row) and its reasons, the weightiest first."""
    (bins,) = compare_pairs(left, right)
    reasons = [
        Reason(feature, names[bin_], float(weights.table[index, bin_]))
        for index, ((feature, names), bin_) in enumerate(zip(FEATURES.items(), bins, strict=True))
    ]
    score = weights.prior + sum(reason.weight for reason in reasons)
    return score, tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))
