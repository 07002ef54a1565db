"""Clusters: which accounts are one incident, so that no chain of likes joins what is unlike.

Pairs are joined best first, but two groups become one only where their members speak for each other on the whole: the
mean score over all pairs between them is above 0, and no pair is as good as impossible. The result depends on the
accounts alone, never on their order. What people ruled stands above every score: accounts ruled apart are never in
one group, and the groups of accounts ruled together become one, unless that would break a ruling apart.

A town that is shelled every day for years hangs together from its first day to its last, but each day can be one
incident with few others. So only pairs that are not impossible are kept, and memory is theirs, not that of all pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.blocking import Pairs
from dateline.linkage.components import find_components, list_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ScoredPairs = tuple[Ints, Ints, Floats]
"""The first and the second of each pair, and its score."""

PAIRS_AT_A_TIME = 20_000
FEW_MEMBERS = 200
"""Of so many, all pairs are scored; of more, those that can be one incident are looked for first."""

IMPOSSIBLE = -9.0
"""A pair with a score this low keeps two groups apart, whatever the others say."""


class PairJudge(Protocol):
    """What scores pairs of accounts, by their numbers."""

    def score(self, first: Ints, second: Ints) -> Floats:
        """The score of each pair."""

    def find_comparable(self, members: Ints) -> Iterator[ScoredPairs]:
        """Pairs of the members, by their places among them; all that are not given are impossible.

        Some may come more than once.
        """


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people decided about pairs of accounts, by their numbers; the smaller comes first."""

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()


def cluster(
    linked: Pairs, judge: PairJudge, names: Sequence[str], rulings: Rulings | None = None
) -> Iterator[tuple[int, ...]]:
    """The groups of two and more accounts. In: `linked`, the pairs above 0; `names` order what is equal."""
    rulings = rulings or Rulings()
    components = find_components(chain(list_rows(*linked), rulings.together))
    ordered = [sorted(members, key=lambda member: names[member]) for members in components if len(members) > 1]
    for portion in _portions(members for members in ordered if len(members) <= FEW_MEMBERS):
        for members, pairs in zip(portion, _score_all(portion, judge), strict=True):
            yield from _split(members, pairs, rulings)
    for members in ordered:
        if len(members) > FEW_MEMBERS:
            pairs = gather_pairs(judge.find_comparable(np.asarray(members)), IMPOSSIBLE, len(members))
            yield from _split(members, pairs, rulings)


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
    if portion:
        yield portion


def _score_all(components: Sequence[Sequence[int]], judge: PairJudge) -> Iterator[ScoredPairs]:
    """All pairs of each component, by their places in it."""
    corners = [np.triu_indices(len(members), 1) for members in components]
    first = [np.asarray(members)[rows] for members, (rows, _) in zip(components, corners, strict=True)]
    second = [np.asarray(members)[columns] for members, (_, columns) in zip(components, corners, strict=True)]
    scores = judge.score(np.concatenate(first), np.concatenate(second))
    ends = np.cumsum([len(rows) for rows, _ in corners])
    for (rows, columns), some in zip(corners, np.split(scores, ends[:-1]), strict=True):
        yield rows, columns, some


def gather_pairs(portions: Iterable[ScoredPairs], above: float, count: int) -> ScoredPairs:
    """The pairs with a score above a limit, each once, in ascending order. In: `count`, of accounts."""
    found: list[ScoredPairs] = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    for first, second, scores in portions:
        good = scores > above
        found.append((first[good], second[good], scores[good]))
    first, second, scores = (np.concatenate(column) for column in zip(*found, strict=True))
    _, once = np.unique(first * count + second, return_index=True)
    return first[once], second[once], scores[once]


def _split(members: Sequence[int], pairs: ScoredPairs, rulings: Rulings) -> Iterator[tuple[int, ...]]:
    """The groups within a component. In: `pairs`, by places in it."""
    if len(members) == 2 and not rulings.apart:
        yield tuple(members)
        return
    number = {member: index for index, member in enumerate(members)}
    apart, together = _numbered(rulings.apart, number), _numbered(rulings.together, number)
    for group in _join_groups(len(members), pairs, together, apart):
        if len(group) > 1:
            yield tuple(members[index] for index in group)


def _numbered(pairs: Iterable[tuple[int, int]], number: Mapping[int, int]) -> list[tuple[int, int]]:
    """The pairs that lie within a component, by their places in it."""
    return [(number[one], number[other]) for one, other in sorted(pairs) if one in number and other in number]


def _join_groups(
    size: int, pairs: ScoredPairs, together: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """Members by group; what is not among the pairs is impossible."""
    first, second, scores = pairs
    bonds = _Bonds(size, pairs, apart)
    order = np.lexsort((second, first, -scores))
    for index in order[: np.count_nonzero(scores > 0)]:
        bonds.join(int(first[index]), int(second[index]))
    for one, other in together:
        bonds.put_together(one, other)
    return bonds.groups()


class _Bonds:
    """Groups of members. Between two that can become one, the sum of the scores of their pairs; else nothing."""

    def __init__(self, size: int, pairs: ScoredPairs, apart: Iterable[tuple[int, int]]) -> None:
        self._members: dict[int, list[int]] = {index: [index] for index in range(size)}
        self._group_of = list(range(size))
        self._totals: dict[int, dict[int, float]] = {index: {} for index in range(size)}
        for one, other, score in zip(*(column.tolist() for column in pairs), strict=True):
            if score > IMPOSSIBLE:
                self._totals[one][other] = self._totals[other][one] = score
        self._apart: dict[int, set[int]] = {index: set() for index in range(size)}
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
            self._totals[one].pop(other, None)
            self._totals[other].pop(one, None)

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two members, where they speak for each other."""
        a, b = sorted((self._group_of[one], self._group_of[other]))
        if a != b and self._totals[a].get(b, 0.0) > 0:
            self._merge_totals(a, b)
            self._unite(a, b)

    def put_together(self, one: int, other: int) -> None:
        """Make one group of the groups of two members whatever the scores say, but for a ruling against it."""
        a, b = sorted((self._group_of[one], self._group_of[other]))
        if a != b and self._apart[a].isdisjoint(self._members[b]):
            self._unite(a, b)

    def groups(self) -> list[list[int]]:
        return [sorted(members) for members in self._members.values()]

    def _unite(self, a: int, b: int) -> None:
        for member in self._members[b]:
            self._group_of[member] = a
        self._members[a] += self._members.pop(b)
        self._apart[a] |= self._apart.pop(b)

    def _merge_totals(self, a: int, b: int) -> None:
        """Give the sums of both to `a`; with whom only one of them can be, the two together cannot."""
        mine, theirs = self._totals[a], self._totals.pop(b)
        for group in theirs:
            self._totals[group].pop(b)
        for group in mine.keys() - theirs.keys():
            mine.pop(group)
            self._totals[group].pop(a, None)
        for group in mine:
            mine[group] = self._totals[group][a] = mine[group] + theirs[group]
