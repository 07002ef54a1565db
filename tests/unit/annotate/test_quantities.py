from __future__ import annotations

import pytest

from dateline.annotate.quantities import find_quantities
from dateline.model.spans import Span


@pytest.mark.parametrize(
    ("text", "low", "high", "approximate", "unit"),
    [
        ("at least 7 soldiers fell", 7, None, False, "soldiers"),
        ("as many as 27 fighters", None, 27, False, "fighters"),
        ("about 300 rebels", 300, 300, True, "rebels"),
        ("dozens of herders", 24, None, False, "herders"),
        ("twenty-seven policemen", 27, 27, False, "policemen"),
        ("1,422 attacks in the valley", 1422, 1422, False, "attacks"),
        ("two million people", 2_000_000, 2_000_000, False, "people"),
        ("30 square kilometres of bush", 30, 30, False, "km2"),
        ("half a dozen huts", 6, 6, False, "huts"),
        ("14,000 to 18,000 fighters", 14000, 18000, False, "fighters"),
        ("50 or more dead", 50, None, False, None),
        ("a number of homes", None, None, False, "homes"),
    ],
)
def test_find_quantities_reads_bounds_and_units(
    text: str, low: float | None, high: float | None, approximate: bool, unit: str | None
) -> None:
    quantity = next(find_quantities(text, Span(0, len(text))))
    assert (quantity.low, quantity.high, quantity.approximate, quantity.unit) == (low, high, approximate, unit)


@pytest.mark.parametrize(
    "text",
    [
        "the 14th Division",
        "an Mi-35 helicopter",
        "Mariam Diallo, 45, said",
        "one of the men",
        "120 mm mortars",
        "$5 fee",
    ],
)
def test_find_quantities_leaves_labels_alone(text: str) -> None:
    assert list(find_quantities(text, Span(0, len(text)))) == []
