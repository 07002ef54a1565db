from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.windows import SHAPES, pack_windows, split_window_words

LIMIT = 12
RUNS = st.lists(st.tuples(st.sampled_from(["raid", "town", ".", "!", ","]), st.integers(1, LIMIT)), max_size=60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("Al-Orva's 9,000 men", ["Al", "-", "Orva", "'", "s", "9", ",", "000", "men"]),
        ("“No,” he said…", ["“", "No", ",", "”", "he", "said", "…"]),
        ("the_north  __", ["the", "_", "north", "__"]),
        ("Ménaka 12km", ["Ménaka", "12km"]),
    ],
)
def test_split_window_words_parts_letters_and_digits_from_marks(text: str, words: list[str]) -> None:
    assert [word.text for word in split_window_words(text)] == words


def test_split_window_words_tells_the_shapes_of_words() -> None:
    text = "Raiders hit the UN post. Two McAllister vans burnt, 12 men say A.\n\nOrva fell"
    shapes = {word.text: SHAPES[word.shape] for word in split_window_words(text)}
    assert shapes == {
        "Raiders": "after a paragraph",
        "hit": "lower",
        "the": "lower",
        "UN": "upper",
        "post": "lower",
        ".": "mark",
        "Two": "title after a stop",
        "McAllister": "mixed",
        "vans": "lower",
        "burnt": "lower",
        ",": "mark",
        "12": "digits",
        "men": "lower",
        "say": "lower",
        "A": "title",
        "Orva": "after a paragraph",
        "fell": "lower",
    }


@settings(deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_split_window_words_keeps_to_the_text_in_order(text: str) -> None:
    words = split_window_words(text)
    assert all(word.span.text_in(text) == word.text for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(words))
    assert "".join("".join(text.split())) == "".join(word.text for word in words)


def test_pack_windows_cuts_after_the_last_stop() -> None:
    words = ["Orva", "fell", ".", "Guards", "fled", "north"]
    assert list(pack_windows(words, [2, 2, 1, 2, 2, 2], 10)) == [(0, 3), (3, 6)]


def test_pack_windows_cuts_anywhere_where_there_is_no_stop() -> None:
    assert list(pack_windows(["Orva", "fell", "again"], [4, 4, 4], 8)) == [(0, 2), (2, 3)]


def test_pack_windows_gives_a_word_that_is_too_long_its_own() -> None:
    assert list(pack_windows(["a", "b", "c"], [1, 30, 1], 8)) == [(0, 1), (1, 2), (2, 3)]


@settings(deadline=None)
@given(RUNS)
def test_pack_windows_covers_every_word_once_within_the_limit(run: list[tuple[str, int]]) -> None:
    words, counts = [word for word, _ in run], [count for _, count in run]
    windows = list(pack_windows(words, counts, LIMIT))
    assert [index for start, end in windows for index in range(start, end)] == list(range(len(words)))
    assert all(start < end and sum(counts[start:end]) <= LIMIT for start, end in windows)
