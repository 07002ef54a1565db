"""Points on the way between two others."""

from __future__ import annotations

import pytest

from dateline.base.distances import distance_km, point_between


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_point_lies_on_the_great_circle(share: float) -> None:
    one, other = (10.0, 170.0), (20.0, -175.0)  # across the date line
    point, whole_km = point_between(*one, *other, share), distance_km(*one, *other)
    assert distance_km(*one, *point) == pytest.approx(share * whole_km, abs=0.1)
    assert distance_km(*point, *other) == pytest.approx((1 - share) * whole_km, abs=0.1)
