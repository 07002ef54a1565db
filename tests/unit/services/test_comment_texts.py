"""What a name and a text of a comment may be made of."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.services.comment_texts import WrongCommentError, read_words


def problems_of(name: str = "Sara", text: str = "It was on Monday.", contact: str | None = None) -> dict[str, str]:
    try:
        read_words(name, text, contact)
    except WrongCommentError as error:
        return error.problems
    return {}


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "x" * 4_000,
        '<script>alert(1)</script> & "quotes" {{ 7*7 }}',
        "Tabs\tand\n\nblank lines",
        "שלום \u200fעולם\u200e, \u202bמודבק\u202c \u2067x\u2069",
        "گفت‌وگو",
        "Việt Nam: Thành phố Hồ Chí Minh",
        "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 40,
        "بِسْمِ ٱللَّٰهِ",
        "\u1019\u103c\u1014\u103a\u1019\u102c",
    ],
)
def test_plain_text_in_any_language_is_taken_as_it_is(text: str) -> None:
    assert read_words("Sara", text, None).text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing"),
        (" \n\t ", "missing"),
        ("\u200b\u200d\u2060", "missing"),
        ("x", "too short"),
        ("x" * 4_001, "4,001"),
        ("null \x00 byte", "U+0000"),
        ("bell \x07", "U+0007"),
        ("escape \x1b[31m", "U+001B"),
        ("half \ud83d", "U+D83D"),
        ("none \uffff", "U+FFFF"),
        ("turned \u202earound", "U+202E"),
        ("turned \u202daround", "U+202D"),
        ("zap" + "\u0301\u0316" * 10, "accents"),
    ],
)
def test_what_is_no_plain_text_is_refused_with_its_reason(text: str, words: str) -> None:
    assert words in problems_of(text=text)["text"]


@pytest.mark.parametrize("name", ["Jo", "J. Omar-Hêro", "محمد", "李明", "x" * 60, "R2"])
def test_names_of_all_kinds_are_taken(name: str) -> None:
    assert read_words(f"  {name} ", "It was on Monday.", None).name == name


@pytest.mark.parametrize(
    "name", ["", " ", "J", "x" * 61, "...", "😀😀", "a\u202eb", "a\u2067b", "a\x00b", "\u200b\u200b", "a\ud800b"]
)
def test_names_that_tell_nothing_or_deceive_are_refused(name: str) -> None:
    assert set(problems_of(name=name)) == {"name"}


def test_names_are_one_line() -> None:
    assert read_words("Sara \r\n  Omar", "It was on Monday.", None).name == "Sara Omar"


def test_line_ends_are_one_kind_and_letters_are_composed() -> None:
    assert read_words("Sara", "\r\na\r\nb\rc\u2028d\u2029e\u0085f\n", None).text == "a\nb\nc\nd\ne\nf"
    assert read_words("Sara", "Cafe\u0301", None).text == "Café"


def test_all_problems_come_at_once() -> None:
    assert set(problems_of("", "x", "y" * 201)) == {"name", "text", "contact"}


def test_a_contact_is_whatever_the_writer_gives() -> None:
    assert read_words("Sara", "It was on Monday.", "  sara@x.example ").contact == "sara@x.example"
    assert read_words("Sara", "It was on Monday.", "  ").contact is None


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_is_taken_or_refused_and_what_is_taken_is_taken_again(name: str, text: str) -> None:
    if problems := problems_of(name, text):
        assert set(problems) <= {"name", "text"}
        return
    once = read_words(name, text, None)
    assert read_words(once.name, once.text, None) == once
    once.text.encode()
