"""Readings made by hand: what the encoder would say of a text, without its weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import numpy as np

from dateline.annotate.windows import WindowWord, split_window_words
from dateline.model.readings import OUTSIDE, PROPOSALS, PairWeights, Reading, Scores
from dateline.model.records import (
    EVENT_TYPE_OF,
    CasualtyMeasure,
    ControlRelation,
    FigureMeasure,
    Modality,
    SpeechAct,
)
from dateline.model.spans import Span

LABELS: dict[str, tuple[str, ...]] = {
    "events": (OUTSIDE, *EVENT_TYPE_OF),
    "modalities": get_args(Modality),
    "statements": (OUTSIDE, *get_args(SpeechAct)),
    "control": (OUTSIDE, *get_args(ControlRelation)),
    "tolls": (OUTSIDE, *get_args(CasualtyMeasure)),
    "figures": (OUTSIDE, *get_args(FigureMeasure)),
}
ROLES = ("actor1", "actor2", "toll", "place", "time", "source", "speaker", "addressee", "about", "by", "holder")
BOUNDS = (0, 2, 5, 9, 15, 25, 45, 80)
UNRELATED = -9.0
"""The score of a role that nothing is said of: a probability of about 0.0001."""

Answers = Mapping[str, tuple[str, float]]


def make_reading(
    text: str,
    heads: Mapping[str, Answers] | None = None,
    roles: Mapping[tuple[str, str, str], float] | None = None,
    *,
    conflict: float = 1.0,
) -> Reading:
    """The reading of a text in which the encoder is sure of nothing but what it is told to say.

    In: head -> words of the text -> label and its probability (all other words are surely "outside", or the first
    label of a head without one); (anchor's words, member's words, role) -> probability; the report's relevance.
    """
    words = split_window_words(text)
    scores = {head: _fill_head(text, words, head, (heads or {}).get(head, {})) for head in LABELS}
    # A vector a word, with a 1 at its own place: so the pair scorer's matrix holds the score of every two words.
    own = np.eye(len(words), dtype=np.float32)
    return Reading(
        spans=[word.span for word in words],
        labels=LABELS,
        heads=scores,
        windows={"relevance": {"conflict": conflict}},
        anchors=own,
        members=own,
        pairs=_relate(text, words, roles or {}),
        starts=[word.span.start for word in words],
    )


def find_span(text: str, words: str) -> Span:
    """Where words first stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def _range(words: list[WindowWord], span: Span) -> list[int]:
    return [index for index, word in enumerate(words) if word.span.overlaps(span)]


def _fill_head(text: str, words: list[WindowWord], head: str, answers: Answers) -> Scores:
    labels = LABELS[head]
    scores: Scores = np.zeros((len(words), len(labels)), dtype=np.float32)
    scores[:, 0] = 1.0
    for phrase, (label, probability) in answers.items():
        for index in _range(words, find_span(text, phrase)):
            scores[index] = 0.0
            scores[index, 0] = 1 - probability
            scores[index, labels.index(label)] += probability
    return scores


def _relate(text: str, words: list[WindowWord], roles: Mapping[tuple[str, str, str], float]) -> PairWeights:
    size = len(words)
    bilinear: Scores = np.full((len(ROLES), size, size), UNRELATED, dtype=np.float32)
    for (anchor, member, role), probability in roles.items():
        rows, columns = _range(words, find_span(text, anchor)), _range(words, find_span(text, member))
        bilinear[ROLES.index(role)][np.ix_(rows, columns)] = np.log(probability / (1 - probability))
    none: Scores = np.zeros((len(ROLES), size), dtype=np.float32)
    distances: Scores = np.zeros((2 * len(BOUNDS), len(ROLES)), dtype=np.float32)
    proposals: Scores = np.zeros((len(PROPOSALS), len(ROLES)), dtype=np.float32)
    return PairWeights(ROLES, BOUNDS, bilinear, none, none, distances, proposals)
