"""Two ways to fit a few dozen weights: by what is right or wrong, and by the credit of what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from dateline.assemble.choices import Features

Array = npt.NDArray[np.float64]
Weights = dict[str, float]
Loss = Callable[[Array], tuple[float, Array]]
"""Weights in; the loss and its slope out."""
BIAS = "bias"
CREDIT_WEIGHT = 3.0
"""What the expected credit of a choice weighs against the penalty."""


def fit_logistic(described: Sequence[Features], right: Sequence[bool], freedom: float) -> Weights:
    """A logistic regression with "bias". The less its freedom, the more its weights are drawn to zero."""
    names = list_names(described)
    return _fit_matrix(tabulate(described, names), names, right, freedom)


def fit_standardised(described: Sequence[Features], right: Sequence[bool], freedom: float) -> Weights:
    """The same over features of mean 0 and deviation 1; the weights are those of the features as they are."""
    names = list(described[0])
    rows = tabulate(described, names)
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = _fit_matrix((rows - middle) / spread, names, right, freedom)
    weights = {name: scaled[name] / float(width) for name, width in zip(names, spread, strict=True)}
    shift = sum(weights[name] * float(mean) for name, mean in zip(names, middle, strict=True))
    return {BIAS: scaled[BIAS] - shift, **weights}


def _fit_matrix(rows: Array, names: Sequence[str], right: Sequence[bool], freedom: float) -> Weights:
    signs = np.where(right, 1.0, -1.0)

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * (rows @ weights[1:] + weights[0])
        pull = -freedom * signs * np.exp(-np.logaddexp(0, margins))
        total = freedom * np.logaddexp(0, -margins).sum() + weights[1:] @ weights[1:] / 2
        return float(total), np.concatenate(([pull.sum()], rows.T @ pull + weights[1:]))

    return dict(zip([BIAS, *names], _minimise(loss, len(names) + 1), strict=True))


def fit_choices(described: Sequence[Sequence[Features]], earned: Sequence[Array], penalty: float) -> Weights:
    """Weights that choose among options, so that the expected credit of what is chosen is high.

    In: the features of the options of each choice, and the credit that each option earns.
    """
    names = list_names([features for options in described for features in options])
    tables = [tabulate(options, names) for options in described]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = penalty * (weights @ weights), 2 * penalty * weights
        for table, credit in zip(tables, earned, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            expected = shares @ credit
            total -= CREDIT_WEIGHT * expected
            slope = slope - CREDIT_WEIGHT * table.T @ (shares * (credit - expected))
        return float(total), slope

    return dict(zip(names, _minimise(loss, len(names)), strict=True))


def _minimise(loss: Loss, size: int) -> list[float]:
    found: list[float] = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x.tolist()
    return found


def list_names(described: Sequence[Features]) -> list[str]:
    return sorted({name for features in described for name in features})


def tabulate(described: Sequence[Mapping[str, float]], names: Sequence[str]) -> Array:
    """A row for each of the described, a column for each name; 0 where there is no such feature."""
    return np.array([[features.get(name, 0.0) for name in names] for features in described])
