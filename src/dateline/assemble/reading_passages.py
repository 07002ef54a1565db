"""A report that is read twice, as a whole and passage by passage, and the mean of both readings.

The encoder's windows have hard ends, and what it says of a word depends on what else stands in the window. Where two
readings differ, their mean is right more often than either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.fillers import logit
from dateline.assemble.narrations import split_sentences
from dateline.model.readings import Reading, Scores
from dateline.model.spans import Span

SENTENCES = 4
"""In a passage: enough for an incident, few enough that most passages lie in one window."""
HEADS = ("muc_roles", "muc_incidents", "ace_triggers", "events")
WINDOWS = "muc_types"


def cut_passages(text: str) -> list[Span]:
    """The passages of a text in order, without gaps."""
    sentences = split_sentences(text)
    groups = [sentences[start : start + SENTENCES] for start in range(0, len(sentences), SENTENCES)]
    return [Span(group[0].start, group[-1].end) for group in groups]


def blend_readings(reading: Reading, passages: Sequence[Span], parts: Sequence[Reading]) -> Reading:
    """The whole reading with the mean scores of the heads that the templates use.

    In: a reading for each passage. A word that a passage cuts differently keeps its score; of the types of incident
    the likeliest passage counts.
    """
    numbers = {span.start: number for number, span in enumerate(reading.spans)}
    heads = dict(reading.heads)
    for head in HEADS:
        heads[head] = _blend_head(reading.heads[head], head, numbers, passages, parts)
    types = {
        kind: _mean(probability, max((part.windows[WINDOWS][kind] for part in parts), default=probability))
        for kind, probability in reading.windows[WINDOWS].items()
    }
    return replace(reading, heads=heads, windows={**reading.windows, WINDOWS: types})


def _blend_head(
    whole: Scores, head: str, numbers: dict[int, int], passages: Sequence[Span], parts: Sequence[Reading]
) -> Scores:
    blended = whole.copy()
    for passage, part in zip(passages, parts, strict=True):
        for span, scores in zip(part.spans, part.heads[head], strict=True):
            number = numbers.get(passage.start + span.start)
            if number is not None:
                blended[number] = (whole[number] + scores) / 2
    return blended


def _mean(one: float, other: float) -> float:
    """Of log odds: a doubt of one in a thousand is not one of one in a hundred."""
    return 1 / (1 + math.exp(-(logit(one) + logit(other)) / 2))
