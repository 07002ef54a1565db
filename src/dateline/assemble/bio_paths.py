"""The likeliest runs of words under BIO labels: an I- follows only its own B- or I-."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from dateline.model.readings import OUTSIDE, Scores

Run = tuple[int, int, str]
"""First word, word after the last, and what the run is."""

_FORBIDDEN = -1e9
_TINY = 1e-9


def decode_path(scores: Scores, labels: Sequence[str], outside_odds: float = 1.0) -> list[int]:
    """The label index of each word on the likeliest path that breaks no rule.

    In: probabilities [words, labels], the first label being "outside"; what its probability is multiplied by, below 1
    to find more.
    """
    if not len(scores):
        return []
    logs = np.log(scores + _TINY)
    logs[:, 0] += np.log(outside_odds)
    steps, starts = _rules(tuple(labels))
    best = logs[0] + starts
    choices = []
    for row in logs[1:]:
        reached = best[:, None] + steps
        choices.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int(best.argmax())]
    for choice in reversed(choices):
        path.append(int(choice[path[-1]]))
    return path[::-1]


def decode_runs(scores: Scores, labels: Sequence[str], outside_odds: float = 1.0) -> list[Run]:
    """The runs of words that the likeliest path names, in order."""
    runs: list[Run] = []
    for index, number in enumerate(decode_path(scores, labels, outside_odds)):
        mark, _, name = labels[number].partition("-")
        if mark == "B":
            runs.append((index, index + 1, name))
        elif mark == "I":
            start, _, name = runs.pop()
            runs.append((start, index + 1, name))
    return runs


@cache
def _rules(labels: tuple[str, ...]) -> tuple[Scores, Scores]:
    """What is added for a step from label to label [labels, labels], and for a start with a label [labels]."""
    steps = np.zeros((len(labels), len(labels)), dtype=np.float32)
    starts = np.zeros(len(labels), dtype=np.float32)
    for number, label in enumerate(labels):
        if label.startswith("I-"):
            starts[number] = _FORBIDDEN
            for before, other in enumerate(labels):
                if other == OUTSIDE or other[2:] != label[2:]:
                    steps[before, number] = _FORBIDDEN
    return steps, starts
