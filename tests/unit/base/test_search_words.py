"""Words as search knows them."""

from __future__ import annotations

import pytest

from dateline.base.search_words import Question, fold_words, read_question


def test_fold_words_drops_case_accents_and_signs() -> None:
    assert fold_words("Al-Ḥawīja’s mayor — ÉTÉ 2014") == ["al", "hawija", "s", "mayor", "ete", "2014"]


@pytest.mark.parametrize(
    ("typed", "phrases", "beginning"),
    [
        ("bridge mark", (("bridge",),), "mark"),
        ('"river bridge" dawn', (("river", "bridge"),), "dawn"),
        ('dawn "river bridge"', (("river", "bridge"), ("dawn",)), None),
        ("un", (("un",),), None),
        ('") OR * NEAR(', (("or",),), "near"),
    ],
)
def test_read_question_tells_phrases_from_words(typed: str, phrases: object, beginning: str | None) -> None:
    assert read_question(typed) == Question(phrases, beginning)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["", "  ", '""', "—*()"])
def test_read_question_of_no_word_is_none(typed: str) -> None:
    assert read_question(typed) is None
