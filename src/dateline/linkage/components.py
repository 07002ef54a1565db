"""What hangs together by pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from numpy.typing import NDArray

ROWS_AT_A_TIME = 100_000


def find_components(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The members that hang together over any number of pairs, in ascending order; a pair of one member with itself
    makes sure of it."""
    leader: dict[int, int] = {}

    def find(member: int) -> int:
        root = member
        while leader.setdefault(root, root) != root:
            root = leader[root]
        while leader[member] != root:
            leader[member], member = root, leader[member]
        return root

    for one, other in pairs:
        leader[find(one)] = find(other)
    components: dict[int, list[int]] = defaultdict(list)
    for member in sorted(leader):
        components[find(member)].append(member)
    return list(components.values())


def list_rows(*columns: NDArray[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of columns as Python's own numbers, which take ten times the room: a portion at a time."""
    portions = range(0, len(columns[0]), ROWS_AT_A_TIME)
    return chain.from_iterable(
        zip(*(column[start : start + ROWS_AT_A_TIME].tolist() for column in columns), strict=True)
        for start in portions
    )
