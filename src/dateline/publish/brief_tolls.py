"""The tolls of an area: lowest and highest values, added up over its incidents, by who was hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dateline.model.areas import AreaRecord
from dateline.model.incidents import GroupToll
from dateline.model.records import Casualty
from dateline.publish.brief_incidents import event_of, group_incidents, list_casualties
from dateline.publish.brief_parts import BriefLine, count_of, make_links, say_state
from dateline.publish.incident_words import say_voice
from dateline.publish.ruled_tolls import RuledTolls
from dateline.publish.wordings import say_number, say_range

Key = tuple[str, str | None]
"""Measure, and who was hit."""
_WORDS = {"casualties": "killed or injured"}
_ORDER = ("killed", "injured", "casualties", "abducted", "arrested", "missing", "displaced")


@dataclass(slots=True)
class _Sum:
    low: int = 0
    high: int = 0
    best: int | None = 0
    incidents: int = 0
    is_open: bool = False
    claims: Counter[str] = field(default_factory=Counter)
    rows: list[AreaRecord] = field(default_factory=list)


def make_toll_lines(events: Iterable[AreaRecord], ruled: RuledTolls | None = None) -> tuple[BriefLine, ...]:
    """A line for each measure and group: "7–13 killed: Peshmerga". What is only planned is left out.

    The range goes from the sum of the lowest values told to the sum of the highest; "or more" where one of them is
    told as a least. Groups are never added together, as a mixed number may hold the others. Of incidents in `ruled`
    it is the range that the rule leaves; the claims that it keeps apart are added up by who makes them.
    """
    sums: dict[Key, _Sum] = {}
    for rows in group_incidents(row for row in events if event_of(row).modality == "happened"):
        weighed = (ruled or {}).get(rows[0].incident_id or "")
        if weighed is None:
            _add_told(sums, rows)
        else:
            _add_weighed(sums, rows, weighed)
    return tuple(_make_line(key, sums[key]) for key in sorted(sums, key=lambda key: _order(key, sums[key])))


def _order(key: Key, told: _Sum) -> tuple[int, int, str]:
    return _ORDER.index(key[0]), -told.high, key[1] or "~"


def _add_told(sums: dict[Key, _Sum], rows: Sequence[AreaRecord]) -> None:
    by_key: dict[Key, list[Casualty]] = {}
    for casualty in list_casualties(rows):
        by_key.setdefault((casualty.measure, casualty.group), []).append(casualty)
    for key, told in by_key.items():
        high = max(max(row.low or 0, row.high or 0) for row in told)
        if high:
            total = sums.setdefault(key, _Sum())
            total.low += min((row.low for row in told if row.low is not None), default=0)
            total.high += high
            total.best = None
            total.incidents += 1
            total.is_open = total.is_open or any(row.high is None and row.low is not None for row in told)
            total.rows += [row for row in rows if _tells(row, key)]


def _add_weighed(sums: dict[Key, _Sum], rows: Sequence[AreaRecord], weighed: Sequence[GroupToll]) -> None:
    for row in weighed:
        toll, key = row.toll, (row.toll.measure, row.group)
        claims = {say_voice(claim.voice): claim.high or claim.low or 0 for claim in toll.claimed}
        if not toll.high and not any(claims.values()):
            continue
        total = sums.setdefault(key, _Sum())
        total.claims.update(claims)
        total.rows += [line for line in rows if _tells(line, key)] or list(rows)
        if toll.high:
            total.low += toll.low or 0
            total.high += toll.high
            total.best = None if total.best is None or toll.best is None else total.best + toll.best
            total.incidents += 1
            total.is_open = total.is_open or toll.is_open


def _tells(row: AreaRecord, key: Key) -> bool:
    return any((casualty.measure, casualty.group) == key for casualty in event_of(row).casualties)


def _make_line(key: Key, told: _Sum) -> BriefLine:
    measure, group = key
    words = say_range(told.low or None, told.high) + (" or more" if told.is_open else "") if told.incidents else ""
    state, is_settled = say_state(told.rows)
    who = group or "sides not told apart"
    return BriefLine(
        text=f"{words} {_WORDS.get(measure, measure)}: {who}".strip(),
        note="; ".join(_list_notes(told)),
        links=make_links(told.rows),
        state=state,
        is_settled=is_settled,
    )


def _list_notes(told: _Sum) -> Iterator[str]:
    if told.incidents:
        best = f"best {say_number(told.best)}, " if told.best is not None and told.low != told.high else ""
        yield f"{best}in {count_of(told.incidents, 'incident')}"
    for name, number in sorted(told.claims.items()):
        yield f"{name} claims {say_number(number)}, kept apart"
