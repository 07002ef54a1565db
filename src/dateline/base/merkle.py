"""Merkle trees over the rows of a chain, as in RFC 9162 (Certificate Transparency 2.0), section 2.1.

The root stands for all rows and their order. A short proof shows that one row is among them (inclusion), or that a
later tree only adds to an earlier one (consistency); whoever has the root needs nothing else to check it.
Hashes are SHA-256: of a leaf with a zero byte before its data, of a node with a one before its two children.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def hash_leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The root of leaves as they come, in memory that grows with the logarithm of their number."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # the roots of the full trees that the leaves make up, the largest first
        for data in leaves:
            self.add(data)

    def add(self, data: bytes) -> None:
        """Put a leaf with this data at the end."""
        peak, full = hash_leaf(data), self.size
        while full & 1:
            peak, full = hash_node(self._peaks.pop(), peak), full >> 1
        self._peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = hash_node(peak, root)
        return root


class Tree:
    """A tree that grows, and proves things about itself at any size that it ever had; 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]  # the roots of full trees of 1, 2, 4 … leaves, side by side
        for data in leaves:
            self.add(data)

    def __len__(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    def add(self, data: bytes) -> None:
        """Put a leaf with this data at the end."""
        height, node, left_count = 0, hash_leaf(data), len(self)
        self._levels[0] += node
        while left_count & 1:
            node = hash_node(self._node(height, left_count - 1), node)
            height, left_count = height + 1, left_count >> 1
            if height == len(self._levels):
                self._levels.append(bytearray())
            self._levels[height] += node

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves, by default of all. Raises ValueError where there are fewer."""
        size = self._check_size(size)
        return self._root_of(0, size) if size else EMPTY_ROOT

    def prove_inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The hashes that lead from the leaf at `index` (from 0) to the root of the first `size` leaves."""
        size = self._check_size(size)
        if not 0 <= index < size:
            raise ValueError(f"there is no leaf {index} among {size}")
        start, end, path = 0, size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._root_of(middle, end))
                end = middle
            else:
                path.append(self._root_of(start, middle))
                start = middle
        return path[::-1]

    def prove_consistency(self, first: int, size: int | None = None) -> list[bytes]:
        """The hashes that show that the tree of `size` leaves begins with that of the `first` ones."""
        size = self._check_size(size)
        if not 0 <= first <= size:
            raise ValueError(f"there is no tree of {first} leaves within one of {size}")
        if first in (0, size):
            return []
        start, end, path = 0, size, []
        while first != end:
            middle = start + _split(end - start)
            if first <= middle:
                path.append(self._root_of(middle, end))
                end = middle
            else:
                path.append(self._root_of(start, middle))
                start = middle
        if start:  # else the whole first tree is a node of the second, and its root is known
            path.append(self._root_of(start, end))
        return path[::-1]

    def _check_size(self, size: int | None) -> int:
        if size is not None and not 0 <= size <= len(self):
            raise ValueError(f"the tree has {len(self)} leaves, not {size}")
        return len(self) if size is None else size

    def _root_of(self, start: int, end: int) -> bytes:
        """The root of the leaves from `start` to `end`, which is one of the trees that make up the whole."""
        count = end - start
        if count & (count - 1) == 0:
            return self._node(count.bit_length() - 1, start // count)
        middle = start + _split(count)
        return hash_node(self._root_of(start, middle), self._root_of(middle, end))

    def _node(self, height: int, index: int) -> bytes:
        return bytes(self._levels[height][index * HASH_BYTES : (index + 1) * HASH_BYTES])


def verify_inclusion(data: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that the leaf at `index` of the tree with this size and root has this data."""
    if not 0 <= index < size:
        return False
    node, at, last = hash_leaf(data), index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = hash_node(sibling, node)
            at, last = _climb(at, last)
        else:
            node = hash_node(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(first: int, first_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of `size` leaves begins with the one of the `first` leaves."""
    if not 0 <= first <= size:
        return False
    if first in (0, size):
        return not path and first_root == (root if first == size else EMPTY_ROOT)
    at, last = first - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    whole = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not whole:
        return False
    old = new = whole[0]
    for sibling in whole[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = hash_node(sibling, old), hash_node(sibling, new)
            at, last = _climb(at, last)
        else:
            new = hash_node(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == root


def _split(count: int) -> int:
    """How many of `count` leaves (two or more) the left child has: the largest power of two below their number."""
    return 1 << ((count - 1).bit_length() - 1)


def _climb(at: int, last: int) -> tuple[int, int]:
    """Up to where the node is a right child: as the last one of its level, it is its own parent until then."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
