"""How often the test of trends alarms falsely, and how soon it sees a tripling: simulated areas, one look a week.

An alarm is false if it begins (no alarm in the week before) in a series without a change. The delay is counted in
weekly looks from the change on: an alarm at the end of the first changed week is a delay of 1. Areas that were in
alarm at the last look before the change are left out of the delays; what is not seen in a year counts as 53 weeks.

Run: python benchmarks/alerts.py [AREAS]    (default 300 areas a row; a few minutes)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from dateline.publish.delays import PROMPT, Delays, estimate_delays
from dateline.publish.scans import DEFAULTS, YEAR_WEEKS, TrendSettings, scan_areas
from dateline.publish.tails import log_gamma

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FIRST = date(2015, 1, 5)
PAST_WEEKS = DEFAULTS.past_weeks + DEFAULTS.guard_weeks
QUIET_WEEKS = 104
CHANGED_WEEKS = 52
LAG_WEEKS = 8
KNOWN_A_DAY = 0.25
"""Late reporting: of what is not yet known of an event, this part becomes known each day (mean delay 3 days)."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`dispersion`: variance over mean of the weekly counts. `season`, `trend`: the amplitude of the yearly wave and
    the yearly change of the logarithm of the rate. `has_outbreak`: eight weeks of the past at six times the rate.
    `was_stormy`: until a year before the change, four times the rate.
    """

    name: str
    dispersion: float = 1.0
    season: float = 0.0
    trend: float = 0.0
    is_late: bool = False
    has_outbreak: bool = False
    was_stormy: bool = False


SCENARIOS = (
    Scenario("Poisson"),
    Scenario("negative binomial, 1.5", dispersion=1.5),
    Scenario("negative binomial, 2", dispersion=2.0),
    Scenario("season, 1.3", dispersion=1.3, season=0.5),
    Scenario("growing 20% a year, 1.3", dispersion=1.3, trend=0.18),
    Scenario("shrinking 20% a year, 1.3", dispersion=1.3, trend=-0.22),
    Scenario("late reporting, 1.3", dispersion=1.3, is_late=True),
    Scenario("outbreak in the past, 1.3", dispersion=1.3, has_outbreak=True),
    Scenario("calmer for a year, 1.3", dispersion=1.3, was_stormy=True),
    Scenario("all at once, 1.5", dispersion=1.5, season=0.4, trend=0.18, is_late=True, has_outbreak=True),
)
RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """False alarms an area and year, and delays in weeks."""

    rises_per_year: float
    falls_per_year: float
    median: float
    mean: float
    ninetieth: float
    share_in_three: float


def measure(scenario: Scenario, rate: float, areas: int, seed: int, settings: TrendSettings = DEFAULTS) -> Measured:
    """Simulate `areas` areas of `rate` events a week at the change: a quiet continuation, and a tripled one."""
    rng = np.random.default_rng(seed)
    usual = draw_means(scenario, rate, areas, rng)
    past = draw_counts(usual[:, :PAST_WEEKS], scenario.dispersion, rng)
    quiet = draw_counts(usual[:, PAST_WEEKS:], scenario.dispersion, rng)
    changed = draw_counts(3 * usual[:, PAST_WEEKS : PAST_WEEKS + CHANGED_WEEKS], scenario.dispersion, rng)
    rises, falls = look_weekly(np.hstack([past, quiet]), scenario, rng, settings)
    found, _ = look_weekly(np.hstack([past, changed]), scenario, rng, settings)
    years = areas * (QUIET_WEEKS - 1) / YEAR_WEEKS
    delays = find_delays(found[~found[:, 0]][:, 1:])
    return Measured(
        count_beginnings(rises[:, 1:]) / years,
        count_beginnings(falls[:, 1:]) / years,
        float(np.median(delays)),
        float(np.mean(delays)),
        float(np.percentile(delays, 90)),
        float(np.mean(delays <= 3)),
    )


def draw_means(scenario: Scenario, rate: float, areas: int, rng: np.random.Generator) -> Floats:
    """(areas, weeks): seasons begin anywhere in the year; the rate is as named when the past ends."""
    years = (np.arange(PAST_WEEKS + QUIET_WEEKS) - PAST_WEEKS) / YEAR_WEEKS
    wave = np.sin(2 * np.pi * (years + rng.uniform(size=(areas, 1))))
    means: Floats = rate * np.exp(scenario.season * wave + scenario.trend * years)
    if scenario.has_outbreak:
        begins = rng.integers(0, PAST_WEEKS - 36, size=(areas, 1))
        weeks = np.arange(means.shape[1])
        means = np.where((weeks >= begins) & (weeks < begins + 8), 6 * means, means)
    if scenario.was_stormy:
        means = np.where(years < -1, 4 * means, means)
    return means


def draw_counts(means: Floats, dispersion: float, rng: np.random.Generator) -> Floats:
    """Poisson, or negative binomial with the variance `dispersion` times the mean."""
    if dispersion <= 1:
        return rng.poisson(means).astype(np.float64)
    return rng.negative_binomial(means / (dispersion - 1), 1 / dispersion).astype(np.float64)


def look_weekly(
    counts: Floats, scenario: Scenario, rng: np.random.Generator, settings: TrendSettings
) -> tuple[Flags, Flags]:
    """Rises and falls as seen at the end of the last week of the past and of every week after it, (areas, looks)."""
    true_delays = Delays(tuple(1 - (1 - KNOWN_A_DAY) ** (day + 1) for day in range(7 * LAG_WEEKS)))
    known = draw_known(counts, true_delays, rng) if scenario.is_late else None
    delays = learn_delays(rng) if scenario.is_late else PROMPT
    rises, falls = [], []
    for weeks in range(PAST_WEEKS, counts.shape[1] + 1):
        seen = counts[:, :weeks] if known is None else see_counts(counts, known, weeks)
        shares = list_week_shares(delays, weeks)
        scan = scan_areas(seen, shares, FIRST.toordinal(), delays.weight, settings)
        rise, fall = scan.rises.min(axis=1), scan.falls.min(axis=1)
        rises.append(rise <= settings.false_rises_per_year)
        falls.append(fall <= settings.false_falls_per_year)
    return np.stack(rises, axis=1), np.stack(falls, axis=1)


def list_week_shares(delays: Delays, weeks: int) -> Floats:
    """What is known of each of so many weeks at the end of the last one."""
    shares = np.ones(weeks)
    for lag in range(LAG_WEEKS):
        shares[weeks - 1 - lag] = delays.find_week_share(FIRST, FIRST + timedelta(days=7 * lag + 6))
    return shares


def draw_known(counts: Floats, delays: Delays, rng: np.random.Generator) -> list[Floats]:
    """For every lag in weeks, what is known of each week's count so long after its end."""
    known: list[Floats] = []
    before, share_before = np.zeros_like(counts), 0.0
    for lag in range(LAG_WEEKS):
        share = delays.find_week_share(FIRST, FIRST + timedelta(days=7 * lag + 6))
        fresh = rng.binomial((counts - before).astype(np.int64), (share - share_before) / (1 - share_before))
        before, share_before = before + fresh, share
        known.append(before)
    return known


