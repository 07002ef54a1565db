"""Readings are made by hand: two words, two labels."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.assemble.reading_passages import HEADS, SENTENCES, blend_readings, cut_passages
from dateline.model.readings import PairWeights, Reading
from dateline.model.spans import Span

NONE = np.zeros((0, 0), dtype=np.float32)
PAIRS = PairWeights((), (), NONE, NONE, NONE, NONE, NONE)


def make_reading(starts: list[int], scores: list[float], bombing: float) -> Reading:
    rows = np.array([[1 - score, score] for score in scores], dtype=np.float32)
    spans = [Span(start, start + 3) for start in starts]
    heads = dict.fromkeys(HEADS, rows)
    return Reading(spans, {}, heads, {"muc_types": {"bombing": bombing}}, NONE, NONE, PAIRS, starts)


def test_passages_hold_some_sentences_and_leave_no_gap() -> None:
    text = "one mill burned. " * (SENTENCES + 1)
    first, second = cut_passages(text)
    assert (first.start, first.end, second.end) == (0, second.start, len(text))
    assert text[second.start : second.end] == "one mill burned. "


def test_both_readings_of_a_word_count_alike() -> None:
    whole = make_reading([0, 10], [0.2, 0.4], 0.5)
    parts = [make_reading([0], [0.6], 0.1), make_reading([2], [0.9], 0.5)]
    blended = blend_readings(whole, [Span(0, 10), Span(10, 20)], parts)
    assert blended.heads["muc_roles"][:, 1] == pytest.approx([0.4, 0.4])  # the second word is cut differently
    assert blended.windows["muc_types"]["bombing"] == pytest.approx(0.5)
    assert whole.heads["muc_roles"][0, 1] == pytest.approx(0.2)
