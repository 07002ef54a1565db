"""The tolls of an area: lowest and highest values told, added up over its incidents, by who was hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.model.areas import AreaRecord
from dateline.model.records import Casualty
from dateline.publish.brief_incidents import event_of, group_incidents, list_casualties
from dateline.publish.brief_parts import BriefLine, count_of, make_links, say_state
from dateline.publish.wordings import say_range

Key = tuple[str, str | None]
"""Measure, and who was hit."""
_WORDS = {"casualties": "killed or injured"}
_ORDER = ("killed", "injured", "casualties", "abducted", "arrested", "missing", "displaced")


@dataclass(slots=True)
class _Sum:
    low: int
    high: int
    incidents: int
    is_open: bool
    rows: list[AreaRecord]


def make_toll_lines(events: Iterable[AreaRecord]) -> tuple[BriefLine, ...]:
    """A line for each measure and group: "killed, Peshmerga: 7–13 in 2 incidents". What is only planned is left out.

    The range goes from the sum of the lowest values told to the sum of the highest; "or more" where one of them is
    told as a least. Groups are never added together, as a mixed number may hold the others.
    """
    sums: dict[Key, _Sum] = {}
    for rows in group_incidents(row for row in events if event_of(row).modality == "happened"):
        _add_incident(sums, rows)
    return tuple(_make_line(key, sums[key]) for key in sorted(sums, key=lambda key: _order(key, sums[key])))


def _order(key: Key, told: _Sum) -> tuple[int, int, str]:
    return _ORDER.index(key[0]), -told.high, key[1] or "~"


def _add_incident(sums: dict[Key, _Sum], rows: Sequence[AreaRecord]) -> None:
    by_key: dict[Key, list[Casualty]] = {}
    for casualty in list_casualties(rows):
        by_key.setdefault((casualty.measure, casualty.group), []).append(casualty)
    for key, told in by_key.items():
        high = max(max(row.low or 0, row.high or 0) for row in told)
        if high:
            total = sums.setdefault(key, _Sum(0, 0, 0, False, []))
            total.low += min((row.low for row in told if row.low is not None), default=0)
            total.high += high
            total.incidents += 1
            total.is_open = total.is_open or any(row.high is None and row.low is not None for row in told)
            total.rows += [row for row in rows if _tells(row, key)]


def _tells(row: AreaRecord, key: Key) -> bool:
    return any((casualty.measure, casualty.group) == key for casualty in event_of(row).casualties)


def _make_line(key: Key, told: _Sum) -> BriefLine:
    measure, group = key
    words = say_range(told.low or None, told.high) + (" or more" if told.is_open else "")
    state, is_settled = say_state(told.rows)
    who = group or "sides not told apart"
    return BriefLine(
        text=f"{words} {_WORDS.get(measure, measure)}: {who}",
        note=f"in {count_of(told.incidents, 'incident')}",
        links=make_links(told.rows),
        state=state,
        is_settled=is_settled,
    )
