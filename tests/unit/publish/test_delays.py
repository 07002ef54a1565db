from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dateline.publish.delays import PROMPT, estimate_delays

AS_OF = date(2021, 12, 5)


def test_find_week_share_is_whole_for_a_past_week_and_none_for_one_to_come() -> None:
    delays = estimate_delays([], AS_OF)
    assert delays.find_week_share(date(2021, 6, 7), AS_OF) == pytest.approx(1)
    assert delays.find_week_share(date(2021, 12, 6), AS_OF) == 0


def test_find_week_share_of_an_unfinished_week_counts_only_its_days() -> None:
    assert PROMPT.find_week_share(date(2021, 11, 29), date(2021, 11, 30)) == pytest.approx(2 / 7)


def test_estimate_delays_is_not_misled_by_late_reports_yet_to_come() -> None:
    """Half of the events are reported at once, the rest ten days later; of the latest, that half is not seen."""
    rng = np.random.default_rng(5)
    pairs = []
    for _ in range(4000):
        event = AS_OF - timedelta(days=int(rng.integers(0, 30)))
        pairs.append((event, event + timedelta(days=10 if rng.random() < 0.5 else 0)))
    seen = [published <= AS_OF for _, published in pairs]
    delays = estimate_delays(pairs, AS_OF, prior_pairs=0)
    assert sum(seen) < len(pairs)
    assert delays.find_share(0) == pytest.approx(0.5, abs=0.03)
    assert delays.find_share(9) == pytest.approx(0.5, abs=0.03)
    assert delays.find_share(10) == pytest.approx(1)


def test_estimate_delays_leaves_out_forecasts_and_looks_back() -> None:
    event = AS_OF - timedelta(days=300)
    odd = [(event, event - timedelta(days=1)), (event, event + timedelta(days=200))]
    assert estimate_delays(odd, AS_OF) == estimate_delays([], AS_OF)


def test_estimate_delays_of_nothing_without_a_prior_is_prompt() -> None:
    assert set(estimate_delays([], AS_OF, prior_pairs=0).shares) == {1.0}