def see_counts(counts: Floats, known: Sequence[Floats], weeks: int) -> Floats:
    """The counts of the first `weeks` weeks as they are known at their end."""
    seen = counts[:, :weeks].copy()
    for lag, rows in enumerate(known):
        seen[:, weeks - 1 - lag] = rows[:, weeks - 1 - lag]
    return seen


def learn_delays(rng: np.random.Generator, pairs: int = 400) -> Delays:
    """Delays estimated from so many events of the half year before, the late ones not seen."""
    as_of = FIRST + timedelta(days=182)
    events = [as_of - timedelta(days=int(age)) for age in rng.integers(0, 182, size=pairs)]
    waits = rng.geometric(KNOWN_A_DAY, size=pairs) - 1
    return estimate_delays(
        ((event, event + timedelta(days=int(wait))) for event, wait in zip(events, waits, strict=True)), as_of
    )


def count_beginnings(alarms: Flags) -> int:
    """Weeks in alarm after a week without."""
    before = np.hstack([np.zeros((len(alarms), 1), dtype=np.bool_), alarms[:, :-1]])
    return int((alarms & ~before).sum())


def find_delays(alarms: Flags) -> Floats:
    """Looks until the first alarm, this included; one more than there are where there is none."""
    first = np.where(alarms.any(axis=1), alarms.argmax(axis=1), alarms.shape[1])
    delays: Floats = (first + 1).astype(np.float64)
    return delays


