from datetime import date

import pytest

from dateline.model.index_answers import ListedRecord, Told, Weeks
from dateline.publish.listed_lines import make_listed_line, say_killed
from dateline.publish.period_links import list_periods

DAY = date(2021, 3, 8).toordinal()


def listed(start: int | None, end: int | None, killed: tuple[int | None, int | None] = (None, None)) -> ListedRecord:
    return ListedRecord(
        "e-1", "r-1", "battles", "Armed clash", None, None, start, end, *killed, "proposed", True, None, None, ()
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (DAY, DAY, "8 March 2021"),
        (DAY, DAY + 2, "8–10 March 2021"),
        (DAY, None, "since 8 March 2021"),
        (None, DAY, "until 8 March 2021"),
        (None, None, ""),
    ],
)
def test_days_are_said_as_far_as_they_are_known(start: int | None, end: int | None, words: str) -> None:
    assert make_listed_line(listed(start, end)).day == words


def test_tolls_are_ranges_or_nothing() -> None:
    assert make_listed_line(listed(DAY, DAY, (7, 13))).toll == "7–13"
    assert make_listed_line(listed(DAY, DAY)).toll == ""
    assert say_killed(Told(9, 9, 2, 1204, 1310, None, ())) == "1,204–1,310"
    assert say_killed(Told(9, 9, 2, 0, 0, None, ())) == ""


def test_periods_are_years_and_months_within_a_year() -> None:
    weeks = Weeks([DAY - 400, DAY, DAY + 7], {"battles": [2, 2, 2], "figure": [1, 1, 1]}, [0] * 3, [0] * 3)
    last_two = Weeks([DAY, DAY + 7], {"battles": [2, 2], "figure": [1, 1]}, [0] * 2, [0] * 2)
    assert [(row.name, row.count) for row in list_periods(weeks, None, None)] == [("2021", 6), ("2020", 3)]
    months = list_periods(last_two, date(2021, 1, 1), date(2021, 12, 31))
    assert [(row.name, row.first, row.last) for row in months] == [
        ("March 2021", date(2021, 3, 1), date(2021, 3, 31))
    ]
