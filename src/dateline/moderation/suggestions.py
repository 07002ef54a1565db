"""What the machine suggests: flags from the encoder and the signals, and the words that speak for each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from dateline.base.resources import data_file
from dateline.base.versions import VERSION
from dateline.model.comments import FLAGS, Reason, Suggestion
from dateline.moderation.encoders import CommentEncoder, CommentReading, load_comment_encoder
from dateline.moderation.plain_spellings import PlainText, SpellingReader
from dateline.moderation.signals import Signal, find_signals
from dateline.moderation.word_lists import make_spelling_reader

REJECT = "reject"
"""The column of the encoder that answers for the whole comment."""

SPEAKING_FOR: Mapping[str, frozenset[str]] = {
    "profanity": frozenset({"swearing", "masked", "mild swearing"}),
    "vulgarity": frozenset({"vulgar"}),
    "hate": frozenset({"slur"}),
    "personal_attack": frozenset({"insult"}),
    "promotion": frozenset({"link", "phone", "mail", "handle", "price", "offer", "repeated"}),
    "off_topic": frozenset({"repeated"}),
    "threat": frozenset(),
}
_MOST_WORDS = 6
_ENOUGH = 0.6
"""Words are named until they hold this share of what speaks for a flag."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How one flag is made from log-odds and signals: a line through both, 0 where it is torn."""

    bias: float
    columns: Mapping[str, float]
    signals: Mapping[str, float]


class CommentModerator:
    """Implements `moderators.Moderator` over the packaged encoder. It suggests, and decides nothing."""

    name = f"moderator {VERSION}"

    def __init__(self, encoder: CommentEncoder, reader: SpellingReader, weights: Mapping[str, Weights]) -> None:
        self._encoder, self._reader, self._weights = encoder, reader, weights
        self._columns = {name: at for at, name in enumerate(encoder.columns)}

    def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
        plain = [self._reader.read(text) for text in texts]
        readings = self._encoder.read([one.text for one in plain], articles or [None] * len(texts))
        return [
            self._suggest(text, spelt, reading, bool(articles and articles[at]))
            for at, (text, spelt, reading) in enumerate(zip(texts, plain, readings, strict=True))
        ]

    def _suggest(self, text: str, plain: PlainText, reading: CommentReading, has_article: bool) -> Suggestion:
        signals = find_signals(text, plain)
        kinds: set[str] = {signal.kind for signal in signals}
        scores = dict(zip(self._encoder.columns, map(float, reading.scores), strict=True))
        sums = {name: weigh(self._weights[name], scores, kinds) for name in (*FLAGS, REJECT)}
        if not has_article:
            sums["off_topic"] = min(sums["off_topic"], -1.0)
        # The whole may be worse than each part: the flag that comes nearest is then the one to look at.
        highest = max(FLAGS, key=lambda flag: sums[flag])
        sums[highest] = max(sums[highest], sums[REJECT])
        flags: dict[str, float] = {flag: round(_share(sums[flag]), 3) for flag in FLAGS}
        raised = [flag for flag in FLAGS if flags[flag] >= 0.5]
        reasons = [reason for flag in raised for reason in self._reasons(flag, text, plain, reading, signals)]
        return Suggestion("reject" if raised else "approve", flags, tuple(reasons), self.name)

    def _reasons(
        self, flag: str, text: str, plain: PlainText, reading: CommentReading, signals: Sequence[Signal]
    ) -> Iterator[Reason]:
        spans = [(signal.start, signal.end) for signal in signals if signal.kind in SPEAKING_FOR[flag]]
        if not spans:
            parts = reading.parts[:, self._columns[flag]]
            loudest = [reading.spans[at] for at in _find_loudest(parts)]
            spans = [plain.origin(*span) for span in loudest if _is_word(plain, span)]
        for start, end in _merge(spans, text):
            yield Reason(flag, start, end, text[start:end])


def weigh(weights: Weights, scores: Mapping[str, float], kinds: set[str]) -> float:
    """The log-odds of a flag."""
    told = sum(weight * scores[name] for name, weight in weights.columns.items())
    return weights.bias + told + sum(weight for kind, weight in weights.signals.items() if kind in kinds)


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _is_word(plain: PlainText, span: tuple[int, int]) -> bool:
    return span[1] > span[0] and any(one.isalnum() for one in plain.text[span[0] : span[1]])


def _find_loudest(parts: np.ndarray) -> list[int]:
    """The pieces that hold most of what speaks for a flag."""
    if not len(parts):
        return []
    powers = np.exp(parts - parts.max())
    shares = powers / powers.sum()
    found, held = [], 0.0
    for at in np.argsort(-shares)[:_MOST_WORDS].tolist():
        found.append(at)
        held += float(shares[at])
        if held >= _ENOUGH:
            break
    return found


def _merge(spans: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Spans widened to whole words, those that touch as one, in the text's order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_widen(text, *span) for span in spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    yield from merged


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


class PackagedModerator:
    """Implements `moderators.Moderator` by the packaged one, which is loaded when it is first asked."""

    def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
        return make_comment_moderator().suggest(texts, articles)


@cache
def make_comment_moderator(threads: int = 0) -> CommentModerator:
    """The packaged moderator. `threads`: how many comments are read side by side; 0: one a core, four at most."""
    written = json.loads(data_file("moderation/weights.json").read_text(encoding="utf-8"))
    weights = {name: Weights(one["bias"], one["columns"], one["signals"]) for name, one in written.items()}
    return CommentModerator(load_comment_encoder(threads), make_spelling_reader(), weights)
