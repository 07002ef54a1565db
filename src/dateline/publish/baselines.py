"""What would be usual: a robust regression of weekly counts on trend and season, for many areas at once.

The model and its sources are written out in docs/trends.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ROUNDS = 8
_REWEIGHTINGS = 3
_LONGEST_STEP = 1.5
_YEAR_WEEKS = 365.2425 / 7


@dataclass(frozen=True, slots=True)
class BaselineSettings:
    """How the past is read. Every number is explained, with the reason for its default, in docs/trends.md.

    `half_life_weeks`: after so many weeks the past counts half. `trend_sd`: how large a yearly change of the
    logarithm of the rate is thought likely. `season_sd`: the same for each of the two waves of the year.
    `season_past_weeks`: a shorter past is given no season. `outlier_residual`: from this standardised residual on, a
    week of the past is taken for an outbreak and weighs less; `outlier_mean`: the residual is reckoned from at least
    this mean, as three events in a quiet area are no outbreak. `dispersion`, `dispersion_weeks`: variance over mean
    as thought likely before the counts are seen, and how many weeks of data this opinion is worth. `prior_events`:
    what is thought to have been seen beside the past; it keeps an area without any event from a rate of exactly zero.
    """

    half_life_weeks: float = 39.0
    trend_sd: float = 0.2
    season_sd: float = 0.35
    season_past_weeks: int = 104
    outlier_residual: float = 2.58
    outlier_mean: float = 1.0
    dispersion: float = 1.3
    dispersion_weeks: float = 20.0
    prior_events: float = 0.5


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fits of S areas: coefficients (S, p), their covariances (S, p, p), and variance over mean (S)."""

    coefficients: Floats
    covariances: Floats
    dispersions: Floats

    def predict_means(self, design: Floats) -> Floats:
        """The usual counts a whole week, (S, weeks), of the weeks in the rows of `design`."""
        return _exp(self.coefficients @ design.T)


def make_design(weeks: int, past_weeks: int, first_ordinal: int, *, has_season: bool) -> Floats:
    """The regressors of `weeks` weeks from the Monday `first_ordinal` on: one, years since the middle of the past
    (its first `past_weeks` rows), and where asked for the cosine and sine of the year.
    """
    position = np.arange(weeks, dtype=np.float64)
    columns = [np.ones(weeks), (position - (past_weeks - 1) / 2) / _YEAR_WEEKS]
    if has_season:
        angle = 2 * np.pi * (first_ordinal / 7 + position) / _YEAR_WEEKS
        columns += [np.cos(angle), np.sin(angle)]
    return np.stack(columns, axis=1)


def stop_trend(design: Floats, past_weeks: int) -> Floats:
    """The same regressors with the trend standing still from the last week of the past on."""
    stopped = design.copy()
    stopped[past_weeks:, 1] = design[past_weeks - 1, 1]
    return stopped


def fit_baseline(counts: Floats, shares: Floats, design: Floats, settings: BaselineSettings) -> Baseline:
    """Fit the past of S areas: `counts` (S, weeks), oldest first; `shares` (weeks), how much of each week is known.

    Out: quasi-Poisson fits with normal priors on trend and season and a gamma prior on the level, older weeks
    discounted, outbreaks of the past weighed down (Farrington et al. 1996, Noufaily et al. 2013).
    """
    ages = np.arange(counts.shape[1] - 1, -1, -1)
    discounts = 0.5 ** (ages / settings.half_life_weeks) * (shares > 0)
    robust = np.ones_like(counts)
    dispersions = np.full(len(counts), settings.dispersion)
    coefficients = np.zeros((len(counts), design.shape[1]))
    level = (counts @ discounts + settings.prior_events) / (discounts @ shares)
    coefficients[:, 0] = np.log(level)
    for _ in range(_REWEIGHTINGS):
        coefficients, covariances = _climb(
            coefficients, counts, shares, design, discounts * robust, dispersions, settings
        )
        means = _exp(coefficients @ design.T) * shares
        robust = weigh_outbreaks(counts, means, dispersions, settings)
        dispersions = _estimate_dispersions(counts, means, discounts * robust, design.shape[1], settings)
    return Baseline(coefficients, covariances, dispersions)


def weigh_outbreaks(counts: Floats, means: Floats, dispersions: Floats, settings: BaselineSettings) -> Floats:
    """1 for a usual week, and (residual / s)^4 where Anscombe's standardised residual s is above it.

    Farrington has the square; but a battle of two months at six times the rate then still counts for so much that the
    next one looks usual.
    """
    residual = settings.outlier_residual
    safe = np.maximum(means, settings.outlier_mean)
    anscombe = 1.5 * (counts ** (2 / 3) - safe ** (2 / 3)) / (safe ** (1 / 6) * np.sqrt(dispersions)[:, None])
    weights: Floats = np.where(anscombe > residual, (residual / np.maximum(anscombe, residual)) ** 4, 1.0)
    return weights


def _climb(
    coefficients: Floats,
    counts: Floats,
    shares: Floats,
    design: Floats,
    weights: Floats,
    dispersions: Floats,
    settings: BaselineSettings,
) -> tuple[Floats, Floats]:
    """Newton's steps to the top of the penalised quasi-likelihood; the inverse of its curvature is the covariance."""
    precision = _prior_precision(design.shape[1], settings)
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    shape = (-1, design.shape[1], design.shape[1])
    for _ in range(_ROUNDS):
        means = _exp(coefficients @ design.T) * shares
        slope = (weights * (counts - means)) @ design / dispersions[:, None] - coefficients * precision
        curve = ((weights * means) @ products / dispersions[:, None]).reshape(shape) + np.diag(precision)
        slope[:, 0] += settings.prior_events
        covariances: Floats = np.linalg.inv(curve).astype(np.float64)
        step = np.clip((covariances @ slope[:, :, None])[:, :, 0], -_LONGEST_STEP, _LONGEST_STEP)
        coefficients = coefficients + step
        if np.max(np.abs(step)) < 1e-6:
            break
    return coefficients, covariances


def _prior_precision(columns: int, settings: BaselineSettings) -> Floats:
    rows = [0.0, settings.trend_sd**-2, settings.season_sd**-2, settings.season_sd**-2]
    return np.array(rows[:columns])


def _estimate_dispersions(
    counts: Floats, means: Floats, weights: Floats, columns: int, settings: BaselineSettings
) -> Floats:
    """Pearson's variance over mean, drawn towards the prior one by what that is worth in weeks; never below 1."""
    residuals = (weights * (counts - means) ** 2 / np.maximum(means, 1e-9)).sum(axis=1)
    weeks = np.maximum(weights.sum(axis=1) - columns, 0.0)
    prior = settings.dispersion_weeks
    dispersions: Floats = np.maximum((residuals + prior * settings.dispersion) / (weeks + prior), 1.0)
    return dispersions


def _exp(logs: Floats) -> Floats:
    """The exponential, of numbers that are kept where a rate can lie at all."""
    rates: Floats = np.exp(np.clip(logs, -30, 15))
    return rates
