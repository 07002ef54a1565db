from __future__ import annotations

from datetime import date

import pytest

from dateline.publish.trend_words import say_chance, say_reason, say_share, say_usual, say_window

LAST = date(2021, 12, 5)


def test_say_reason_tells_a_rise() -> None:
    words = say_reason("rise", 9, 4, LAST, (2, 4), 1 / 412, 1.0)
    assert words == (
        "9 events in the four weeks to 5 December 2021; 2 to 4 would be usual here; "
        "the chance of so many by accident is about 1 in 400."
    )


def test_say_reason_tells_an_unfinished_week() -> None:
    words = say_reason("usual", 1, 1, LAST, (0, 4), 0.4, 0.31)
    assert words == (
        "1 event in the week to 5 December 2021; up to 4 would be usual here. "
        "The last week is not complete: about 3 in 10 of it is likely to be known."
    )


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.4, "about 1 in 2"),
        (1 / 17, "about 1 in 17"),
        (1 / 1234, "about 1 in 1,200"),
        (1 / 98_765, "about 1 in 100,000"),
        (1e-9, "less than 1 in a million"),
    ],
)
def test_say_chance_rounds_as_roughly_as_it_is_known(chance: float, words: str) -> None:
    assert say_chance(chance) == words


def test_say_usual_has_words_for_none_and_for_one_number() -> None:
    assert [say_usual(pair) for pair in ((0, 0), (3, 3), (0, 2), (2, 1400))] == ["none", "3", "up to 2", "2 to 1,400"]


def test_say_window_writes_small_numbers_out() -> None:
    assert say_window(13, LAST) == "the 13 weeks to 5 December 2021"
    assert say_share(0.04) == "less than 1 in 10"
