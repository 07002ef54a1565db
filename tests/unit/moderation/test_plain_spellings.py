from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.moderation.plain_spellings import PlainText
from dateline.moderation.word_lists import make_spelling_reader


def read(text: str) -> PlainText:
    return make_spelling_reader().read(text)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("what an 1d10t", "what an idiot"),
        ("you i d i o t", "you idiot"),
        ("s-t-u-p-i-d paper", "stupid paper"),
        ("an idi*t writes", "an idiot writes"),
        ("sh!t map", "shit map"),
        ("how stuuuupid", "how stupid"),
        ("ïdìöt", "idiot"),
        ("\u0456diot", "idiot"),
        ("id\u200bi\u200bot", "idiot"),
        ("you\u202eare", "youare"),
        ("#StopTheWar", "Stop The War"),
        ("theyareallliars", "they are all liars"),
    ],
)
def test_a_disguise_is_read_as_people_read_it(written: str, said: str) -> None:
    assert read(written).text == said


@pytest.mark.parametrize(
    "text",
    [
        "T-72 tanks, F-16s and an 82mm mortar near Makhmour and Qarachogh",
        "the M4 carbine, a B-52, and 4th Brigade at 10:30 a.m.",
        "U.S. forces paid $50 for it, 100%!",
        "Иди домой",
        "Sulaymaniyah, Khidirjija, Kuala Lumpur",
    ],
)
def test_names_weapons_and_other_scripts_stand_as_they_are(text: str) -> None:
    assert read(text).disguised == ()


def test_what_is_said_points_at_what_was_written() -> None:
    text = "Well, you are an i d i o t indeed"
    plain = read(text)
    start = plain.text.index("idiot")
    assert text[slice(*plain.origin(start, start + 5))] == "i d i o t"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_every_letter_comes_from_a_place_in_the_text(text: str) -> None:
    plain = read(text)
    assert len(plain.origins) == len(plain.text)
    assert all(0 <= start < end <= len(text) for start, end in (*plain.origins, *plain.disguised))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("\u0430bc \u0430\u0431\u0432", "abc \u0430\u0431\u0432"),
        ("x_\u0430 x-\u0430 x\u0430", "x_\u0430 x-\u0430 xa"),
        ("\u0430\u0301x", "\u0430x"),
    ],
)
def test_look_alikes_are_read_as_latin_only_within_a_word_of_latin_letters(written: str, said: str) -> None:
    assert read(written).text == said


def test_a_flood_of_letters_that_look_like_others_is_read_at_once() -> None:
    start_s = time.process_time()
    assert read("\u0430\u0435" * 4000 + "b").text == "ae" * 4000 + "b"
    assert time.process_time() - start_s < 5.0  # each looks at the word anew: 15 s and more


def test_a_flood_of_letters_is_read_at_once() -> None:
    assert len(read("a" * 4000 + " " + "ab" * 2000 + " " + "x." * 2000).text) > 1000
