"""One-to-one alignment of what was found with what was wanted, and the scores that follow from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


def pair_greedily(
    golds: Sequence[T], predictions: Sequence[T], similarity: Callable[[T, T], float], least: float = 0.0
) -> list[tuple[int, int, float]]:
    """Pairs (gold index, predicted index, similarity), best first, each index once.

    Pairs with a similarity of 0 or under `least` stay apart. Of equal pairs the later ones go first, so that
    the figures are those of the reference scorer.
    """
    scored = sorted(
        (
            (similarity(gold, predicted), i, j)
            for i, gold in enumerate(golds)
            for j, predicted in enumerate(predictions)
        ),
        reverse=True,
    )
    pairs: list[tuple[int, int, float]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for score, i, j in scored:
        if score > 0 and score >= least and i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j, score))
    return pairs


class _Rated(ABC):
    """What precision and recall make together."""

    __slots__ = ()

    @property
    @abstractmethod
    def precision(self) -> float: ...

    @property
    @abstractmethod
    def recall(self) -> float: ...

    @property
    def f1(self) -> float:
        return harmonic_mean(self.precision, self.recall)

    def percent(self) -> dict[str, float]:
        """`{"p", "r", "f1"}` in percent, to one decimal."""
        return {"p": to_percent(self.precision), "r": to_percent(self.recall), "f1": to_percent(self.f1)}


@dataclass(slots=True)
class Tally(_Rated):
    """Credit earned, fills predicted, fills wanted."""

    right: float = 0.0
    predicted: int = 0
    wanted: int = 0

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.predicted += other.predicted
        self.wanted += other.wanted

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0


@dataclass(slots=True)
class SidedTally(_Rated):
    """Counts where a predicted fill may be right for several gold ones, or the other way round."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, other: SidedTally) -> None:
        self.right += other.right
        self.predicted += other.predicted
        self.found += other.found
        self.wanted += other.wanted

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 0.0


def harmonic_mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def to_percent(part: float) -> float:
    return round(100 * part, 1)


def b_cubed_f1(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998) of a clustering; a pair is (gold cluster, predicted cluster) of an item."""
    if not pairs:
        return 0.0
    gold_members: defaultdict[Hashable, set[int]] = defaultdict(set)
    predicted_members: defaultdict[Hashable, set[int]] = defaultdict(set)
    for item, (gold, predicted) in enumerate(pairs):
        gold_members[gold].add(item)
        predicted_members[predicted].add(item)
    shared = [len(gold_members[gold] & predicted_members[predicted]) for gold, predicted in pairs]
    precision = sum(n / len(predicted_members[p]) for n, (_, p) in zip(shared, pairs, strict=True)) / len(pairs)
    recall = sum(n / len(gold_members[g]) for n, (g, _) in zip(shared, pairs, strict=True)) / len(pairs)
    return harmonic_mean(precision, recall)
