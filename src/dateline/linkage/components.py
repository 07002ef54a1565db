"""What hangs together by pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


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
