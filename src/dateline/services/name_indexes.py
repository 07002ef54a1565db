"""Names to be found as they are typed: by how they begin, and by likeness where too few begin so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]
_LAST = "\U0010ffff"
_LIKE = 72.0
"""The least likeness (0..100) of a name to what was typed."""
_MOST_COMPARED = 3000


class NameIndex:
    """Folded names, each with the number of what it names; several may have one name."""

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(rows)
        self._keys = [key for key, _ in ordered]
        self._numbers = np.array([number for _, number in ordered], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._keys)

    def find_beginning(self, prefix: str) -> tuple[Numbers, NDArray[np.bool_]]:
        """What has a name that begins so; and for each whether the name is whole."""
        start, end = bisect_left(self._keys, prefix), bisect_left(self._keys, prefix + _LAST)
        whole = np.zeros(end - start, dtype=np.bool_)
        whole[: bisect_left(self._keys, prefix + "\x00", start, end) - start] = True
        return self._numbers[start:end], whole

    def find_like(self, typed: str) -> tuple[Numbers, Scores]:
        """What has a name like this one, with the same first letters, and how like it is (0..100)."""
        start, end = self._stretch(typed)
        if start == end:
            return self._numbers[:0], np.zeros(0)
        likeness = process.cdist([typed], self._keys[start:end], scorer=fuzz.ratio, score_cutoff=_LIKE)[0]
        good = np.flatnonzero(likeness)
        return self._numbers[start:end][good], likeness[good].astype(np.float64)

    def _stretch(self, typed: str) -> tuple[int, int]:
        """The names with the same first letters: as few letters as leave few enough names."""
        for length in range(1, len(typed)):
            start, end = bisect_left(self._keys, typed[:length]), bisect_left(self._keys, typed[:length] + _LAST)
            if end - start <= _MOST_COMPARED:
                return start, end
        return 0, 0
