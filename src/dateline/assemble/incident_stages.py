"""How far an incident went: accomplished, attempted or only threatened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from dateline.assemble.narrations import Narration
from dateline.base.resources import load_yaml

ACCOMPLISHED = "ACCOMPLISHED"
LEXICON = "templates/key_words.yaml"
MOST = 0.5
"""Most of an incident's words must be spoken of in this way."""
_NEAR = 60


def judge_stage(narration: Narration, kind: str, anchors: Sequence[int]) -> str:
    """The stage of an incident of a type; accomplished unless most of the places that tell of it say otherwise.

    In: the places of its fillers. The words of its type count where they share a sentence with one of them.
    """
    sentences = {narration.sentence_of(anchor) for anchor in anchors}
    words = narration.incident_words.get(kind, ())
    told = [word for word in words if narration.sentence_of(word) in sentences] or list(words)
    for stage, pattern in _patterns().items():
        marked = [word for word in told if _is_near(narration, word, pattern)]
        if told and len(marked) > MOST * len(told):
            return stage
    return ACCOMPLISHED


def _is_near(narration: Narration, word: int, pattern: re.Pattern[str]) -> bool:
    sentence = narration.sentences[narration.sentence_of(word)]
    start, end = max(sentence.start, word - _NEAR), min(sentence.end, word + _NEAR)
    return pattern.search(narration.text, start, end) is not None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {stage: re.compile(rf"\b(?:{'|'.join(row)})\b") for stage, row in load_yaml(LEXICON)["stages"].items()}
