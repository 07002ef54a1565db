"""`python -m training.sides`: fits the weights that choose the sides of events on the own corpus.

Only its training part is read; what the weights are worth is measured by cross-validation.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

from dateline.assemble.choices import Features
from training.corpus.reading import list_sheets, read_rows
from training.sides.questions import Array, SideQuestion, ask

OUT = Path(__file__).parents[2] / "src" / "dateline" / "data" / "weights" / "sides.yaml"
FOLDS, PENALTY, LEAST = 4, 10.0, 0.03
LEAST_EVENTS = 5
"""Features of fewer events than this are left out."""
WRONG_FILL = 0.35
"""What a wrong actor costs against what a right one earns; nobody is then better than an unlikely guess."""


@dataclass(frozen=True, slots=True)
class Table:
    """The pairs of all questions, one row each: their features, which are best, and where each question starts."""

    features: csr_matrix
    best: Array
    starts: Sequence[int]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.sides", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    questions = list(ask(list(read_rows(list_sheets("train")))))
    names = _list_names(questions)
    for fold in range(FOLDS):
        weights = _fit(_tabulate([row for row in questions if row.report % FOLDS != fold], names))
        _say(f"part {fold}", [row for row in questions if row.report % FOLDS == fold], names, weights)
    _write(dict(zip(names, _fit(_tabulate(questions, names)).tolist(), strict=True)), options.out)
    return 0


def _list_names(questions: Sequence[SideQuestion]) -> list[str]:
    counts = Counter(name for row in questions for name in {name for features in _all(row) for name in features})
    return sorted(name for name, count in counts.items() if count >= LEAST_EVENTS)


def _all(question: SideQuestion) -> Iterator[Features]:
    yield from question.options[0]
    yield from question.options[1]
    yield from question.pairs.values()


def _tabulate(questions: Sequence[SideQuestion], names: Sequence[str]) -> Table:
    columns = {name: number for number, name in enumerate(names)}
    parts, best, starts = [], [], [0]
    for row in questions:
        doer, victim = (list(side) for side in zip(*row.pairs, strict=True))
        doing, suffering, pairs = (
            _sparse(described, columns) for described in (*row.options, list(row.pairs.values()))
        )
        parts.append(doing[doer] + suffering[victim] + pairs)
        worth = _worth(row, 0)[doer] + _worth(row, 1)[victim]
        best.append((worth >= worth.max() - 1e-9).astype(float))
        starts.append(starts[-1] + len(doer))
    return Table(vstack(parts).tocsr(), np.concatenate(best), starts)


def _worth(question: SideQuestion, side: int) -> Array:
    """What each option of a side is worth: its right actors, less what its wrong ones cost."""
    return question.earned[side] - WRONG_FILL * (question.filled[side] - question.earned[side])


def _sparse(described: Sequence[Features], columns: dict[str, int]) -> csr_matrix:
    cells = [
        (number, columns[name], value)
        for number, features in enumerate(described)
        for name, value in features.items()
        if name in columns
    ]
    rows, places, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((values, (rows, places)), shape=(len(described), len(columns)))


def _fit(table: Table) -> Array:
    """Weights under which it is likely that one of the best pairs of each question is chosen."""
    starts, turned = table.starts[:-1], table.features.T.tocsr()
    question = np.repeat(np.arange(len(starts)), np.diff(table.starts))

    def loss(weights: Array) -> tuple[float, Array]:
        scores = table.features @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[question])
        shares = raised / np.add.reduceat(raised, starts)[question]
        of_best = shares * table.best
        likely = np.add.reduceat(of_best, starts) + 1e-12
        total = PENALTY * (weights @ weights) / 2 - np.log(likely).sum()
        return float(total), turned @ (shares - of_best / likely[question]) + PENALTY * weights

    fitted: Array = minimize(
        loss, np.zeros(table.features.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x
    return fitted


def _say(part: str, questions: Sequence[SideQuestion], names: Sequence[str], weights: Array) -> None:
    table = _tabulate(questions, names)
    scores = table.features @ weights
    for side, slot in enumerate(("actor1", "actor2")):
        hit = fills = 0.0
        for number, row in enumerate(questions):
            at = int(scores[table.starts[number] : table.starts[number + 1]].argmax())
            chosen = list(row.pairs)[at][side]
            hit, fills = hit + row.earned[side][chosen], fills + row.filled[side][chosen]
        wanted = sum(row.wanted[side] for row in questions)
        rules = [sum(row.by_rules[side][one] for row in questions) for one in (0, 1)]
        told, chose = 200 * rules[0] / (rules[1] + wanted), 200 * hit / (fills + wanted)
        sys.stderr.write(f"{part}, {slot}: {len(questions)} events, F1 of the rules {told:.1f}, chosen {chose:.1f}\n")


def _write(weights: dict[str, float], path: Path) -> None:
    lines = [f'  "{name}": {weight:.2f}' for name, weight in weights.items() if abs(weight) >= LEAST]
    head = "# Weights of what speaks for an actor as a side of an event (assemble/side_features.py)."
    source = "source: fitted on the training part of the own corpus (corpus/), python -m training.sides"
    path.write_text("\n".join([head, source, "weights:", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
