"""Low, best and high of a toll, by a written rule; nothing is averaged. docs/incidents.md has an example."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from dateline.base.words import name_key
from dateline.linkage.toll_rules import TieRule, TollRule
from dateline.linkage.toll_values import day_of
from dateline.model.incidents import SourceTotal, Standing, TollRange, TollValue
from dateline.model.records import CasualtyMeasure

_MEASURES: tuple[CasualtyMeasure, ...] = get_args(CasualtyMeasure)


def list_ranges(values: Sequence[TollValue], rule: TollRule) -> tuple[TollRange, ...]:
    """The range of every measure that somebody gives, in the order of the contract."""
    told = {value.measure for value in values}
    return tuple(_make_range(measure, values, rule) for measure in _MEASURES if measure in told)


def total_sources(
    values: Sequence[TollValue], measure: CasualtyMeasure, standing: Standing
) -> tuple[SourceTotal, ...]:
    """What each source gives in all, its groups added up; by the key of the source."""
    by_voice: dict[str, dict[tuple[str, ...], TollValue]] = defaultdict(dict)
    for value in values:
        if value.is_current and (value.measure, value.standing) == (measure, standing):
            by_voice[value.voice.key].setdefault(name_key(value.group or ""), value)
    return tuple(_add_up(parts) for _, parts in sorted(by_voice.items()))


def _make_range(measure: CasualtyMeasure, values: Sequence[TollValue], rule: TollRule) -> TollRange:
    totals = total_sources(values, measure, "counted")
    numbered = [total for total in totals if total.low is not None or total.high is not None]
    lows = [total.low for total in numbered if total.low is not None]
    tops = [top for total in numbered for top in (total.high, total.low) if top is not None]
    best, reason = choose_best(numbered, rule)
    return TollRange(
        measure=measure,
        low=min(lows, default=None),
        best=best,
        high=max(tops, default=None),
        is_open=_is_open(numbered),
        is_approximate=all(part.approximate for total in numbered for part in total.parts),
        totals=totals,
        best_sources=tuple(total.voice for total in numbered if best is not None and total.point == best),
        claimed=total_sources(values, measure, "claimed"),
        denied=total_sources(values, measure, "denied"),
        reason=reason,
    )


def _is_open(totals: Sequence[SourceTotal]) -> bool:
    """Whether the highest number is one of "at least 10", and nobody gives as many and no more."""
    closed = [total.high for total in totals if total.high is not None]
    least = [total.low for total in totals if total.high is None and total.low is not None]
    return bool(least) and max(least) > max(closed, default=-1)


def choose_best(totals: Sequence[SourceTotal], rule: TollRule) -> tuple[int | None, str]:
    """The number that the rule takes, and why it does; None where no source gives a number."""
    backers: dict[int, list[SourceTotal]] = defaultdict(list)
    for total in totals:
        if total.point is not None:
            backers[total.point].append(total)
    if not backers:
        return None, "no source that counts gives a number"
    if rule.best == "lowest":
        return min(backers), "the lowest number that a source gives"
    most = max(len(rows) for rows in backers.values())
    share = f"{most} of {sum(len(rows) for rows in backers.values())} sources"
    rivals = {number: rows for number, rows in backers.items() if len(rows) == most}
    if len(rivals) == 1:
        return next(iter(rivals)), f"given by {share}"
    return _break_tie(rivals, rule.ties, share)


def _break_tie(rivals: Mapping[int, Sequence[SourceTotal]], ties: Sequence[TieRule], share: str) -> tuple[int, str]:
    for tie in ties:
        strength, words = _TIES[tie]
        ranks = {number: strength(number, rows) for number, rows in rivals.items()}
        rivals = {number: rows for number, rows in rivals.items() if ranks[number] == max(ranks.values())}
        if len(rivals) == 1:
            return next(iter(rivals)), f"given by {share}; as many give another number, {words}"
    return min(rivals), f"given by {share}; as many give a higher number"


_TIES: Mapping[TieRule, tuple[Callable[[int, Sequence[SourceTotal]], int], str]] = {
    "exact": (lambda _, rows: sum(row.is_exact for row in rows), "less exactly"),
    "kinds": (lambda _, rows: len({row.voice.source_type for row in rows}), "by fewer kinds of source"),
    "latest": (
        lambda _, rows: max(day_of(part).toordinal() for row in rows for part in row.parts),
        "told earlier",
    ),
    "lower": (lambda number, _: -number, "a higher one"),
    "higher": (lambda number, _: number, "a lower one"),
}
"""How strong a number is by each way to break a tie, and the same in words."""


def _add_up(parts: Mapping[tuple[str, ...], TollValue]) -> SourceTotal:
    """Groups add up. A number for all sides together stands against their sum; the greater one holds."""
    named = [value for key, value in sorted(parts.items()) if key]
    whole = parts.get(())
    if not named or whole is None:
        return _sum_parts(named or [value for value in (whole,) if value is not None])
    together, apart = _sum_parts([whole]), _sum_parts(named)
    return together if _size_of(together) >= _size_of(apart) else apart


def _size_of(total: SourceTotal) -> int:
    return next((number for number in (total.point, total.low, total.high) if number is not None), -1)


def _sum_parts(parts: Sequence[TollValue]) -> SourceTotal:
    """ "At least 7" and "7 to 9" speak for 7, "up to 27" for no number."""
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts]
    low = sum(lows) if lows else None
    return SourceTotal(
        voice=parts[0].voice,
        low=low,
        high=None if any(high is None for high in highs) else sum(high or 0 for high in highs),
        point=low,
        is_exact=all(part.low == part.high and part.low is not None and not part.approximate for part in parts),
        parts=tuple(parts),
    )
