"""Tolls of an incident as bars: a tick for each number that somebody gives, a line for each source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.model.incidents import SourceTotal, Standing, TollRange
from dateline.publish.incident_words import (
    MEASURES,
    capitalize,
    join_names,
    say_total,
    say_total_words,
    say_voice,
)
from dateline.publish.wordings import say_date, say_number

_STANDINGS: dict[Standing, str] = {
    "counted": "",
    "claimed": "a fighting side on its enemy, kept apart",
    "denied": "a denial, kept apart",
    "uncertain": "of what is not said to have happened",
}
_DIGIT_WIDTH = 3.5
"""How wide a digit of a label is, on a bar from 0 to 100."""
Told = tuple[SourceTotal, Standing]


@dataclass(frozen=True, slots=True)
class Tick:
    """One number on the bar of a toll: `at` from 0 to 100. `is_apart`: a claim or a denial, which does not count.

    `label`: the number where there is room for it.
    """

    at: float
    number: int
    label: str
    is_best: bool
    is_apart: bool


@dataclass(frozen=True, slots=True)
class TollLine:
    """What one source gives: its number, the groups that it adds up, and how it stands to the range."""

    number: str
    name: str
    groups: str
    standing: str
    as_of: str


@dataclass(frozen=True, slots=True)
class IncidentToll:
    """A measure as a range; `why` says how the best number was chosen, empty where there is nothing to choose.

    `span`: where the numbers that count lie on the bar, from 0 to 100; None where there is no bar to draw.
    """

    measure: str
    words: str
    best: str
    why: str
    ticks: tuple[Tick, ...]
    span: tuple[float, float] | None
    lines: tuple[TollLine, ...]


def list_told(toll: TollRange) -> list[Told]:
    """What every source gives, with how it stands: those that count first, the lower numbers before the higher."""
    told: list[Told] = [(total, "counted") for total in toll.totals]
    told += [(total, "claimed") for total in toll.claimed]
    told += [(total, "denied") for total in toll.denied]
    return sorted(told, key=_by_number)


def make_toll(toll: TollRange) -> IncidentToll:
    """The toll as people see it."""
    told = list_told(toll)
    ticks = _place_ticks(toll, told)
    inside = [tick.at for tick in ticks if not tick.is_apart]
    several = len({total.point for total in toll.totals}) > 1
    return IncidentToll(
        measure=MEASURES[toll.measure],
        words=say_total_words(toll.low, toll.high, is_open=toll.is_open, is_approximate=toll.is_approximate),
        best="" if toll.best is None else say_number(toll.best),
        why=toll.reason if several else "",
        ticks=ticks,
        span=(min(inside), max(inside)) if len(inside) > 1 else None,
        lines=tuple(_make_line(total, standing) for total, standing in told),
    )


def _by_number(row: Told) -> tuple[bool, int, str]:
    total, standing = row
    number = total.point if total.point is not None else total.high or 0
    return standing != "counted", number, total.voice.key


def _place_ticks(toll: TollRange, told: Sequence[Told]) -> tuple[Tick, ...]:
    counted = {number for total, standing in told if standing == "counted" for number in _numbers_of(total)}
    numbers = sorted({number for total, _ in told for number in _numbers_of(total)})
    if len(numbers) < 2:
        return ()
    low, high = numbers[0], numbers[-1]
    places = {number: round(100 * (number - low) / (high - low), 1) for number in numbers}
    labels = _choose_labels(places, toll.best)
    return tuple(
        Tick(at, number, say_number(number) if number in labels else "", number == toll.best, number not in counted)
        for number, at in places.items()
    )


def _choose_labels(places: Mapping[int, float], best: int | None) -> set[int]:
    """The numbers that can be written without touching each other: the best and the ends before the others."""
    numbers = list(places)
    labels: set[int] = set()
    for number in sorted(
        numbers, key=lambda number: (number != best, number not in (numbers[0], numbers[-1]), number)
    ):
        room = _DIGIT_WIDTH * (len(say_number(number)) + 1)
        if all(abs(places[number] - places[other]) >= room for other in labels):
            labels.add(number)
    return labels


def _numbers_of(total: SourceTotal) -> list[int]:
    return [number for number in (total.low, total.high) if number is not None]


def _make_line(total: SourceTotal, standing: Standing) -> TollLine:
    days = sorted(part.as_of for part in total.parts if part.as_of)
    return TollLine(
        number=say_total(total),
        name=capitalize(say_voice(total.voice)),
        groups=_say_groups(total),
        standing=_STANDINGS[standing],
        as_of=say_date(days[-1]) if days else "",
    )


def _say_groups(total: SourceTotal) -> str:
    """ "7 Peshmerga and 3 Civilians"; only the name where there is one group."""
    named = [part for part in total.parts if part.group]
    if len(named) < 2:
        return join_names([str(part.group) for part in named])
    return join_names(
        [f"{say_total_words(part.low, part.high, is_open=part.high is None)} {part.group}" for part in named],
        at_most=8,
    )
