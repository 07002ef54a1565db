"""The records of a store as columns in memory: what filters, the queue, the map and the timeline are counted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.base.search_words import fold_words

Numbers = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
UNKNOWN = -1
NEVER = 1 << 30
"""The first day of a record without any; its last day is -NEVER, so that it overlaps with nothing."""


class Vocabulary:
    """Values by their codes, in the order in which they came; code 0 is None."""

    def __init__(self) -> None:
        self.values: list[str | None] = [None]
        self._codes: dict[str | None, int] = {None: 0}
        self._by_word: dict[str, set[int]] = {}
        self._indexed = 1

    def __len__(self) -> int:
        return len(self.values)

    def add(self, value: str | None) -> int:
        """The code of a value, which is given one where it is new."""
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
        return code

    def add_all(self, values: Iterable[str | None]) -> Iterator[int]:
        """The codes of values, in order."""
        known = self._codes
        for value in values:
            code = known.get(value)
            yield self.add(value) if code is None else code

    def find(self, value: str) -> int | None:
        """The code of a value; None where no record has it."""
        return self._codes.get(value)

    def find_by_words(self, words: Iterable[str]) -> list[int]:
        """The codes of the values that have all of these folded words in their names."""
        self._index_words()
        found = [self._by_word.get(word, set()) for word in words]
        return sorted(set.intersection(*found)) if found else []

    def _index_words(self) -> None:
        """Those that came since the last time."""
        for code in range(self._indexed, len(self.values)):
            for word in fold_words(self.values[code] or ""):
                self._by_word.setdefault(word, set()).add(code)
        self._indexed = len(self.values)


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The names behind the codes. A region is "IQ Kirkuk": the country and its first-level region."""

    countries: Vocabulary = field(default_factory=Vocabulary)
    regions: Vocabulary = field(default_factory=Vocabulary)
    places: Vocabulary = field(default_factory=Vocabulary)
    sources: Vocabulary = field(default_factory=Vocabulary)
    coders: Vocabulary = field(default_factory=Vocabulary)
    actors: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The records, one row each, in the order of their numbers. Read-only by agreement.

    `kind` and `state` are positions in `model.filters.KIND_KEYS` and `STATES`; days are ordinals, `first` and `last`
    those of its time with open sides at ∓NEVER, `week` the number of the week (Monday of day 1 is week 0), unknown
    for more than a month; `x`, `y` the place on a web map of 2**22 by 2**22; `head` the first row of its incident,
    itself where it has none. `part_row` and `part_actor`: who has a part in which row.
    """

    number: Numbers
    report: Numbers
    kind: Numbers
    country: Numbers
    region: Numbers
    place: Numbers
    source: Numbers
    coder: Numbers
    source_types: Numbers
    x: Numbers
    y: Numbers
    lat: NDArray[np.float32]
    lon: NDArray[np.float32]
    radius_km: NDArray[np.float32]
    first: Numbers
    last: Numbers
    week: Numbers
    published: Numbers
    killed_low: Numbers
    killed: Numbers
    confidence: NDArray[np.float32]
    is_done: Mask
    is_told: Mask
    is_denied: Mask
    tolls_differ: Mask
    head: Numbers
    state: Numbers
    part_row: Numbers
    part_actor: Numbers
    names: Vocabularies

    def __len__(self) -> int:
        return len(self.number)
