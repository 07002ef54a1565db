"""How probable it is that a report tells of incidents of each type: by the encoder, and by the report's words.

The encoder is nearly always sure, and it knows the training reports by heart. The words are weighed by a model that
never saw an encoder, so that the two err differently.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from dateline.assemble.choices import Weights
from dateline.assemble.fillers import logit

ENCODER_SHARE = 0.5
_WORD = re.compile(r"[^\W\d_]{2,}")


def judge_types(text: str, types: Mapping[str, float], words: Mapping[str, Weights]) -> dict[str, float]:
    """In: the encoder's probability of each type, and for some types the weights of words. Out: the probabilities."""
    found = describe_words(text)
    return {
        kind: _combine(probability, found, words[kind]) if kind in words else probability
        for kind, probability in types.items()
    }


def describe_words(text: str) -> dict[str, float]:
    """The different words of a text; each counts the less the more there are, so that long texts are no surer."""
    words = set(_WORD.findall(text.lower()))
    return dict.fromkeys(sorted(words), 1 / math.sqrt(len(words))) if words else {}


def _combine(probability: float, found: Mapping[str, float], weights: Weights) -> float:
    told = weights["bias"] + sum(weights.get(word, 0.0) * value for word, value in found.items())
    score = ENCODER_SHARE * logit(probability) + (1 - ENCODER_SHARE) * told
    return 1 / (1 + math.exp(-score))
