"""Rival tolls: which sources' numbers of one measure cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import combinations

from dateline.base.words import name_key
from dateline.linkage.toll_ranges import total_sources
from dateline.model.incidents import Disagreement, RivalValue, SourceTotal, Standing, TollValue
from dateline.model.records import CasualtyMeasure

_STANDINGS: tuple[Standing, ...] = ("counted", "claimed", "denied")
_INFINITE = float("inf")


def compare_totals(measure: CasualtyMeasure, values: Sequence[TollValue], share: float) -> Disagreement:
    """The totals of a measure that contradict each other, claims and denials among them; no rivals where none do.

    In: `share`, how far from "about 300" a number may lie, as a share of it.
    """
    alike: dict[Hashable, list[SourceTotal]] = defaultdict(list)
    for standing in _STANDINGS:
        for total in total_sources(values, measure, standing):
            alike[_shape_of(total)].append(total)
    rivals: set[Hashable] = set()
    for (shape, totals), (other_shape, others) in combinations(alike.items(), 2):
        is_one_voice = len({total.voice.key for total in (*totals, *others)}) == 1
        if not is_one_voice and _totals_disagree(totals[0], others[0], share):
            rivals |= {shape, other_shape}
    return Disagreement(measure, _gather([total for shape in rivals for total in alike[shape]]))


def _gather(totals: Sequence[SourceTotal]) -> tuple[RivalValue, ...]:
    by_number: dict[str, list[SourceTotal]] = {}
    for total in sorted(totals, key=lambda total: (total.low or 0, total.high or _INFINITE, total.voice.key)):
        by_number.setdefault(say_total(total), []).append(total)
    return tuple(
        RivalValue(
            words,
            tuple(total.voice for total in rows),
            tuple(sorted({part.record_id for total in rows for part in total.parts})),
        )
        for words, rows in by_number.items()
    )


def _shape_of(total: SourceTotal) -> Hashable:
    """What a total is compared by: its numbers, group by group."""
    parts = ((name_key(part.group or ""), part.low, part.high, part.approximate) for part in total.parts)
    return tuple(parts), total.low, total.high


def say_total(total: SourceTotal) -> str:
    """A source's number as bounds: "7", "7-9", "7 or more", "up to 27"."""
    if total.low is not None and total.low == total.high:
        return str(total.low)
    if total.low is None:
        return f"up to {total.high}"
    return f"{total.low} or more" if total.high is None else f"{total.low}-{total.high}"


def _totals_disagree(one: SourceTotal, other: SourceTotal, share: float) -> bool:
    """By the groups that both speak of; where there is none, by all that each adds up."""
    mine, theirs = ({name_key(part.group or ""): part for part in total.parts} for total in (one, other))
    if shared := mine.keys() & theirs.keys():
        return any(_are_apart(_bounds(mine[key], share), _bounds(theirs[key], share)) for key in shared)
    return _are_apart(_bounds(one, share), _bounds(other, share))


def _bounds(number: SourceTotal | TollValue, share: float) -> tuple[float, float]:
    parts = number.parts if isinstance(number, SourceTotal) else (number,)
    slack = share if any(part.approximate for part in parts) else 0.0
    low = 0.0 if number.low is None else number.low * (1 - slack)
    return low, _INFINITE if number.high is None else number.high * (1 + slack)


def _are_apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] < other[0] or other[1] < one[0]
