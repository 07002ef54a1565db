"""Near-duplicates over an archive: the groups of `near_duplicates`, found band by band over columns of numbers.

What `near_duplicates.group_copies` does over objects, for as many texts as the columns have room for: some 800 bytes
a text, which may lie in files that are mapped into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.near_duplicates import COPY_SHARE, LEAST_LENGTH, WIDEST_BUCKET
from dateline.linkage.text_sketches import share_contained

Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints]
PAIRS_AT_A_TIME = 20_000
Step = Callable[[], None]


def find_linked(
    sizes: Ints, hashes: NDArray[np.uint32], bands: Ints, step: Step = lambda: None
) -> Iterator[list[int]]:
    """Texts that hang together by pairs of copies, by index in ascending order; those alone are left out.

    In: texts by their rank (the fullest first): how many runs of words each has, its sketch [texts, 128], the keys of
    its bands [texts, bands]. `step` is called after each band.
    """
    found: list[Pairs] = []
    with_words = np.flatnonzero(sizes > 0)
    for column in range(bands.shape[1]):
        keys = np.asarray(bands[:, column])[with_words]
        for one, other in _list_candidates(keys):
            found += _keep_copies(with_words[one], with_words[other], sizes, hashes)
        found = [_without_repeats(found)] if found else []
        step()
    if found:
        yield from _find_components(*found[0], len(sizes))


def _list_candidates(keys: Ints) -> Iterator[Pairs]:
    """Each text with the fuller ones of its bucket, or with the first WIDEST_BUCKET of them."""
    order = np.argsort(keys, kind="stable")
    begins = np.flatnonzero(np.diff(keys[order], prepend=keys[order[:1]] - 1)) if len(keys) else order
    lengths = np.diff(begins, append=len(order))
    position = np.arange(len(order)) - np.repeat(begins, lengths)
    start = np.repeat(begins, lengths)
    for rank in range(WIDEST_BUCKET):
        later = np.flatnonzero(position > rank)
        if not later.size:
            return
        yield order[start[later] + rank], order[later]


def _keep_copies(one: Ints, other: Ints, sizes: Ints, hashes: NDArray[np.uint32]) -> list[Pairs]:
    kept = []
    for begin in range(0, len(one), PAIRS_AT_A_TIME):
        left, right = one[begin : begin + PAIRS_AT_A_TIME], other[begin : begin + PAIRS_AT_A_TIME]
        shared = (hashes[left] == hashes[right]).mean(axis=1)
        longer = np.maximum(sizes[left], sizes[right])
        ratio = np.minimum(sizes[left], sizes[right]) / np.maximum(longer, 1)
        share = share_contained(sizes[left], shared, sizes[right])
        near = (share >= COPY_SHARE) & (ratio >= LEAST_LENGTH)
        kept.append((left[near], right[near]))
    return kept


def _without_repeats(pairs: Sequence[Pairs]) -> Pairs:
    both = np.unique(np.stack([np.concatenate(side) for side in zip(*pairs, strict=True)]), axis=1)
    return both[0], both[1]


def _find_components(one: Ints, other: Ints, count: int) -> Iterator[list[int]]:
    from scipy.sparse import coo_array  # loaded only where there are copies
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    members = np.unique(np.concatenate([one, other]))
    order = members[np.argsort(labels[members], kind="stable")]
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    yield from (group.tolist() for group in np.split(order, cuts) if group.size)
