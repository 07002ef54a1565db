"""Tolls by the encoder: numbers of people that no wording of the lexicon covers, and those it does not believe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from dateline.model.annotations import Quantity, Toll
from dateline.model.readings import Labelled, Reading
from dateline.model.records import CasualtyMeasure
from dateline.model.spans import Span

ADD_FROM = 2.0
"""Measured: what it would add is wrong more often than right, so far."""
DROP_BELOW = 0.03

MakeToll = Callable[[Quantity, CasualtyMeasure], Toll]

_NONE = re.compile(r"(?:no|none|nobody|zero)\b", re.IGNORECASE)
_ONE = re.compile(r"(?:an?|one|his|her|their|its|the)\s+[\w'’ -]*?(?:[^s\W]|ss)$", re.IGNORECASE)


def weigh_tolls(
    text: str, sentence: Span, found: Sequence[Toll], quantities: Sequence[Quantity], reading: Reading, make: MakeToll
) -> Iterator[Toll]:
    """The tolls of one sentence: the lexicon's that the encoder does not refuse, and those that it adds."""
    kept = [row for row in found if _is_believed(row, reading)]
    yield from kept
    for run in reading.labelled("tolls", ADD_FROM):
        if sentence.contains(run.span) and not any(run.span.overlaps(row.span) for row in kept):
            toll = _toll(text, run, quantities, make)
            if toll is not None:
                yield toll


def _is_believed(toll: Toll, reading: Reading) -> bool:
    return max(reading.inside("tolls", toll.span), reading.inside("figures", toll.span)) >= DROP_BELOW


def _toll(text: str, run: Labelled, quantities: Sequence[Quantity], make: MakeToll) -> Toll | None:
    measure = cast(CasualtyMeasure, run.label)
    counted = next((row for row in quantities if run.span.overlaps(row.span)), None)
    if counted is not None:
        return make(counted, measure)
    words = run.span.text_in(text)
    if _NONE.match(words):
        return Toll(run.span, measure, 0, 0, False, None)
    return Toll(run.span, measure, 1, 1, False, run.span) if _ONE.match(words) else None
