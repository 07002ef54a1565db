from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.moderation.signals import find_signals
from dateline.moderation.word_lists import make_spelling_reader


def find(text: str) -> set[tuple[str, str]]:
    found = find_signals(text, make_spelling_reader().read(text))
    return {(signal.kind, text[signal.start : signal.end]) for signal in found}


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Read it at www.maps-and-more.example/x today", ("link", "www.maps-and-more.example/x")),
        ("look at cheapvisas dot com", ("link", "cheapvisas dot com")),
        ("Call me on +44 20 7946 0000 now", ("phone", "+44 20 7946 0000")),
        ("write to sales (at) tents.example", ("mail", "sales (at) tents.example")),
        ("follow @frontlinewatch for more", ("handle", "@frontlinewatch")),
        ("only $99 this week", ("price", "$99")),
        ("Please subscribe", ("offer", "subscribe")),
        ("this is sh*t reporting", ("swearing", "sh*t")),
        ("what the #$%& is this", ("masked", "#$%&")),
        ("You are an 1d10t.", ("insult", "1d10t")),
    ],
)
def test_a_signal_is_found_where_it_stands(text: str, signal: tuple[str, str]) -> None:
    assert signal in find(text)


@pytest.mark.parametrize(
    "text",
    [
        "On 7 November 2018, 1,422 attacks and 2,748 dead were claimed.",
        "The army says 30 square kilometres; it was 82 strikes in 2020-2021.",
        "ISIS killed Muslims, Jews, gays and Kurds. Who bombed the bridge?",
        "No. No! NO!!!",
    ],
)
def test_news_has_no_signals(text: str) -> None:
    assert find(text) == set()


def test_a_flood_is_repeated_text() -> None:
    assert {kind for kind, _ in find("peace peace peace peace peace now 😀😀😀😀😀😀😀😀😀😀😀😀😀")} == {"repeated"}


def test_a_sentence_said_three_times_is_repeated_text() -> None:
    said = "Where is the money? " * 3
    assert {kind for kind, _ in find(said + "Tell us.")} == {"repeated"}


@settings(deadline=None)
@given(st.text(max_size=300))
def test_signals_lie_in_the_text(text: str) -> None:
    for signal in find_signals(text, make_spelling_reader().read(text)):
        assert 0 <= signal.start < signal.end <= len(text)