def print_rows(areas: int) -> Iterator[tuple[Scenario, float, Measured]]:
    """Measure and print every row."""
    print(
        "| areas like | events a week | false rises a year | false falls a year | delay: median | mean | 90% | <= 3 |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for number, scenario in enumerate(SCENARIOS):
        for rate in RATES:
            row = measure(scenario, rate, areas, seed=1000 * number + int(10 * rate))
            print(
                f"| {scenario.name} | {rate:g} | {row.rises_per_year:.2f} | {row.falls_per_year:.2f} "
                f"| {row.median:.0f} | {row.mean:.1f} | {row.ninetieth:.0f} | {row.share_in_three:.0%} |",
                flush=True,
            )
            yield scenario, rate, row


def find_best_delay(rate: float, dispersion: float, seed: int = 9) -> float:
    """The mean delay of a chart that knows the rate, the dispersion and the change: a CUSUM of the likelihood ratio
    of just this tripling, its threshold set for 0.45 false alarms an area and year. No test can do much better.
    """
    rng = np.random.default_rng(seed)
    usual = draw_counts(np.full((1000, 5 * CHANGED_WEEKS), rate), dispersion, rng)
    changed = draw_counts(np.full((1000, 2 * CHANGED_WEEKS), 3 * rate), dispersion, rng)
    chart = chart_cusum(weigh_tripling(usual, rate, dispersion), np.zeros(1000))
    after = chart_cusum(weigh_tripling(changed, rate, dispersion), chart[:, -1])
    low, high = 0.0, 12.0
    for _ in range(20):
        middle = (low + high) / 2
        rate_of_alarms = count_beginnings(chart >= middle) / (chart.size / YEAR_WEEKS)
        low, high = (middle, high) if rate_of_alarms > 0.45 else (low, middle)
    return float(find_delays(after[chart[:, -1] < high] >= high).mean())


def chart_cusum(steps: Floats, start: Floats) -> Floats:
    """The sums of steps that never fall below zero."""
    value, rows = start, []
    for step in steps.T:
        value = np.maximum(value + step, 0.0)
        rows.append(value)
    return np.stack(rows, axis=1)


def weigh_tripling(counts: Floats, rate: float, dispersion: float) -> Floats:
    """The logarithm of how much more likely a count is at three times the rate."""
    if dispersion <= 1:
        poisson: Floats = counts * np.log(3) - 2 * rate
        return poisson
    size = np.full_like(counts, rate / (dispersion - 1))
    more, less = log_gamma(counts + 3 * size), log_gamma(counts + size)
    ratios: Floats = more - less - log_gamma(3 * size) + log_gamma(size) - 2 * size * np.log(dispersion)
    return ratios


def measure_speed(areas: int = 5000) -> float:
    """Seconds of one weekly look at so many areas."""
    rng = np.random.default_rng(7)
    counts = rng.poisson(rng.choice(RATES, size=(areas, 1)), size=(areas, PAST_WEEKS)).astype(np.float64)
    began = time.perf_counter()
    scan_areas(counts, np.ones(PAST_WEEKS), FIRST.toordinal())
    return time.perf_counter() - began


def main(areas: int) -> None:
    rows = [row for _, _, row in print_rows(areas)]
    print(f"\nMost false rises in any row: {max(row.rises_per_year for row in rows):.2f} an area and year")
    print(f"Most false alarms of both: {max(row.rises_per_year + row.falls_per_year for row in rows):.2f}")
    for dispersion in (1.0, 2.0):
        best = ", ".join(f"{find_best_delay(rate, dispersion):.1f}" for rate in RATES)
        print(f"Mean delay of a chart that knows all, variance {dispersion:g} times the mean: {best}")
    print(f"One look at 5,000 areas: {measure_speed():.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
