"""Which predicted template is for which gold one, so that a report's F1 is highest.

A pair earns two counts: predicted fills that are right, and gold fills that are found. A report's precision is the
sum of the first over all predicted fills, its recall the sum of the second over all gold fills. The harmonic mean of
two sums is not itself a sum, so one assignment problem is not enough, and trying every alignment explodes (nine
templates by nine have 17 million). But the harmonic mean of a and b is the least, over t from 0 to 1, of
2(t²a + (1-t)²b): for any t that *is* a sum, and its best assignment bounds from above what any alignment can reach.
At the best t the bound is nearly always reached, which proves the alignment best; where it is not, a pair is tried in
and out in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline.evaluate.alignments import harmonic_mean
from dateline.evaluate.assignments import assign_best

Pair = tuple[int, int]
"""Index of a gold template, index of a predicted one."""
Credit = tuple[int, int]
"""Predicted fills of the pair that are right, gold fills of it that are found."""

MOST_TRIALS = 400
"""Bounds that are taken before the best alignment so far is returned unproven."""
SLACK = 1e-12
"""Under the difference of any two F1 of a report."""
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs by gold index; `proven` is false where the search was cut short, so that better ones may exist."""

    pairs: tuple[Pair, ...]
    proven: bool = True


@dataclass(slots=True)
class _Search:
    """The pairs that may be made, the denominators, and the best alignment so far."""

    credits: Mapping[Pair, Credit]
    predicted: int
    wanted: int
    best: tuple[Pair, ...] = ()
    best_f1: float = 0.0
    trials: int = 0
    open_nodes: list[tuple[frozenset[Pair], frozenset[Pair]]] = field(default_factory=list)

    def shares(self, pairs: tuple[Pair, ...]) -> tuple[float, float]:
        """Precision and recall with these pairs."""
        right = sum(self.credits[pair][0] for pair in pairs)
        found = sum(self.credits[pair][1] for pair in pairs)
        return right / self.predicted, found / self.wanted

    def weigh(self, pair: Pair, t: float) -> float:
        right, found = self.credits[pair]
        return 2 * (t * t * right / self.predicted + (1 - t) * (1 - t) * found / self.wanted)


def align_templates(credits_of: Mapping[Pair, Credit], predicted: int, wanted: int) -> Alignment:
    """The one-to-one pairs with the highest F1, given what each pair that may be made earns.

    `predicted` and `wanted` are the numbers of fills of all predicted and all gold templates of the report. Of
    several alignments with that F1 one is chosen, always the same.
    """
    earning = {pair: credit for pair, credit in credits_of.items() if any(credit)}
    if not earning or not predicted or not wanted:
        return Alignment(())
    search = _Search(earning, predicted, wanted)
    search.open_nodes.append((frozenset(), frozenset()))
    while search.open_nodes and search.trials < MOST_TRIALS:
        _explore(search, *search.open_nodes.pop())
    return Alignment(search.best, proven=not search.open_nodes)


def _explore(search: _Search, forced: frozenset[Pair], barred: frozenset[Pair]) -> None:
    """Bounds what the forced pairs can still lead to; splits it in two where that may beat the best so far."""
    search.trials += 1
    pairs = _tighten(search, forced, barred)
    if pairs is None:
        return
    free = [pair for pair in pairs if pair not in forced]
    if free:
        split = max(free, key=lambda pair: (sum(search.credits[pair]), pair))
        search.open_nodes.append((forced, barred | {split}))
        search.open_nodes.append((forced | {split}, barred))


def _tighten(search: _Search, forced: frozenset[Pair], barred: frozenset[Pair]) -> tuple[Pair, ...] | None:
    """Lowers the bound by halving the range of t. None where it shows that nothing better than the best is left."""
    low, high, t = 0.0, 1.0, 0.5
    pairs: tuple[Pair, ...] = ()
    for _ in range(HALVINGS):
        pairs = _assign(search, forced, barred, t)
        precision, recall = search.shares(pairs)
        f1 = harmonic_mean(precision, recall)
        if f1 > search.best_f1 + SLACK:
            search.best, search.best_f1 = pairs, f1
        if sum(search.weigh(pair, t) for pair in pairs) <= search.best_f1 + SLACK:
            return None
        lowest = recall / (precision + recall) if precision + recall else t  # where this assignment's sum is least
        low, high = (low, t) if lowest < t else (t, high)
        t = lowest if low < lowest < high else (low + high) / 2
    return pairs


def _assign(search: _Search, forced: frozenset[Pair], barred: frozenset[Pair], t: float) -> tuple[Pair, ...]:
    """The forced pairs, and of the rest those with the highest weight at `t`."""
    taken_gold = {gold for gold, _ in forced}
    taken_predicted = {predicted for _, predicted in forced}
    free = [
        pair
        for pair in search.credits
        if pair not in barred and pair[0] not in taken_gold and pair[1] not in taken_predicted
    ]
    golds = sorted({gold for gold, _ in free})
    predicted = sorted({index for _, index in free})
    allowed = set(free)
    weights = [[search.weigh((i, j), t) if (i, j) in allowed else 0.0 for j in predicted] for i in golds]
    chosen = [(golds[row], predicted[column]) for row, column in assign_best(weights)]
    return tuple(sorted([*forced, *chosen]))
