"""What the encoder says of a report: scores of every head for its words, and of spans for one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.model.spans import Span

Scores = npt.NDArray[np.float32]
OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class PairWeights:
    """The pair scorer: bilinear [roles, width, width], two linear [roles, width], and distances [classes, roles]."""

    roles: tuple[str, ...]
    bounds: tuple[int, ...]
    bilinear: Scores
    anchor_weights: Scores
    span_weights: Scores
    distances: Scores
    proposals: Scores
    """What the rules' own proposal is worth, [proposals, roles]; see `PROPOSALS`."""


PROPOSALS = ("none", "doer", "target", "source", "place", "time", "toll")
"""What the rules take a span for, by index into `PairWeights.proposals`."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A run of words that a head gives one label, with the label's mean probability."""

    span: Span
    label: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The encoder's answers for one report, by word.

    `spans[i]` is where word i stands; `heads[h]` its probabilities [words, labels] with `labels[h]`;
    `windows[h]` the probabilities of a window head, the highest over the report's windows; `anchors` and `members`
    [words, width] are the vectors for the pairs.
    """

    spans: Sequence[Span]
    labels: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, Scores]
    windows: Mapping[str, Mapping[str, float]]
    anchors: Scores
    members: Scores
    pairs: PairWeights
    starts: Sequence[int]

    def words_in(self, span: Span) -> slice:
        """The words that overlap a span."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.spans[first].end <= span.start:
            first += 1
        return slice(first, max(first, bisect_left(self.starts, span.end)))

    def probabilities(self, head: str, span: Span) -> dict[str, float]:
        """The mean probability of each label over the words of a span; empty where it holds no word."""
        rows = self.heads[head][self.words_in(span)]
        return dict(zip(self.labels[head], rows.mean(0).tolist(), strict=True)) if len(rows) else {}

    def inside(self, head: str, span: Span) -> float:
        """How probable it is that some word of the span has a label other than "outside"."""
        rows = self.heads[head][self.words_in(span)]
        return float(1 - rows[:, 0].min()) if len(rows) else 0.0

    def best(self, head: str, span: Span) -> tuple[str, float]:
        """The likeliest label of a span besides "outside", and how probable it is that this is the one if any is."""
        rows = self.heads[head][self.words_in(span)]
        if not len(rows):
            return OUTSIDE, 0.0
        mean = rows.mean(0)[1:]
        total = float(mean.sum())
        return self.labels[head][int(mean.argmax()) + 1], float(mean.max()) / total if total else 0.0

    def labelled(self, head: str, threshold: float = 0.5, within: Span | None = None) -> list[Labelled]:
        """Runs of words that are each at least so likely not "outside"; one run, one label."""
        words = self.words_in(within) if within else slice(0, len(self.spans))
        first, last = words.start, words.stop
        inside = np.flatnonzero(1 - self.heads[head][first:last, 0] >= threshold) + first
        if not len(inside):
            return []
        runs = np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1)
        return [self._run(head, int(run[0]), int(run[-1]) + 1) for run in runs]

    def _run(self, head: str, start: int, end: int) -> Labelled:
        mean = self.heads[head][start:end].mean(0)
        best = int(mean[1:].argmax()) + 1
        span = Span(self.spans[start].start, self.spans[end - 1].end)
        return Labelled(span, self.labels[head][best], float(1 - mean[0]))

    def entities(self, head: str, threshold: float = 0.5) -> list[Labelled]:
        """The spans of a head with B- and I- labels, each with its type; a B- opens a new one."""
        scores, names = self.heads[head], self.labels[head]
        best = scores.argmax(-1) if len(scores) else np.zeros(0, dtype=np.int64)
        found: list[Labelled] = []
        start = 0
        while start < len(best):
            if best[start] == 0 or 1 - scores[start, 0] < threshold:
                start += 1
                continue
            end = start + 1
            while end < len(best) and names[best[end]].startswith("I-"):
                end += 1
            kinds = names[best[start]].partition("-")[2]
            span = Span(self.spans[start].start, self.spans[end - 1].end)
            found.append(Labelled(span, kinds, float(1 - scores[start:end, 0].mean())))
            start = end
        return found

    def roles(self, anchor: Span, members: Sequence[Span], proposals: Sequence[int]) -> Scores:
        """The probability of each role of each member to the anchor, [members, roles], as `pairs.roles` says."""
        weights, at = self.pairs, self.words_in(anchor)
        if not members or at.start >= at.stop:
            return np.zeros((len(members), len(weights.roles)), dtype=np.float32)
        places = [self.words_in(member) for member in members]
        vector = self.anchors[at].mean(0)
        vectors = np.stack(
            [self.members[place].mean(0) if place.start < place.stop else 0 * vector for place in places]
        )
        classes = [distance_class((at.start, at.stop), (place.start, place.stop), weights.bounds) for place in places]
        crossed = vectors @ (vector @ weights.bilinear).T
        scores = (
            crossed
            + weights.anchor_weights @ vector
            + vectors @ weights.span_weights.T
            + weights.distances[classes]
            + weights.proposals[list(proposals)]
        )
        result: Scores = 1 / (1 + np.exp(-scores))
        return result


def distance_class(anchor: tuple[int, int], span: tuple[int, int], bounds: Sequence[int]) -> int:
    """The class of the gap between two runs of words `[start, end)`, by its lower bound in words.

    The classes of spans after the anchor come first, then as many of spans before it.
    """
    after = span[0] >= anchor[0]
    gap = max(0, span[0] - anchor[1] if after else anchor[0] - span[1])
    nearest = bisect_right(bounds, gap) - 1
    return nearest if after else nearest + len(bounds)
