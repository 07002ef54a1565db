"""The linker: accounts in, the incident of each out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.accounts import NO_DAY, Accounts
from dateline.linkage.blocking import find_pairs
from dateline.linkage.clusters import Edge, Rulings, cluster
from dateline.linkage.comparisons import compare_pairs
from dateline.linkage.reaches import are_comparable
from dateline.linkage.scores import PairWeights, load_weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNRELATED = -12.0
"""The score of two accounts that are not even comparable."""


class Linker:
    """Groups accounts by weights. It holds no state: the same accounts give the same incidents, in any order."""

    def __init__(self, weights: PairWeights | None = None) -> None:
        self._weights = weights or load_weights()

    def find_links(self, accounts: Accounts) -> list[Edge]:
        """All pairs that speak for one incident, with their scores."""
        found: dict[tuple[int, int], float] = {}
        for first, second in find_pairs(accounts):
            scores = self._weights.score_bins(compare_pairs(accounts[first], accounts[second]))
            good = scores > 0
            pairs = zip(first[good].tolist(), second[good].tolist(), strict=True)
            found.update(zip(pairs, scores[good].tolist(), strict=True))
        return [(one, other, score) for (one, other), score in found.items()]

    def link(self, accounts: Accounts, names: Sequence[str], rulings: Rulings | None = None) -> list[int]:
        """The founder of each account's incident, by its number; an account alone is its own.

        In: `names`, a stable name of each account, which order what is equal in date. The founder is the account
        that was published first.
        """
        return self.group(accounts, self.find_links(accounts), names, rulings)

    def group(
        self, accounts: Accounts, links: Sequence[Edge], names: Sequence[str], rulings: Rulings | None = None
    ) -> list[int]:
        """The same over links that were found already."""
        founders = list(range(len(accounts)))
        published = accounts["published"].tolist()

        def score(first: Ints, second: Ints) -> Floats:
            return self.score_pairs(accounts[first], accounts[second])

        for members in cluster(links, score, names, rulings):
            founder = min(members, key=lambda one: (published[one] == NO_DAY, published[one], names[one]))
            for member in members:
                founders[member] = founder
        return founders

    def score_pairs(self, left: Accounts, right: Accounts) -> Floats:
        """The score of each pair; UNRELATED where the two are not comparable."""
        comparable = are_comparable(left, right)
        return cast(Floats, np.where(comparable, self._weights.score_pairs(left, right), UNRELATED))
