"""Groups of accounts out of scores of pairs: against a slow reading of the rule, and where pairs are looked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.linkage import clusters
from dateline.linkage.blocking import Pairs
from dateline.linkage.clusters import IMPOSSIBLE, Floats, Ints, Rulings, ScoredPairs, cluster

SCORES = st.sampled_from([-12.0, -9.0, -3.0, -1.0, 0.0, 0.5, 1.0, 2.0, 4.0])
Pair = tuple[int, int]


class Table:
    """Scores by a table. `looked`: how often pairs were looked for instead of all being scored."""

    def __init__(self, scores: Floats) -> None:
        self._scores = scores
        self.looked = 0

    def score(self, first: Ints, second: Ints) -> Floats:
        return self._scores[first, second]

    def find_comparable(self, members: Ints) -> Iterator[ScoredPairs]:
        self.looked += 1
        one, other = np.triu_indices(len(members), 1)
        scores = self._scores[members[one], members[other]]
        kept = scores > -12.0
        yield one[kept], other[kept], scores[kept]
        yield one[kept], other[kept], scores[kept]  # some come more than once

    def find_linked(self) -> Pairs:
        one, other = np.triu_indices(len(self._scores), 1)
        good = self._scores[one, other] > 0
        return one[good], other[good]


@st.composite
def tables(draw: st.DrawFn) -> Floats:
    size = draw(st.integers(2, 9))
    scores = np.zeros((size, size))
    for one, other in combinations(range(size), 2):
        scores[one, other] = scores[other, one] = draw(SCORES)
    return scores


@st.composite
def rulings_over(draw: st.DrawFn, size: int) -> Rulings:
    pairs = st.sets(st.sampled_from(list(combinations(range(size), 2))), max_size=3)
    apart = draw(pairs)
    return Rulings(frozenset(draw(pairs) - apart), frozenset(apart))


def group_slowly(scores: Floats, rulings: Rulings) -> set[frozenset[int]]:
    """The rule as the module tells it, with nothing kept between steps."""
    size = len(scores)
    groups = [frozenset([index]) for index in range(size)]

    def find(member: int) -> frozenset[int]:
        return next(group for group in groups if member in group)

    def unite(one: frozenset[int], other: frozenset[int]) -> None:
        groups.remove(one)
        groups.remove(other)
        groups.append(one | other)

    def are_apart(one: frozenset[int], other: frozenset[int]) -> bool:
        return any((min(a, b), max(a, b)) in rulings.apart for a in one for b in other)

    best_first = sorted(combinations(range(size), 2), key=lambda pair: (-scores[pair], pair))
    for pair in best_first:
        one, other = find(pair[0]), find(pair[1])
        between = [scores[a, b] for a in one for b in other]
        if scores[pair] <= 0 or one == other or are_apart(one, other):
            continue
        if sum(between) > 0 and min(between) > IMPOSSIBLE:
            unite(one, other)
    for pair in sorted(rulings.together):
        one, other = find(pair[0]), find(pair[1])
        if one != other and not are_apart(one, other):
            unite(one, other)
    return {group for group in groups if len(group) > 1}


@pytest.mark.parametrize("few", [200, 0])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_groups_are_those_of_the_rule(few: int, data: st.DataObject) -> None:
    scores = data.draw(tables())
    rulings = data.draw(rulings_over(len(scores)))
    table, names = Table(scores), [f"{index:02}" for index in range(len(scores))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "FEW_MEMBERS", few)
        groups = {frozenset(group) for group in cluster(table.find_linked(), table, names, rulings)}
    assert groups == group_slowly(scores, rulings)


def test_long_chain_is_cut_where_its_ends_cannot_be_one() -> None:
    size = 1_000
    scores = np.full((size, size), -12.0)
    for step, score in ((1, 2.0), (2, -1.5), (3, -1.5)):
        rows = np.arange(size - step)
        scores[rows, rows + step] = scores[rows + step, rows] = score
    table, names = Table(scores), [f"{index:04}" for index in range(size)]
    groups = list(cluster(table.find_linked(), table, names))
    assert table.looked == 1
    assert groups
    assert all(max(group) - min(group) <= 3 for group in groups)


def test_people_put_together_many_that_cannot_be_compared() -> None:
    size = 300
    table, names = Table(np.full((size, size), -12.0)), [f"{index:03}" for index in range(size)]
    together = frozenset((index, index + 1) for index in range(size - 1))
    (group,) = cluster(table.find_linked(), table, names, Rulings(together))
    assert len(group) == size
