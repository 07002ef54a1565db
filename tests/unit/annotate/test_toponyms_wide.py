"""Toponyms in texts of any kind: offices, streets, peoples, and names of persons that are towns too."""

from __future__ import annotations

import pytest

from dateline.annotate.sentences import split_sentences
from dateline.annotate.toponym_persons import find_surnames
from dateline.annotate.toponyms import find_toponyms
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


def names_in(gazetteer: CompiledGazetteer, text: str) -> list[str]:
    starts = frozenset(sentence.span.start for sentence in split_sentences(text))
    return [toponym.name for toponym in find_toponyms(text, gazetteer, (), starts, wide=True)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Cleveland City Council voted on it.", ["Cleveland"]),
        ("A Toledo woman was fined.", ["Toledo"]),
        ("Rep. Ann Doe, D-Toledo, voted no.", ["Toledo"]),
        ("She lives in Gary, Ind., they said.", ["Gary", "Indiana"]),
        ("Crews closed Orva Street near Otter Creek.", ["Orva Street", "Otter Creek"]),
        ("Many Texans left for St. Petersburg.", ["Texas", "St. Petersburg"]),
        ("He was taken to the Hamilton County Jail.", ["Hamilton County"]),
        ("The U.S. embassy in Paris shut.", ["United States", "Paris"]),
    ],
)
def test_places_in_offices_and_abbreviations_are_found(
    gazetteer: CompiledGazetteer, text: str, names: list[str]
) -> None:
    assert names_in(gazetteer, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Joe Trapani, 41, runs the shop. Trapani said sales were slow.",
        "Coach Ripley was pleased. Ripley won twice.",
        "Mary Middleton smiled.",
    ],
)
def test_names_of_persons_are_none(gazetteer: CompiledGazetteer, text: str) -> None:
    assert names_in(gazetteer, text) == []


def test_surnames_are_told_by_age_title_and_speech() -> None:
    assert find_surnames("Joe Orva, 41, left. Sgt. Tirn stayed. Brast said so. Brast said more.") == {
        "Orva",
        "Tirn",
        "Brast",
    }
