"""Near-duplicates: which texts are one story that several outlets carry, cut or with a few words changed.

Texts that share a band of their sketches are compared; no others are. A group is a fullest text and its copies: no
chain of likes makes a group, and two texts that have nothing in common are never in one, though both stand in a
third. The groups depend on the texts alone, not on the order in which they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.components import find_components
from dateline.linkage.text_sketches import TextSketch, share_contained, sketch_text
from dateline.model.ids import text_hash

COPY_SHARE = 0.5
"""So much of the shorter text has to stand in the longer one for the two to be copies."""
STRANGER_SHARE = 0.25
"""Two copies of one text have at least this much in common, or they are copies of different parts of it."""
LEAST_LENGTH = 0.15
"""A copy is at least so long, as a share of the longer text; what is shorter is a quotation in a digest."""
WIDEST_BUCKET = 50
"""Where more texts than this share a band, each is compared with this many of the fullest."""

Finder = Callable[[Sequence[int]], Iterable["KeptText"]]
"""Gives all kept texts that have one of the band keys."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """A report's text as a store knows it; `published` as the report has it."""

    report_id: str
    published: str | None
    sketch: TextSketch

    @classmethod
    def of(cls, report_id: str, published: str | None, text: str) -> KeptText:
        return cls(report_id, published, sketch_text(text))

    @property
    def rank(self) -> tuple[int, str, str]:
        """The fullest first, then the oldest."""
        return -self.sketch.size, self.published or "9999", self.report_id


def group_copies(texts: Iterable[KeptText]) -> dict[str, str]:
    """The group of each report, by report id; a report alone is a group of its own.

    A group's name is a hash of the id of its first published report.
    """
    ranked = sorted({text.report_id: text for text in texts}.values(), key=lambda text: text.rank)
    linked = [[ranked[index] for index in members] for members in find_components(_list_pairs(ranked))]
    groups = chain.from_iterable(map(part_copies, linked))
    return {text.report_id: name for group in groups for text, name in _named(group)}


def find_kin(text: KeptText, find: Finder) -> list[KeptText]:
    """All kept texts whose groups a text may change, itself among them: give these to `group_copies` anew."""
    known = {text.report_id: text}
    waiting = [text]
    while waiting:
        one = waiting.pop()
        others = [other for other in find(one.sketch.band_keys()) if other.report_id not in known]
        for other, is_near in zip(others, are_copies(one, others), strict=True):
            if is_near and other.report_id not in known:
                known[other.report_id] = other
                waiting.append(other)
    return sorted(known.values(), key=lambda kin: kin.rank)


def are_copies(text: KeptText, others: Sequence[KeptText]) -> list[bool]:
    """Whether each of the others is the same story as `text`."""
    if not others:
        return []
    sizes = np.array([other.sketch.size for other in others])
    ratio = np.minimum(sizes, text.sketch.size) / np.maximum(np.maximum(sizes, text.sketch.size), 1)
    near: list[bool] = ((_shares(text, others) >= COPY_SHARE) & (ratio >= LEAST_LENGTH)).tolist()
    return near


def _shares(text: KeptText, others: Sequence[KeptText]) -> NDArray[np.float64]:
    """How much of the shorter text of each pair stands in the longer one."""
    sizes = np.array([other.sketch.size for other in others])
    hashes = np.stack([other.sketch.whole for other in others])
    shared = (hashes == text.sketch.whole).mean(axis=1)
    return np.where((sizes > 0) & (text.sketch.size > 0), share_contained(sizes, shared, text.sketch.size), 0.0)


def _list_pairs(ranked: Sequence[KeptText]) -> Iterator[tuple[int, int]]:
    """Copies, by their index, and every text with itself."""
    yield from ((index, index) for index in range(len(ranked)))
    for index, others in _list_candidates(ranked):
        near = are_copies(ranked[index], [ranked[other] for other in others])
        yield from ((index, other) for other, is_near in zip(others, near, strict=True) if is_near)


def _list_candidates(ranked: Sequence[KeptText]) -> Iterator[tuple[int, list[int]]]:
    """Each text with the fuller ones that it shares a band with."""
    buckets: Mapping[int, list[int]] = defaultdict(list)
    for index, text in enumerate(ranked):
        fuller: set[int] = set()
        for key in text.sketch.band_keys():
            bucket = buckets[key]
            fuller.update(bucket)
            if len(bucket) < WIDEST_BUCKET:
                bucket.append(index)
        if fuller:
            yield index, sorted(fuller)


def part_copies(linked: Sequence[KeptText]) -> list[list[KeptText]]:
    """The groups of texts that hang together: the fullest text and its copies, then the fullest of the rest, …

    In: the texts by their rank. Out: groups by the rank of their fullest text, which is the first of each.
    """
    groups = []
    rest = list(linked)
    while rest:
        centre, others = rest[0], rest[1:]
        group, rest = [centre], []
        for other, is_near in zip(others, are_copies(centre, others), strict=True):
            belongs = is_near and bool((_shares(other, group) >= STRANGER_SHARE).all())
            (group if belongs else rest).append(other)
        groups.append(group)
    return groups


def _named(group: Sequence[KeptText]) -> list[tuple[KeptText, str]]:
    name = name_group(find_first(group).report_id)
    return [(text, name) for text in group]


def find_first(group: Sequence[KeptText]) -> KeptText:
    """The text of a group that was published first."""
    return min(group, key=lambda text: (text.published or "9999", text.report_id))


def name_group(first_id: str) -> str:
    """The name of a group, by the id of its first published report."""
    return f"t-{text_hash(first_id)[:20]}"
