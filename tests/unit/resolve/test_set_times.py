"""Over which days something came again and again."""

from __future__ import annotations

import pytest

from dateline.services.timexing import mark_times

PUBLISHED = "2018-11-07"


def days_of_set(text: str, published: str | None = PUBLISHED) -> tuple[object, object]:
    (row,) = [row for row in mark_times(text, published) if row["type"] == "SET"]
    return row["from"], row["to"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Shells fell every night in July.", ("2018-07-01", "2018-07-31")),
        ("They marched every Friday since March.", ("2018-03-01", "2018-11-07")),
        ("Each Friday since July crowds marched.", ("2018-07-01", "2018-11-07")),
        ("Since March the town was shelled every night.", ("2018-03-01", "2018-11-07")),
        ("They met every Monday from March to May 2018.", ("2018-03-01", "2018-05-31")),
        ("Patrols ran daily for the past two weeks.", ("2018-10-24", "2018-11-07")),
        ("Five people died every day last month.", ("2018-10-01", "2018-10-31")),
        ("It happens three times a week.", (None, None)),
        ("On Monday they came every hour.", (None, None)),
        ("It ended in July. They march every Friday.", (None, None)),
    ],
)
def test_a_set_has_the_days_told_beside_it(text: str, days: tuple[object, object]) -> None:
    assert days_of_set(text) == days


def test_since_stays_open_where_nothing_tells_when_the_text_came_out() -> None:
    assert days_of_set("They marched every Friday since March 2018.", None) == ("2018-03-01", None)
