"""The order of the queue: sorted once, kept right by setting aside the few rows that changed since."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.publish.record_tables import Mask, Numbers

_BLOCK = 65_536
MAX_ASIDE = 4000
"""With more rows set aside, all is sorted again."""
Keys = NDArray[np.int64]


class QueueOrder:
    """Rows by their keys, the highest first. In: `keys` of all rows, each unique."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._order: NDArray[Any] = np.argsort(-keys, kind="stable").astype(np.int32)
        self._sorted = -keys[self._order]
        self._aside = np.zeros(0, dtype=np.int64)

    def changed(self, keys: Keys, rows: Numbers) -> QueueOrder:
        """The order with other keys at `rows`; `keys` may be longer than before, its new rows are changed ones."""
        new = np.arange(len(self.keys), len(keys))
        aside = np.unique(np.concatenate([self._aside, rows, new])).astype(np.int64)
        if len(aside) > MAX_ASIDE:
            return QueueOrder(keys)
        other = QueueOrder.__new__(QueueOrder)
        other.keys, other._order, other._sorted, other._aside = keys, self._order, self._sorted, aside
        return other

    def first(self, mask: Mask, limit: int, after: int | None = None) -> list[int]:
        """The first rows of the mask, at most `limit`; `after`: only those whose key is lower than this one."""
        aside = self._aside[mask[self._aside]]
        if after is not None:
            aside = aside[self.keys[aside] < after]
        free = mask.copy()
        free[self._aside] = False
        found = [*self._scan(free, limit, after), *aside.tolist()]
        return sorted(found, key=lambda row: -int(self.keys[row]))[:limit]

    def _scan(self, free: Mask, limit: int, after: int | None) -> list[int]:
        start = 0 if after is None else int(np.searchsorted(self._sorted, -after, side="right"))
        found: list[int] = []
        size = 2048
        while start < len(self._order) and len(found) < limit:
            block = self._order[start : start + size]
            found += block[free[block]].tolist()
            start, size = start + size, min(_BLOCK, size * 4)
        return found[:limit]
