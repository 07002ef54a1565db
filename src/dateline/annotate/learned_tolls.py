"""Tolls that the encoder does not believe are left out; it adds none: measured, too many of those were wrong."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.model.annotations import Toll
from dateline.model.readings import Reading

DROP_BELOW = 0.03


def believed_tolls(found: Iterable[Toll], reading: Reading) -> list[Toll]:
    """The tolls of a text, less those whose words are neither a toll nor a figure to the encoder."""
    return [row for row in found if _is_believed(row, reading)]


def _is_believed(toll: Toll, reading: Reading) -> bool:
    return max(reading.inside("tolls", toll.span), reading.inside("figures", toll.span)) >= DROP_BELOW
