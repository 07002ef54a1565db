from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.sentences import MAX_SENTENCE_CHARS, find_quotes, split_sentences


def texts_of(text: str) -> list[str]:
    return [sentence.span.text_in(text) for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rebels left. Nobody was hurt.", 2),
        ("Brig. Gen. A. T. Osei spoke at 5 p.m. on Friday.", 1),
        ("It began at 5 p.m. The army fled.", 2),
        ("The U.S. Army sent Lt. Col. Park. He stayed.", 2),
        ("“We hold the town.” He then left.", 2),
        ("On Dec. 9 the truce ended.", 1),
        ("One line\n\nanother line", 2),
    ],
)
def test_split_sentences_knows_abbreviations_and_paragraphs(text: str, count: int) -> None:
    assert len(texts_of(text)) == count


def test_sentences_know_their_paragraph() -> None:
    rows = list(split_sentences("First. Second.\n\nThird."))
    assert [(row.index, row.paragraph) for row in rows] == [(0, 0), (1, 0), (2, 1)]


def test_find_quotes_closes_an_open_quote_at_its_paragraph() -> None:
    text = "“Stay,” she said.\n\n“They came at night"
    assert [quote.span.text_in(text) for quote in find_quotes(text)] == ["“Stay,”", "“They came at night"]


@pytest.mark.parametrize("text", ["killed, " * 800, "x" * 5000])
def test_split_sentences_cuts_text_without_stops(text: str) -> None:
    assert max(len(sentence) for sentence in texts_of(text)) <= MAX_SENTENCE_CHARS
    assert "".join(texts_of(text)).replace(" ", "") == text.replace(" ", "")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_sentences_lie_in_order_within_any_text(text: str) -> None:
    last = 0
    for sentence in split_sentences(text):
        assert last <= sentence.span.start < sentence.span.end <= len(text)
        assert sentence.span.text_in(text).strip() == sentence.span.text_in(text)
        last = sentence.span.end
