from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dateline.publish.baselines import BaselineSettings, fit_baseline, make_design, stop_trend
from dateline.publish.findings import choose_verdicts
from dateline.publish.scans import TrendSettings, count_guard_weeks, has_past, scan_areas

MONDAY = date(2019, 1, 7).toordinal()


def test_choose_verdicts_of_a_battle_that_ended_is_what_stands_out_more() -> None:
    past = [4.0] * 150
    counts = np.array([[*past, 40, 0], [*past, 0, 40]])
    verdicts, places = choose_verdicts(scan_areas(counts, np.ones(152), MONDAY), TrendSettings())
    assert verdicts == ["rise", "rise"]
    assert list(places) == [1, 0]


def test_scan_areas_refuses_too_short_a_past() -> None:
    with pytest.raises(ValueError, match="too few"):
        scan_areas(np.ones((1, 20)), np.ones(20), MONDAY)


def test_has_past_begins_with_least_past_weeks_beside_the_guard() -> None:
    settings = TrendSettings()
    assert count_guard_weeks(30, settings) == 10
    assert (has_past(37, settings), has_past(38, settings)) == (False, True)


def test_fit_baseline_finds_level_trend_and_season() -> None:
    weeks = np.arange(156)
    angle = 2 * np.pi * (MONDAY / 7 + weeks) / (365.2425 / 7)
    means = 50 * np.exp(0.15 * (weeks - 77.5) / 52.18 + 0.3 * np.cos(angle))
    counts = np.random.default_rng(8).poisson(means, size=(20, 156)).astype(float)
    design = make_design(156, 156, MONDAY, has_season=True)
    fitted = fit_baseline(counts, np.ones(156), design, BaselineSettings()).coefficients.mean(axis=0)
    np.testing.assert_allclose(fitted, [np.log(50), 0.15, 0.3, 0.0], atol=0.03)


def test_fit_baseline_of_no_events_at_all_expects_next_to_none() -> None:
    design = make_design(100, 100, MONDAY, has_season=False)
    baseline = fit_baseline(np.zeros((1, 100)), np.ones(100), design, BaselineSettings())
    assert 0 < baseline.predict_means(design).max() < 0.02


def test_stop_trend_holds_the_level_of_the_last_week_of_the_past() -> None:
    stopped = stop_trend(make_design(10, 6, MONDAY, has_season=False), 6)
    assert len(set(stopped[5:, 1])) == 1
    assert stopped[4, 1] < stopped[5, 1]
