"""The false alarms and delays of docs/trends.md, on a few simulated areas (benchmarks/alerts.py has them all)."""

from __future__ import annotations

import pytest

from benchmarks.alerts import Scenario, measure

AREAS = 40


@pytest.mark.parametrize(
    ("scenario", "rate", "median"),
    [
        (Scenario("Poisson"), 3.0, 2),
        (Scenario("clumped", dispersion=2.0), 5.0, 3),
        (Scenario("late, with a season", dispersion=1.3, season=0.4, is_late=True), 5.0, 3),
    ],
)
def test_alerts_are_seldom_false_and_soon_right(scenario: Scenario, rate: float, median: float) -> None:
    measured = measure(scenario, rate, AREAS, seed=3)
    assert measured.rises_per_year + measured.falls_per_year < 0.5
    assert measured.median <= median


@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_alerts_of_quiet_areas_are_seldom_false(rate: float) -> None:
    measured = measure(Scenario("clumped", dispersion=1.5), rate, AREAS, seed=4)
    assert measured.rises_per_year + measured.falls_per_year < 0.5
