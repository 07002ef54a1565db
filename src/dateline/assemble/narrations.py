"""A report as the templates need it: its sentences, and where its words tell of incidents of each type."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml
from dateline.model.spans import Span

LEXICON = "templates/incident_words.yaml"

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Narration:
    """A report's text in lower case with its sentences, in order, and the places of incident words by type."""

    text: str
    sentences: Sequence[Span]
    incident_words: Mapping[str, Sequence[int]]

    def sentence_of(self, place: int) -> int:
        """The number of the sentence that holds a place."""
        return max(0, bisect_right(self.sentences, Span(place, len(self.text) + 1)) - 1)


def read_narration(text: str) -> Narration:
    """In: the text, in any case."""
    lower = text.lower()
    words = {name: [match.start() for match in pattern.finditer(lower)] for name, pattern in _patterns().items()}
    return Narration(lower, split_sentences(lower), words)


def split_sentences(text: str) -> list[Span]:
    """Stretches between full stops or empty lines; short words before a stop ("col.") do not end one."""
    sentences: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _is_abbreviation(text, match.start()):
            continue
        sentences.append(Span(start, match.end()))
        start = match.end()
    if start < len(text) or not sentences:
        sentences.append(Span(start, len(text)))
    return sentences


_ABBREVIATION = re.compile(r"\b(?:[a-z]|mr|mrs|dr|col|lt|gen|capt|maj|sgt|st|no|jr|sr)$", re.IGNORECASE)


def _is_abbreviation(text: str, stop: int) -> bool:
    return _ABBREVIATION.search(text, max(0, stop - 5), stop) is not None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    rows = load_yaml(LEXICON)["types"]
    return {name: re.compile(rf"\b(?:{'|'.join(row)})\b") for name, row in rows.items()}
