"""Two places in one word, and names with dashes that are one place."""

from __future__ import annotations

import pytest

from dateline.annotate.toponyms import find_toponyms
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A bus was hit on the Kirkuk-Baghdad road.", ["Kirkuk", "Baghdad"]),
        ("A bus was hit on the Tuz Khurmatu–Kirkuk highway.", ["Tuz Khurmatu", "Kirkuk"]),
        ("A bus was hit on the Xurbelo-Damboa road.", ["Xurbelo", "Damboa"]),
        ("A bus was hit on the Bama-to-Gwoza road.", ["Bama", "Gwoza"]),
        ("A bus was hit on the Al-Hasakah-Qamishli road.", ["Al-Hasakah", "Qamishli"]),
        ("A bus was hit on the Port-au-Prince road.", ["Port-au-Prince"]),
        ("A bus was hit near the Mali-Niger border.", ["Mali", "Niger"]),
        ("A bus was hit near the Thai-Cambodian border.", ["Thailand", "Cambodia"]),
    ],
)
def test_a_dash_parts_names_before_a_road_or_border(
    gazetteer: CompiledGazetteer, text: str, names: list[str]
) -> None:
    assert [toponym.name for toponym in find_toponyms(text, gazetteer)] == names


def test_a_dash_parts_nothing_elsewhere(gazetteer: CompiledGazetteer) -> None:
    assert find_toponyms("The Thai-Cambodian talks went on.", gazetteer) == ()
