from __future__ import annotations

from dateline.assemble.incident_days import list_neighbours, shares_clause
from dateline.model.spans import Span

TEXT = "the mill was blown up on monday, the mayor said today."


def spot(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_neighbours_are_the_words_and_marks_beside() -> None:
    assert list_neighbours(TEXT, spot("monday")) == ["behind on", "behind up on", "before ,"]
    assert list_neighbours(TEXT, spot("the mill")) == ["before was"]


def test_a_clause_ends_at_a_mark_or_a_verb_of_saying() -> None:
    assert shares_clause(TEXT, spot("monday"), [TEXT.index("blown")])
    assert not shares_clause(TEXT, spot("today"), [TEXT.index("blown")])
    assert not shares_clause(TEXT, spot("today"), [])
