"""By what words a report tells of incidents of a type, from the training reports; most words have no weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dateline.assemble.incident_types import describe_words
from dateline.evaluate.muc4_templates import TemplateDocument
from training.templates.incident_fits import type_of
from training.templates.regressions import BIAS, Array, Weights

LEAST_WORD, LEAST_TYPE = 5, 20
"""Reports that must have a word, and reports that must tell of a type: fewer teach nothing."""
FREEDOM = 3.0
SMALLEST = 0.05
ROUNDS = 120
"""After so many the weights hardly move."""


def fit_types(documents: Sequence[TemplateDocument]) -> dict[str, Weights]:
    """For each type with enough reports the weights of its words, and "bias"."""
    kinds = [{type_of(template) for template in document.templates} for document in documents]
    counts = Counter(kind for row in kinds for kind in row)
    rows = [describe_words(document.text) for document in documents]
    names = [word for word, count in sorted(Counter(w for row in rows for w in row).items()) if count >= LEAST_WORD]
    table = _tabulate(rows, names)
    return {
        kind: _fit_sparse(table, names, np.array([kind in row for row in kinds]))
        for kind, count in sorted(counts.items())
        if count >= LEAST_TYPE
    }


def _tabulate(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_matrix:
    numbers = {name: number for number, name in enumerate(names)}
    cells = [
        (i, numbers[word], value) for i, row in enumerate(rows) for word, value in row.items() if word in numbers
    ]
    where = tuple(np.array([cell[axis] for cell in cells]) for axis in (0, 1))
    return csr_matrix((np.array([cell[2] for cell in cells]), where), shape=(len(rows), len(names)))


def _fit_sparse(table: csr_matrix, names: Sequence[str], right: Array) -> Weights:
    """A logistic regression that pays for the size of each weight, not its square, so that most are zero.

    A weight is the difference of two numbers that are not below zero: then what is paid has a slope everywhere.
    """
    signs = np.where(right, 1.0, -1.0)
    size = len(names)

    def loss(halves: Array) -> tuple[float, Array]:
        margins = signs * (table @ (halves[1 : size + 1] - halves[size + 1 :]) + halves[0])
        pull = -FREEDOM * signs * np.exp(-np.logaddexp(0, margins))
        slope = table.T @ pull
        total = FREEDOM * np.logaddexp(0, -margins).sum() + halves[1:].sum()
        return float(total), np.concatenate(([pull.sum()], slope + 1, 1 - slope))

    bounds = [(None, None)] + [(0, None)] * (2 * size)
    start, options = np.zeros(2 * size + 1), {"maxiter": ROUNDS}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    weights = zip(names, (found[1 : size + 1] - found[size + 1 :]).tolist(), strict=True)
    return {BIAS: float(found[0]), **{name: weight for name, weight in weights if abs(weight) >= SMALLEST}}
