"""Tolls of an incident as a rule weighs them, by who was hit: a side's own claim stands beside the range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.model.incidents import GroupToll, SourceTotal, TollRange
from dateline.publish.incident_words import MEASURES, say_total, say_voice
from dateline.publish.tolls import Toll, TollSource
from dateline.publish.wordings import say_date, say_number, say_range

RuledTolls = Mapping[str, Sequence[GroupToll]]
"""The tolls of incidents by their ids; an incident that is not there is told as its reports tell it."""


def make_ruled_tolls(tolls: Sequence[GroupToll]) -> tuple[Toll, ...]:
    """The tolls of one incident in words: "5–7 killed, best 7; Islamic State claims 10"."""
    return tuple(_make_toll(row.group, row.toll) for row in tolls if row.toll.totals or row.toll.claimed)


def _make_toll(group: str | None, toll: TollRange) -> Toll:
    is_open = toll.is_open and toll.low is not None
    high = toll.high if toll.high != toll.low or not is_open else None
    words = say_range(toll.low, high, approximate=toll.is_approximate) if _is_counted(toll) else ""
    return Toll(
        measure=MEASURES[toll.measure],
        group=group,
        words=f"{words} or more" if is_open and high is not None else words,
        sources=tuple(_make_source(total) for total in toll.totals),
        ticks=(),
        best=say_number(toll.best) if toll.best is not None and toll.low != toll.high else "",
        apart=say_apart(toll),
    )


def say_apart(toll: TollRange) -> tuple[str, ...]:
    """What is kept apart from the range: "Islamic State claims 10"."""
    claims = [f"{say_voice(total.voice)} claims {say_total(total)}" for total in toll.claimed]
    return (*claims, *(f"{say_voice(total.voice)}, denying it, says {say_total(total)}" for total in toll.denied))


def _is_counted(toll: TollRange) -> bool:
    return toll.low is not None or toll.high is not None


def _make_source(total: SourceTotal) -> TollSource:
    days = sorted(part.as_of for part in total.parts if part.as_of)
    return TollSource(say_total(total), say_voice(total.voice), say_date(days[-1]) if days else None)
