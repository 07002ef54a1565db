"""Days of publication in lines, metadata and addresses."""

from __future__ import annotations

import pytest

from dateline.read.dates import date_in_address, find_dates, read_date_line, read_stamp


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("07-11-2018", "2018-11-07"),
        ("7/11/2018", "2018-11-07"),
        ("11/23/2018", "2018-11-23"),
        ("2018-11-07", "2018-11-07"),
        ("7.11.2018, 14:30", "2018-11-07"),
        ("Wednesday, 7 November 2018", "2018-11-07"),
        ("Published: November 7th, 2018 at 2:15 p.m. GMT", "2018-11-07"),
        ("Updated 9 Nov. 2018 | Published 7 Nov. 2018", "2018-11-07"),
        ("7 de noviembre de 2018", "2018-11-07"),
        ("٧ تشرين الثاني ٢٠١٨", "2018-11-07"),
        ("7 нояб 2018", None),
        ("The truce of 7 November 2018 held.", None),
        ("32-13-2018", None),
        ("Mount Arn", None),
    ],
)
def test_read_date_line_reads_house_forms(line: str, day: str | None) -> None:
    found = read_date_line(line)
    assert (found.value if found else None) == day


def test_find_dates_says_which_could_be_the_other_way_round() -> None:
    assert [found.ambiguous for found in find_dates("05/06/2020, 15/06/2020, 5 June 2020, 06/06/2020")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://news.example/2021/02/11/title", "2021-02-11"),
        ("https://news.example/2021/feb/11/title", "2021-02-11"),
        ("https://news.example/a-title-2021-02-11.html", "2021-02-11"),
        ("https://news.example/20210211/title", "2021-02-11"),
        ("https://news.example/english/iraq/11022021", "2021-02-11"),
        ("https://news.example/english/kurdistan/071120182", "2018-11-07"),
        ("https://news.example/english/kurdistan/0711201812", "2018-11-07"),
        ("https://news.example/world-45678901", None),
        ("https://news.example/2021/13/41/title", None),
        ("https://news.example/story/98765432", None),
        ("https://news.example/", None),
    ],
)
def test_date_in_address_reads_the_usual_forms(address: str, day: str | None) -> None:
    assert date_in_address(address) == day


@pytest.mark.parametrize(
    ("value", "stamp"),
    [
        ("2021-02-11", "2021-02-11"),
        ("2021-02-11T08:30:00.123+03:00", "2021-02-11T08:30:00+03:00"),
        ("2021-02-11T08:30:00Z", "2021-02-11T08:30:00+00:00"),
        ("2021-02-11 08:30", "2021-02-11"),
        ("Thu, 11 Feb 2021 08:30:00 +0300", "2021-02-11T08:30:00+03:00"),
        ("11-02-2021", "2021-02-11"),
        ("0001-01-01T00:00:00Z", None),
        ("soon", None),
        ("Thu, 11 Feb 99999999999999999999 08:30:00 GMT", None),
        ("Thu, 11 Feb 2021 08:30:00 +99999999999999999999", "2021-02-11"),
    ],
)
def test_read_stamp_keeps_the_time_only_with_its_offset(value: str, stamp: str | None) -> None:
    assert read_stamp(value) == stamp
