"""Tails of the negative binomial distribution given by mean and variance, for whole arrays at once.

Only NumPy is at hand at run time, so the incomplete beta function is worked out here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_DISPERSION = 1.0001
"""A variance below this many means is taken as this many, as the distribution needs more than Poisson's."""
_STEPS = 400
_ENOUGH = 1e-11
_TINY = 1e-300
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680)
_SHIFT = 8


def compute_tail(counts: Floats, means: Floats, variances: Floats) -> Floats:
    """P(X >= count) for X negative binomial; the three arrays are broadcast, means above 0.

    Formula: with r = mean^2 / (variance - mean) and p = 1 - mean / variance, P(X >= x) = I_p(x, r), the regularised
    incomplete beta function (Abramowitz and Stegun 26.5.24).
    """
    counts, means, variances = np.broadcast_arrays(counts, means, np.maximum(variances, LEAST_DISPERSION * means))
    tails = np.ones(counts.shape)
    some = counts > 0
    x, mean, variance = counts[some], means[some], variances[some]
    tails[some] = compute_incomplete_beta(x, mean**2 / (variance - mean), 1 - mean / variance)
    return tails


def compute_mid_tails(counts: Floats, means: Floats, variances: Floats) -> tuple[Floats, Floats]:
    """The chances of more and of fewer, each with half of the chance of just this count; they add up to 1.

    The half keeps a test of small whole numbers from being far stricter than it says (Lancaster 1961, mid-p).
    """
    least = compute_tail(counts, means, variances)
    above = (least + compute_tail(counts + 1, means, variances)) / 2
    return above, 1 - above


def compute_quantiles(shares: Floats, means: Floats, variances: Floats) -> Floats:
    """The smallest counts that are not exceeded with the probabilities `shares`; arrays are broadcast."""
    shares, means, variances = np.broadcast_arrays(shares, means, variances)
    # Cantelli: no quantile lies further from the mean than so many standard deviations.
    sd = np.sqrt(np.maximum(variances, LEAST_DISPERSION * means))
    low = np.maximum(np.floor(means - sd * np.sqrt((1 - shares) / shares)) - 1, -1.0)
    high = np.ceil(means + sd * np.sqrt(shares / (1 - shares))) + 1
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        is_enough = 1 - compute_tail(middle + 1, means, variances) >= shares
        low, high = np.where(is_enough, low, middle), np.where(is_enough, middle, high)
    quantiles: Floats = high
    return quantiles


def compute_incomplete_beta(a: Floats, b: Floats, x: Floats) -> Floats:
    """I_x(a, b) for a, b > 0 and 0 < x < 1, all of one shape, by its continued fraction (Lentz's way)."""
    is_turned = x > (a + 1) / (a + b + 2)
    first, second = np.where(is_turned, b, a), np.where(is_turned, a, b)
    point = np.where(is_turned, 1 - x, x)
    logs = first * np.log(point) + second * np.log1p(-point) + log_gamma(first + second)
    front = np.exp(logs - log_gamma(first) - log_gamma(second)) / first
    value = front * _continue_fraction(first, second, point)
    chances: Floats = np.clip(np.where(is_turned, 1 - value, value), 0.0, 1.0)
    return chances


def log_gamma(x: Floats) -> Floats:
    """The logarithm of the gamma function for x > 0: Stirling's series after eight steps up."""
    product = np.ones_like(x)
    for step in range(_SHIFT):
        product = product * (x + step)
    y = x + _SHIFT
    series = sum(share / y ** (2 * power + 1) for power, share in enumerate(_STIRLING))
    logs: Floats = (y - 0.5) * np.log(y) - y + 0.5 * np.log(2 * np.pi) + series - np.log(product)
    return logs


def _continue_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    c = np.ones_like(x)
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d.copy()
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        change = np.ones_like(x)
        for numerator in (even, odd):
            d = 1 / _away_from_zero(1 + numerator * d)
            c = _away_from_zero(1 + numerator / c)
            change = c * d
            value = value * change
        if np.all(np.abs(change - 1) < _ENOUGH):
            break
    return value


def _away_from_zero(x: Floats) -> Floats:
    return np.where(np.abs(x) < _TINY, _TINY, x)
