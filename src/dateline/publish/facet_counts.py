"""The choices of the filter bar with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from dateline.model.filters import KIND_KEYS, SOURCE_TYPES, STATES
from dateline.model.index_answers import Choice
from dateline.publish.kinds import ALL_KINDS
from dateline.publish.record_tables import Mask, Numbers, RecordTable, Vocabulary
from dateline.publish.wordings import SOURCE_TYPE_WORDS

MAX_CHOICES = 50
_SOURCE_TYPE_NAMES: dict[str, str] = {str(key): words for key, words in SOURCE_TYPE_WORDS.items()}
_KIND_NAMES = {kind.key: kind.name for kind in ALL_KINDS}


def count_values(
    column: Numbers, mask: Mask, vocabulary: Vocabulary, name: Callable[[str], str] = str
) -> tuple[Choice, ...]:
    """The values of a column that occur in the rows of the mask; None is no value."""
    return _choose(np.bincount(column[mask], minlength=len(vocabulary)), vocabulary, name)


def count_actors(table: RecordTable, mask: Mask, name: Callable[[str], str] = str) -> tuple[Choice, ...]:
    """The actors that have a part in rows of the mask."""
    actors = table.names.actors
    return _choose(np.bincount(table.part_actor[mask[table.part_row]], minlength=len(actors)), actors, name)


def count_kinds(table: RecordTable, mask: Mask) -> tuple[Choice, ...]:
    return _list_known(np.bincount(table.kind[mask], minlength=len(KIND_KEYS)), KIND_KEYS, _KIND_NAMES)


def count_states(table: RecordTable, mask: Mask) -> tuple[Choice, ...]:
    return _list_known(np.bincount(table.state[mask], minlength=len(STATES)), STATES, {})


def count_source_types(table: RecordTable, mask: Mask) -> tuple[Choice, ...]:
    """A record that several types of sources tell counts for each."""
    sets = np.bincount(table.source_types[mask], minlength=1)
    used = np.flatnonzero(sets)
    counts = np.array([sets[used[(used >> bit) & 1 == 1]].sum() for bit in range(len(SOURCE_TYPES))])
    return _list_known(counts, SOURCE_TYPES, _SOURCE_TYPE_NAMES)


def _choose(counts: Numbers, vocabulary: Vocabulary, name: Callable[[str], str]) -> tuple[Choice, ...]:
    counts[0] = 0
    most = np.argsort(-counts, kind="stable")[:MAX_CHOICES]
    values = [(vocabulary.values[code], int(counts[code])) for code in most.tolist() if counts[code]]
    return tuple(Choice(value, name(value), count) for value, count in values if value is not None)


def _list_known(counts: Numbers, values: tuple[str, ...], words: Mapping[str, str]) -> tuple[Choice, ...]:
    found = [
        Choice(value, words.get(value, value), int(count))
        for value, count in zip(values, counts, strict=False)
        if count
    ]
    return tuple(sorted(found, key=lambda choice: -choice.count))
