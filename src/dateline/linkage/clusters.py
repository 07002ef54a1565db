"""Clusters: which accounts are one incident, so that no chain of likes joins what is unlike.

Pairs are joined best first, but two groups become one only where their members speak for each other on the whole: the
mean score over all pairs between them is above 0, and no pair is as good as impossible. The result depends on the
accounts alone, never on their order. What people ruled stands above every score: accounts ruled apart are never in
one group, and the groups of accounts ruled together become one, unless that would break a ruling apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.components import find_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Edge = tuple[int, int, float]
"""Two accounts by number, and the score of their link."""

PairScorer = Callable[[Ints, Ints], Floats]
"""Gives the score of each pair of accounts, by their numbers."""

PAIRS_AT_A_TIME = 200_000

IMPOSSIBLE = -9.0
"""A pair with a score this low keeps two groups apart, whatever the others say."""
RULED_APART = -1e9


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people decided about pairs of accounts, by their numbers; the smaller comes first."""

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()


def cluster(
    edges: Iterable[Edge], score_pairs: PairScorer, names: Sequence[str], rulings: Rulings | None = None
) -> Iterator[tuple[int, ...]]:
    """The groups of two and more accounts.

    In: links above 0; `score_pairs` scores accounts by their numbers; `names` order what is equal.
    """
    rulings = rulings or Rulings()
    linked = ((one, other) for one, other, _ in edges)
    components = find_components(chain(linked, rulings.together))
    ordered = [sorted(members, key=lambda member: names[member]) for members in components]
    for portion in _portions(ordered):
        yield from _split_components(portion, score_pairs, rulings)


def _portions(components: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    """Components together, as long as their pairs are not too many to be scored at once."""
    portion: list[list[int]] = []
    pairs = 0
    for members in components:
        portion.append(members)
        pairs += len(members) * (len(members) - 1) // 2
        if pairs >= PAIRS_AT_A_TIME:
            yield portion
            portion, pairs = [], 0
    yield portion


def _split_components(
    components: Sequence[Sequence[int]], score_pairs: PairScorer, rulings: Rulings
) -> Iterator[tuple[int, ...]]:
    """The groups within each component."""
    corners = [np.triu_indices(len(members), 1) for members in components]
    first = [np.asarray(members)[rows] for members, (rows, _) in zip(components, corners, strict=True)]
    second = [np.asarray(members)[columns] for members, (_, columns) in zip(components, corners, strict=True)]
    if not first:
        return
    scores = score_pairs(np.concatenate(first), np.concatenate(second))
    ends = np.cumsum([len(rows) for rows, _ in corners])
    for members, (rows, columns), some in zip(components, corners, np.split(scores, ends[:-1]), strict=True):
        if len(members) == 2 and not rulings.apart:
            yield tuple(members)
            continue
        matrix = np.zeros((len(members), len(members)))
        matrix[rows, columns] = matrix[columns, rows] = some
        number = {member: index for index, member in enumerate(members)}
        for one, other in _numbered(rulings.apart, number):
            matrix[one, other] = matrix[other, one] = RULED_APART
        for group in _join_groups(matrix, _numbered(rulings.together, number)):
            if len(group) > 1:
                yield tuple(members[index] for index in group)


def _numbered(pairs: Iterable[tuple[int, int]], number: Mapping[int, int]) -> list[tuple[int, int]]:
    """The pairs that lie within a component, by their places in it."""
    return [(number[one], number[other]) for one, other in sorted(pairs) if one in number and other in number]


def _join_groups(scores: Floats, together: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Members by group. In: the symmetric matrix of scores, RULED_APART where people say so; pairs ruled together."""
    size = len(scores)
    bonds = _Bonds(
        total={i: {j: float(scores[i, j]) for j in range(size) if j != i} for i in range(size)},
        worst={i: {j: float(scores[i, j]) for j in range(size) if j != i} for i in range(size)},
    )
    rows, columns = np.triu_indices(size, 1)
    order = np.argsort(-scores[rows, columns], kind="stable")
    for index in order:
        one, other = int(rows[index]), int(columns[index])
        if scores[one, other] <= 0:
            break
        bonds.join(one, other)
    for one, other in together:
        bonds.put_together(one, other)
    return bonds.groups()


class _Bonds:
    """Groups of members, with the sum and the least of the scores between each two groups."""

    def __init__(self, total: dict[int, dict[int, float]], worst: dict[int, dict[int, float]]) -> None:
        self._total, self._worst = total, worst
        self._members: dict[int, list[int]] = {index: [index] for index in total}
        self._group_of = {index: index for index in total}

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two members, where they speak for each other."""
        a, b = sorted((self._group_of[one], self._group_of[other]))
        if a != b and self._total[a][b] > 0 and self._worst[a][b] > IMPOSSIBLE:
            self._unite(a, b)

    def put_together(self, one: int, other: int) -> None:
        """Make one group of the groups of two members whatever the scores say, but for a ruling against it."""
        a, b = sorted((self._group_of[one], self._group_of[other]))
        if a != b and self._worst[a][b] > RULED_APART:
            self._unite(a, b)

    def _unite(self, a: int, b: int) -> None:
        for member in self._members[b]:
            self._group_of[member] = a
        self._members[a] += self._members.pop(b)
        self._merge(self._total, a, b, lambda x, y: x + y)
        self._merge(self._worst, a, b, min)

    def groups(self) -> list[list[int]]:
        return [sorted(members) for members in self._members.values()]

    @staticmethod
    def _merge(between: dict[int, dict[int, float]], a: int, b: int, fold: Callable[[float, float], float]) -> None:
        gone: Mapping[int, float] = between.pop(b)
        between[a].pop(b)
        for group, value in gone.items():
            if group != a:
                between[group].pop(b)
                between[a][group] = between[group][a] = fold(between[a][group], value)
