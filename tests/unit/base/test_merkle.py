"""Merkle trees: roots as computed by hand, proofs that hold, and that hold for nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.base.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    hash_leaf,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [b"one", b"two", b"three", b"four", b"five"]
MANY = [number.to_bytes(2, "big") for number in range(70)]
TREE = Tree(MANY)


def sha256(*pieces: bytes) -> bytes:
    return hashlib.sha256(b"".join(pieces)).digest()


def test_root_is_that_computed_by_hand() -> None:
    one, two, three, four, five = (sha256(b"\x00", data) for data in LEAVES)
    left, right = sha256(b"\x01", one, two), sha256(b"\x01", three, four)
    four_root = sha256(b"\x01", left, right)
    roots = [sha256(), one, left, sha256(b"\x01", left, three), four_root, sha256(b"\x01", four_root, five)]
    tree = Tree(LEAVES)
    assert [tree.root(size) for size in range(6)] == roots
    assert [Frontier(LEAVES[:size]).root() for size in range(6)] == roots


@pytest.mark.parametrize(
    ("size", "root"),
    [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "d0d7360ab79f58ab1e1e3fe64ad77e2ea0bc07e36b5f46ed2223edd9298df9e9"),
        (3, "5aac771c899ac292e74bf1afe2e6e302f8b55883b2d1bf197b46a6bea6dabca9"),
        (5, "832e609776a4b05ca208ef796bfd6f2d7cfcf00ddd46afb497d4b1b5ef19a994"),
    ],
)
def test_root_never_changes(size: int, root: str) -> None:
    """Computed with sha256sum, as docs/audit.md tells how."""
    assert Tree(LEAVES).root(size).hex() == root


def test_proofs_are_those_drawn_by_hand() -> None:
    one, two, three, four, five = (hash_leaf(data) for data in LEAVES)
    left, right = sha256(b"\x01", one, two), sha256(b"\x01", three, four)
    tree = Tree(LEAVES)
    assert tree.prove_inclusion(2) == [four, left, five]
    assert tree.prove_inclusion(4) == [sha256(b"\x01", left, right)]
    assert tree.prove_inclusion(0, 3) == [two, three]
    assert tree.prove_consistency(3, 5) == [three, four, left, five]
    assert tree.prove_consistency(4, 5) == [five]
    assert tree.prove_consistency(2, 4) == [right]


@settings(deadline=None)
@given(st.integers(1, len(MANY)).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_inclusion_holds_for_its_leaf_only(at: tuple[int, int]) -> None:
    index, size = at
    path, root = TREE.prove_inclusion(index, size), TREE.root(size)
    assert verify_inclusion(MANY[index], index, size, path, root)
    assert not verify_inclusion(b"other", index, size, path, root)
    assert not any(verify_inclusion(MANY[index], other, size, path, root) for other in range(size) if other != index)
    assert not verify_inclusion(MANY[index], index, size, path, bytes(32))
    assert not verify_inclusion(MANY[index], index, size, [*path, bytes(32)], root)
    if path:
        assert not verify_inclusion(MANY[index], index, size, path[:-1], root)


@settings(deadline=None)
@given(st.data())
def test_inclusion_fails_with_any_changed_bit(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, len(MANY)))
    index = data.draw(st.integers(0, size - 1))
    path, root = TREE.prove_inclusion(index, size), TREE.root(size)
    at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    path[at] = flip(path[at], bit)
    assert not verify_inclusion(MANY[index], index, size, path, root)


@settings(deadline=None)
@given(st.integers(0, len(MANY)).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))))
def test_any_two_sizes_are_consistent(sizes: tuple[int, int]) -> None:
    first, size = sizes
    path = TREE.prove_consistency(first, size)
    assert verify_consistency(first, TREE.root(first), size, TREE.root(size), path)
    if first:
        assert not verify_consistency(first, bytes(32), size, TREE.root(size), path)
        assert not verify_consistency(first, TREE.root(first), size, bytes(32), path)
        assert not verify_consistency(first, TREE.root(first), size, TREE.root(size), [*path, bytes(32)])


@settings(deadline=None)
@given(st.data())
def test_consistency_fails_with_any_changed_bit_or_leaf(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, len(MANY)))
    first = data.draw(st.integers(1, size - 1))
    path, root = TREE.prove_consistency(first, size), TREE.root(size)
    changed = list(path)
    at = data.draw(st.integers(0, len(path) - 1))
    changed[at] = flip(path[at], data.draw(st.integers(0, 255)))
    assert not verify_consistency(first, TREE.root(first), size, root, changed)
    rewritten = Tree([*MANY[: first - 1], b"other", *MANY[first:]])
    assert not verify_consistency(first, TREE.root(first), size, rewritten.root(size), path)
    own_path = rewritten.prove_consistency(first, size)
    assert not verify_consistency(first, TREE.root(first), size, rewritten.root(size), own_path)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=40))
def test_a_frontier_has_the_root_of_the_tree(leaves: list[bytes]) -> None:
    frontier = Frontier(leaves)
    assert (frontier.size, frontier.root()) == (len(leaves), Tree(leaves).root())


def test_what_there_is_not_cannot_be_proved() -> None:
    for ask in (lambda: TREE.root(71), lambda: TREE.prove_inclusion(5, 5), lambda: TREE.prove_consistency(6, 5)):
        with pytest.raises(ValueError, match=r"there is no|leaves"):
            ask()
    assert not verify_inclusion(b"", 3, 3, [], EMPTY_ROOT)
    assert not verify_consistency(3, EMPTY_ROOT, 2, EMPTY_ROOT, [])
    assert not verify_consistency(3, EMPTY_ROOT, 5, EMPTY_ROOT, [])


def flip(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "big") ^ (1 << bit)).to_bytes(len(value), "big")
