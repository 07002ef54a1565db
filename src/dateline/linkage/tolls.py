"""The counts of an account, as numbers to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

MAX_TOLLS = 4
NO_COUNT = -1
MOST = 2_000_000_000
"""Counts above are as good as this one; a column holds no more."""


def list_counts(casualties: Iterable[Mapping[str, Any]], measure: str | None) -> tuple[int, ...]:
    """The distinct counts of a measure ("killed"), largest first, filled up with -1; None: all other measures.

    "At least 7" counts as 7, "as many as 27" as 27; a count that nobody gives is left out.
    """
    counts: set[int] = set()
    for row in casualties:
        if row["measure"] == measure or (measure is None and row["measure"] not in ("killed", "injured")):
            told = (row.get("low"), row.get("high"))
            counts.update(min(int(count), MOST) for count in told if count is not None)
    largest = sorted(counts, reverse=True)[:MAX_TOLLS]
    return (*largest, *[NO_COUNT] * (MAX_TOLLS - len(largest)))
