from __future__ import annotations

import pytest

from dateline.annotate.triggers import find_triggers
from dateline.model.spans import Span


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Gunmen ambushed a convoy.", [("assault", "active")]),
        ("The convoy was ambushed by gunmen.", [("assault", "passive")]),
        ("A suicide bomber struck a market.", [("suicide", "noun"), ("assault", "active")]),
        ("Drone strikes hit the depot.", [("air_strike", "noun")]),
        ("Troops recaptured the town.", [("regain", "active")]),
        ("Villagers protested against the tax.", [("protest", "active")]),
        ("The striker scored twice in the final.", []),
    ],
)
def test_find_triggers_gives_family_and_voice(text: str, families: list[tuple[str, str]]) -> None:
    assert [(row.family, row.voice) for row in find_triggers(text, Span(0, len(text)))] == families
