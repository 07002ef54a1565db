"""Slabs: time cut into portions that are linked side by side, with the same outcome as all at once.

Two accounts can be one incident only where their times meet within `SLACK_DAYS` (`reaches.are_comparable`). An
account lies in every slab that its days, and so many after them, touch; so every pair that can be linked meets in a
slab. What hangs together within one slab, with nothing that lies in two, is grouped there and then. The rest is put
together over the slabs, and grouped after that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.accounts import NO_DAY, Accounts
from dateline.linkage.components import find_components, list_rows
from dateline.linkage.linkers import Linker
from dateline.linkage.reaches import SLACK_DAYS

Ints = NDArray[np.int64]
NOWHERE = -1
"""The slab of what has no day at all: it can be linked with nothing."""


@dataclass(frozen=True, slots=True)
class Slabs:
    """`edges`: the first days (ordinal) of all slabs but the first."""

    edges: Ints

    @classmethod
    def choose(cls, starts: NDArray[np.int32], most: int) -> Slabs:
        """Slabs of about so many accounts each, as far as these are not of one day. In: first days, NO_DAY too."""
        days = np.sort(starts[starts != NO_DAY])
        cuts = days[most::most] if most < days.size else days[:0]
        return cls(np.unique(cuts).astype(np.int64))

    @property
    def count(self) -> int:
        return len(self.edges) + 1

    def span(self, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> tuple[Ints, Ints]:
        """The first and the last slab of each account; NOWHERE for both where it has no day."""
        first = np.searchsorted(self.edges, starts, side="right")
        last = np.searchsorted(self.edges, ends.astype(np.int64) + SLACK_DAYS, side="right")
        dated = starts != NO_DAY
        return cast(tuple[Ints, Ints], (np.where(dated, first, NOWHERE), np.where(dated, last, NOWHERE)))


@dataclass(frozen=True, slots=True)
class LinkedSlab:
    """A slab by itself. `founders`: the founder of each account, by index; of those in `is_open`, not yet said.

    `roots`: for each account that is open, the index of one that it hangs together with (its own where with none).
    """

    founders: Ints
    is_open: NDArray[np.bool_]
    roots: Ints


def link_slab(accounts: Accounts, names: Sequence[str], in_others: NDArray[np.bool_]) -> LinkedSlab:
    """Link what is in one slab. In: `in_others`, which accounts lie in other slabs too."""
    linker = Linker()
    first, second, _ = linker.find_links(accounts)
    roots = np.arange(len(accounts))
    for members in find_components(list_rows(first, second)):
        roots[members] = members[0]
    is_open = np.isin(roots, roots[in_others])
    closed = ~is_open[first]
    founders = np.array(linker.group(accounts, (first[closed], second[closed]), names), dtype=np.int64)
    return LinkedSlab(founders, is_open, roots)


def group_open(accounts: Accounts, names: Sequence[str], wholes: Sequence[Sequence[int]]) -> Ints:
    """The founder of each account, by index. In: `wholes`, which of them hang together over all slabs."""
    first = np.repeat([members[0] for members in wholes], [len(members) for members in wholes])
    linked = first.astype(np.int64), np.fromiter(chain.from_iterable(wholes), dtype=np.int64)
    return np.array(Linker().group(accounts, linked, names), dtype=np.int64)
