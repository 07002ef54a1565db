"""The latest weeks of many areas against what would be usual: every window of weeks at once, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dateline.publish.baselines import Baseline, BaselineSettings, Floats, fit_baseline, make_design, stop_trend
from dateline.publish.tails import compute_mid_tails

YEAR_WEEKS = 365.2425 / 7
_LEAST_MEAN = 1e-6


@dataclass(frozen=True, slots=True)
class TrendSettings:
    """What is an alert, and what it is held against. docs/trends.md explains every number.

    `false_rises_per_year`, `false_falls_per_year`: how many of each chance alone may bring an area in a year of
    weekly looks. `looks_per_week`: how many independent tests the overlapping windows are worth in a week, for
    counts of variance equal to their mean; it grows with the square of variance over mean (both measured by
    simulation). `windows_weeks`: the spans before the last day
    that are looked at. `guard_weeks`: the latest weeks are not part of the past, so that a rise is not taken for
    usual. `past_weeks`: how far back the past goes. `least_past_weeks`: with less, no verdict. `least_events`: a rise
    has at least so many. `least_ratio`: a rise is at least so many times the usual, a fall at most its inverse.
    `usual_share`: "usual" are the counts between the tails that leave this share in the middle.
    """

    false_rises_per_year: float = 0.3
    false_falls_per_year: float = 0.03
    looks_per_week: float = 1.15
    windows_weeks: tuple[int, ...] = (1, 2, 3, 4, 6, 8, 10, 13)
    guard_weeks: int = 13
    past_weeks: int = 156
    least_past_weeks: int = 26
    least_events: int = 3
    least_ratio: float = 1.5
    usual_share: float = 0.9
    baseline: BaselineSettings = field(default_factory=BaselineSettings)


DEFAULTS = TrendSettings()


@dataclass(frozen=True, slots=True)
class Usual:
    """What would be usual: by guarded week, `means` (S, G); by window, `expected` and `variances` (S, K)."""

    means: Floats
    expected: Floats
    variances: Floats


@dataclass(frozen=True, slots=True)
class Scan:
    """S areas, K windows, G guarded weeks (the latest, oldest first).

    `observed` (S, K): the counts known so far in each window. `most`, `least`: what would be usual of them, with the
    trend going on or standing still, whichever gives more, or less. `chances_above`, `chances_below` (S, K): the
    chance of as many, or as few, in one weekly look over all windows. `rises`, `falls` (S, K): the same as alerts a
    year; infinite where a window is no rise, or no fall, by `least_events` and `least_ratio`. `recent` (S, G): counts
    of the guarded weeks.
    """

    windows_weeks: tuple[int, ...]
    past_weeks: int
    observed: Floats
    most: Usual
    least: Usual
    chances_above: Floats
    chances_below: Floats
    rises: Floats
    falls: Floats
    recent: Floats


def count_guard_weeks(weeks: int, settings: TrendSettings) -> int:
    """How many of so many weeks are kept out of the past: a third of a short series, at most `guard_weeks`."""
    return max(1, min(settings.guard_weeks, weeks // 3))


def has_past(weeks: int, settings: TrendSettings) -> bool:
    """Whether so many weeks are enough for a verdict on the last of them."""
    return weeks - count_guard_weeks(weeks, settings) >= settings.least_past_weeks


def scan_areas(
    counts: Floats, shares: Floats, first_ordinal: int, delay_weight: float = 1e9, settings: TrendSettings = DEFAULTS
) -> Scan:
    """Hold the latest weeks of S areas against their own past.

    In: `counts` (S, weeks), oldest first; `shares` (weeks), what part of each week's events is known by now;
    `first_ordinal`, the ordinal of the first Monday; `delay_weight`, how many observations the shares rest on.
    Raises ValueError where the past is too short (`has_past` tells).
    """
    weeks = counts.shape[1]
    if not has_past(weeks, settings):
        raise ValueError(f"{weeks} weeks are too few to tell what is usual")
    guard = count_guard_weeks(weeks, settings)
    kept = min(weeks, settings.past_weeks + guard)
    past = kept - guard
    counts, shares = counts[:, weeks - kept :], shares[weeks - kept :]
    has_season = past >= settings.baseline.season_past_weeks
    design = make_design(kept, past, first_ordinal + 7 * (weeks - kept), has_season=has_season)
    baseline = fit_baseline(counts[:, :past], shares[:past], design[:past], settings.baseline)
    ahead, still = (rows[past:] for rows in (design, stop_trend(design, past)))
    predictions = [baseline.predict_means(rows) for rows in (ahead, still)]
    most, least = (
        _expect_windows(choose(*predictions), shares[past:], ahead, baseline, delay_weight, settings)
        for choose in (np.maximum, np.minimum)
    )
    return _compare(counts[:, past:], most, least, baseline, past, settings)


def _fit_windows(guard_weeks: int, settings: TrendSettings) -> tuple[int, ...]:
    return tuple(window for window in settings.windows_weeks if window <= guard_weeks)


def _expect_windows(
    whole_means: Floats,
    shares: Floats,
    design: Floats,
    baseline: Baseline,
    delay_weight: float,
    settings: TrendSettings,
) -> Usual:
    means = np.maximum(whole_means * shares, _LEAST_MEAN)
    windows = _fit_windows(len(shares), settings)
    expected = _sum_windows(means, windows)
    # A week of which a part q is known is a thinned one: its variance over mean shrinks towards 1.
    thinned = 1 + shares * (baseline.dispersions[:, None] - 1)
    log_variances = _level_variances(means, design, baseline, windows)
    log_variances += _share_variances(means, shares, delay_weight, windows)
    return Usual(means, expected, _sum_windows(means * thinned, windows) + expected**2 * log_variances)


def _compare(
    recent: Floats, most: Usual, least: Usual, baseline: Baseline, past_weeks: int, settings: TrendSettings
) -> Scan:
    windows = _fit_windows(recent.shape[1], settings)
    observed = _sum_windows(recent, windows)
    # Measured: the clumpier the weeks, the less the windows overlap in what they see, and the more is left to chance.
    looks = settings.looks_per_week * baseline.dispersions[:, None] ** 2
    above = looks * compute_mid_tails(observed, most.expected, most.variances)[0]
    below = looks * compute_mid_tails(observed, least.expected, least.variances)[1]
    is_rise = (observed >= settings.least_events) & (observed >= settings.least_ratio * most.expected)
    is_fall = observed * settings.least_ratio <= least.expected
    return Scan(
        windows_weeks=windows,
        past_weeks=past_weeks,
        observed=observed,
        most=most,
        least=least,
        chances_above=np.minimum(above, 1.0),
        chances_below=np.minimum(below, 1.0),
        rises=np.where(is_rise, YEAR_WEEKS * above, np.inf),
        falls=np.where(is_fall, YEAR_WEEKS * below, np.inf),
        recent=recent,
    )


def _sum_windows(values: Floats, windows: tuple[int, ...]) -> Floats:
    """The sums over the last weeks, (S, K)."""
    return np.cumsum(values[:, ::-1], axis=1)[:, [window - 1 for window in windows]]


def _level_variances(means: Floats, design: Floats, baseline: Baseline, windows: tuple[int, ...]) -> Floats:
    """The variance of the logarithm of each window's mean, from the covariance of the fit (delta rule), (S, K)."""
    gradients = [
        means[:, -window:] @ design[-window:] / means[:, -window:].sum(axis=1)[:, None] for window in windows
    ]
    stacked = np.stack(gradients, axis=1)
    log_variances: Floats = ((stacked @ baseline.covariances) * stacked).sum(axis=2)
    return log_variances


def _share_variances(means: Floats, shares: Floats, delay_weight: float, windows: tuple[int, ...]) -> Floats:
    """The variance of the logarithm from not knowing the delays well: binomial, of `delay_weight` pairs."""
    whole = _sum_windows(means / np.maximum(shares, 1e-3), windows)
    known = np.clip(_sum_windows(means, windows) / whole, 1e-3, 1.0)
    return (1 - known) / (known * delay_weight)
