"""The linker: accounts in, the incident of each out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.accounts import NO_DAY, Accounts
from dateline.linkage.blocking import Pairs, find_pairs
from dateline.linkage.clusters import Rulings, ScoredPairs, cluster, gather_pairs
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

    def find_links(self, accounts: Accounts) -> ScoredPairs:
        """All pairs that speak for one incident, with their scores, in ascending order."""
        return gather_pairs(self.score_found(accounts), 0.0, len(accounts))

    def score_found(self, accounts: Accounts) -> Iterator[ScoredPairs]:
        """Every comparable pair with its score, in portions; a vague one may come more than once."""
        for first, second in find_pairs(accounts):
            yield first, second, self._weights.score_pairs(accounts[first], accounts[second])

    def link(self, accounts: Accounts, names: Sequence[str], rulings: Rulings | None = None) -> list[int]:
        """The founder of each account's incident, by its number; an account alone is its own.

        In: `names`, a stable name of each account, which order what is equal in date. The founder is the account
        that was published first.
        """
        first, second, _ = self.find_links(accounts)
        return self.group(accounts, (first, second), names, rulings)

    def group(
        self, accounts: Accounts, linked: Pairs, names: Sequence[str], rulings: Rulings | None = None
    ) -> list[int]:
        """The same where the pairs that speak for one incident are known already."""
        founders = list(range(len(accounts)))
        published = accounts["published"].tolist()

        for members in cluster(linked, _Judge(self, accounts), names, rulings):
            founder = min(members, key=lambda one: (published[one] == NO_DAY, published[one], names[one]))
            for member in members:
                founders[member] = founder
        return founders

    def score_pairs(self, left: Accounts, right: Accounts) -> Floats:
        """The score of each pair; UNRELATED where the two are not comparable."""
        comparable = are_comparable(left, right)
        return cast(Floats, np.where(comparable, self._weights.score_pairs(left, right), UNRELATED))


class _Judge:
    """A linker over a table of accounts, as clustering asks it."""

    def __init__(self, linker: Linker, accounts: Accounts) -> None:
        self._linker, self._accounts = linker, accounts

    def score(self, first: Ints, second: Ints) -> Floats:
        return self._linker.score_pairs(self._accounts[first], self._accounts[second])

    def find_comparable(self, members: Ints) -> Iterator[ScoredPairs]:
        return self._linker.score_found(self._accounts[members])
