"""What a place is to what is told."""

import pytest

from dateline.model.spans import Span
from dateline.resolve.place_roles import is_aim_or_source, is_state_itself, names_a_bearer


def _find(text: str, name: str) -> tuple[Span, Span]:
    start = text.index(name)
    return Span(start, start + len(name)), Span(0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops sent from Talmar reached the town.", True),
        ("They marched the captives towards Talmar.", True),
        ("The convoy left for Talmar at dawn.", True),
        ("The army withdrew from Talmar on Monday.", False),
        ("Shells fell in Talmar at dawn.", False),
    ],
)
def test_is_aim_or_source_knows_where_men_came_from_and_went(text: str, expected: bool) -> None:
    assert is_aim_or_source(text, *_find(text, "Talmar")) is expected


def test_names_a_bearer_knows_streets() -> None:
    text = "A bomb went off on Talmar Road."
    assert names_a_bearer(text, _find(text, "Talmar")[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad sent a battalion to the town.", True),
        ("Fighters whom Chad pays hold the town.", True),
        ("Twelve people died in Chad.", False),
        ("Chad: twelve people died.", False),
    ],
)
def test_is_state_itself_knows_a_state_that_acts(text: str, expected: bool) -> None:
    assert is_state_itself(text, *_find(text, "Chad")) is expected


def test_an_outlet_that_is_told_something_is_no_place() -> None:
    text = "They told a Talmar radio station that the fort had fallen."
    assert names_a_bearer(text, _find(text, "Talmar")[0])
    stormed = "They stormed a Talmar radio station."
    assert not names_a_bearer(stormed, _find(stormed, "Talmar")[0])
