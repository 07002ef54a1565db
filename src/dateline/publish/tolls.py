"""Tolls as ranges: every value with its source, nothing averaged away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.model.records import Casualty
from dateline.publish.wordings import say_date, say_range

_MEASURES = {"casualties": "killed or injured"}


@dataclass(frozen=True, slots=True)
class TollSource:
    """What one source says: the value in words, who says it, and from when it is."""

    value: str
    said_by: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Toll:
    """All values of one measure and group.

    `ticks`: positions of the values on the bar from 0 to 100; empty where there is no range to draw. `best`: the
    number that a rule takes out of a range; `apart`: claims and denials that the rule keeps out of it, in words.
    """

    measure: str
    group: str | None
    words: str
    sources: tuple[TollSource, ...]
    ticks: tuple[float, ...]
    best: str = ""
    apart: tuple[str, ...] = ()


def list_tolls(casualties: Iterable[Casualty], publisher: str | None) -> tuple[Toll, ...]:
    """The tolls of an event, by measure and group in the order told."""
    by_key: dict[tuple[str, str | None], list[Casualty]] = {}
    for casualty in casualties:
        by_key.setdefault((casualty.measure, casualty.group), []).append(casualty)
    return tuple(
        Toll(
            measure=_MEASURES.get(measure, measure),
            group=group,
            words=say_toll(rows),
            sources=tuple(_say_source(row, publisher) for row in rows),
            ticks=place_ticks(rows),
        )
        for (measure, group), rows in by_key.items()
    )


def say_toll(rows: Sequence[Casualty]) -> str:
    """The range over all sources: "7–13", or "7–13 or more" where one of them leaves its top open."""
    if len({(row.low, row.high, row.approximate) for row in rows}) == 1:
        return say_range(rows[0].low, rows[0].high, approximate=rows[0].approximate)
    values = _bounds(rows)
    if not values:
        return "number not known"
    words = say_range(min(values), max(values), approximate=any(row.approximate for row in rows))
    is_open = any(row.high is None and row.low is not None for row in rows)
    return f"{words} or more" if is_open else words


def place_ticks(rows: Sequence[Casualty]) -> tuple[float, ...]:
    """Where the distinct values lie between the lowest (0) and the highest (100)."""
    values = sorted(set(_bounds(rows)))
    if len(values) < 2:
        return ()
    low, high = values[0], values[-1]
    return tuple(round(100 * (value - low) / (high - low), 1) for value in values)


def _bounds(rows: Sequence[Casualty]) -> list[int]:
    return [bound for row in rows for bound in (row.low, row.high) if bound is not None]


def _say_source(row: Casualty, publisher: str | None) -> TollSource:
    said_by = publisher or "the report" if row.said_by in (None, "outlet") else str(row.said_by)
    return TollSource(
        value=say_range(row.low, row.high, approximate=row.approximate),
        said_by=said_by,
        as_of=say_date(row.as_of) if row.as_of else None,
    )
