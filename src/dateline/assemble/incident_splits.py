"""Several incidents of one type in a report: what was hit is grouped by how likely two fillers share an incident."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache

from dateline.assemble.choices import Features, Weights, weigh
from dateline.assemble.fillers import Filler
from dateline.assemble.narrations import LEXICON, Narration
from dateline.base.resources import load_yaml
from dateline.model.spans import Span

CORE = frozenset({"Target", "Victim"})
"""What was hit tells incidents apart; the same people and weapons may be in several."""
Likeness = Callable[[Filler, Filler], float]
"""The log odds that two fillers belong to one incident."""


def split_fillers(
    narration: Narration,
    kind: str,
    fillers: Sequence[Filler],
    weights: Weights,
    apart_below: float,
    joins_from: float,
) -> list[list[Filler]]:
    """The fillers of one type by incident; perpetrators and weapons join every incident that they are near enough to.

    In: how unlike two groups of targets must be to stay apart; how like a group another filler must be to join it.
    """
    cores = [filler for filler in fillers if filler.role in CORE]

    def likeness(one: Filler, other: Filler) -> float:
        return weigh(describe_pair(narration, one, other, kind), weights) + weights["bias"]

    groups = group_alike(cores, likeness, apart_below)
    if len(groups) < 2:
        return [list(fillers)]
    split = [list(group) for group in groups]
    for filler in fillers:
        if filler.role in CORE:
            continue
        scores = [_mean_likeness([filler], group, likeness) for group in groups]
        for incident, score in zip(split, scores, strict=True):
            if score >= joins_from or score == max(scores):
                incident.append(filler)
    return [sorted(incident, key=lambda filler: -filler.probability) for incident in split]


def group_alike(fillers: Sequence[Filler], likeness: Likeness, apart_below: float) -> list[list[Filler]]:
    """Groups joined from single fillers, the most alike first, until all are too unlike."""
    groups = [[filler] for filler in fillers]
    while len(groups) > 1:
        score, first, second = max(
            (_mean_likeness(groups[i], groups[j], likeness), i, j) for i in range(len(groups)) for j in range(i)
        )
        if score < apart_below:
            break
        groups[second] += groups.pop(first)
    return groups


def _mean_likeness(one: Sequence[Filler], other: Sequence[Filler], likeness: Likeness) -> float:
    scores = [likeness(a, b) for a in one for b in other]
    return sum(scores) / len(scores)


_PARAGRAPH = re.compile(r"\n\s*\n|\s{4,}")
_LISTED = re.compile(r"[^.]{0,60}\b(?:and|,)\s[^.]{0,30}")


def describe_pair(narration: Narration, one: Filler, other: Filler, kind: str) -> Features:
    """The features of two fillers of a type, from their nearest places."""
    starts, others = [span.start for span in one.spans], [span.start for span in other.spans]
    low, high = min((sorted((a, b)) for a in starts for b in others), key=lambda pair: pair[1] - pair[0])
    first, second = narration.sentence_of(low), narration.sentence_of(high)
    between = narration.text[low:high]
    ahead = Span(narration.sentences[second].start, high)
    days = [_find("days", narration, narration.sentences[number]) for number in (first, second)]
    incident_words = sum(low < word < high for word in narration.incident_words.get(kind, ()))
    return {
        "distance": math.log1p(high - low),
        "same sentence": float(first == second),
        "sentences": math.log1p(second - first),
        "paragraphs": math.log1p(len(_PARAGRAPH.findall(between))),
        "turn": float(first != second and bool(_find("turns", narration, ahead))),
        "other day": float(first != second and bool(days[1] - days[0])),
        "places": math.log1p(len(starts) * len(others)),
        "words between": math.log1p(incident_words),
        "listed": float(_LISTED.fullmatch(between) is not None),
        "short": 1 / (1 + len(narration.sentences) / 10),
        kind: 1.0,
        "-".join(sorted((one.role, other.role))): 1.0,
    }


def _find(row: str, narration: Narration, span: Span) -> set[str]:
    return set(_pattern(row).findall(narration.text, span.start, span.end))


@cache
def _pattern(row: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_yaml(LEXICON)[row])})\b")
