from __future__ import annotations

import numpy as np
from scipy import stats

from dateline.publish.tails import compute_mid_tails, compute_quantiles, compute_tail

RNG = np.random.default_rng(11)
MEANS = np.exp(RNG.uniform(np.log(0.003), np.log(3000), 3000))
VARIANCES = MEANS * (1 + np.exp(RNG.uniform(np.log(1e-3), np.log(30), 3000)))
COUNTS = np.floor(np.maximum(0, MEANS + 3 * RNG.normal(size=3000) * np.sqrt(VARIANCES)))
SHAPES, PARTS = MEANS**2 / (VARIANCES - MEANS), MEANS / VARIANCES


def test_compute_tail_agrees_with_scipy() -> None:
    wanted = stats.nbinom.sf(COUNTS - 1, SHAPES, PARTS)
    np.testing.assert_allclose(compute_tail(COUNTS, MEANS, VARIANCES), wanted, rtol=1e-6, atol=1e-12)


def test_compute_quantiles_agrees_with_scipy() -> None:
    wanted = stats.nbinom.ppf(0.95, SHAPES, PARTS)
    np.testing.assert_array_equal(compute_quantiles(np.array(0.95), MEANS, VARIANCES), wanted)


def test_compute_tail_without_dispersion_is_nearly_poisson() -> None:
    counts = np.arange(12, dtype=float)
    tail = compute_tail(counts, np.array(3.0), np.array(0.0))
    np.testing.assert_allclose(tail, stats.poisson.sf(counts - 1, 3.0), rtol=0.02)


def test_compute_mid_tails_add_up_to_one() -> None:
    above, below = compute_mid_tails(COUNTS, MEANS, VARIANCES)
    np.testing.assert_allclose(above + below, 1)
