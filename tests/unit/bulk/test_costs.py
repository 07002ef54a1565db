from __future__ import annotations

import pytest

from dateline.bulk.costs import Cost, say_seconds


def test_cost_tells_rate_core_hours_and_money() -> None:
    cost = Cost(reports=100_000, seconds=2500.0, cores=2)
    assert cost.core_hours_per_million == pytest.approx(13.89, abs=0.01)
    assert cost.say() == "100,000 reports in 42 min on 2 cores: 40.0 a second; a million take 13.9 core hours"
    assert cost.say(0.04).endswith("13.9 core hours, 0.56 at 0.04 each")


def test_cost_of_nothing_is_nothing() -> None:
    assert (Cost(0, 0.0, 1).per_second, Cost(0, 0.0, 1).core_hours_per_million) == (0.0, 0.0)


@pytest.mark.parametrize(("seconds", "said"), [(42.4, "42 s"), (150, "2 min"), (19_000, "5.3 h")])
def test_say_seconds_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert say_seconds(seconds) == said
