"""What a report says of itself."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.model.reports import read_day


@pytest.mark.parametrize("published", [None, "", "soon", "last week", "0001-01-01"])
def test_read_day_is_none_for_what_is_no_date(published: str | None) -> None:
    assert read_day(published) is None


def test_read_day_keeps_the_day_as_the_outlet_wrote_it() -> None:
    assert read_day("2018-11-07T23:30:00+03:00") == date(2018, 11, 7)
