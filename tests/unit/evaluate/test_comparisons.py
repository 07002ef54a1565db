from __future__ import annotations

import pytest

from dateline.evaluate.comparisons import (
    compare_casualties,
    compare_names,
    compare_places,
    compare_ranges,
    compare_times,
    name_words,
)


@pytest.mark.parametrize(
    ("gold", "predicted", "credit"),
    [
        (["Islamic State"], ["the Islamic States"], 1.0),
        (["Global Coalition", "US-led coalition"], ["the coalition"], 1.0),
        (["Iraqi Army"], ["Iraqi police"], 0.0),
        (["Hawija"], ["Hawīja"], 1.0),
        ([], ["anyone"], 0.0),
        (["Peshmerga"], [None], 0.0),
    ],
)
def test_compare_names_accepts_half_of_the_words(gold: list[str], predicted: list[str | None], credit: float) -> None:
    assert compare_names(gold, predicted) == credit


def test_name_words_drop_articles_case_and_plurals() -> None:
    assert name_words("The Militants of a Front") == {"militant", "of", "front"}


def test_compare_places_uses_the_radius_and_ten_kilometres_at_least() -> None:
    gold = {"name": "Geidam", "lat": 12.9, "lon": 11.93}
    assert compare_places(gold, {"name": "x", "lat": 12.97, "lon": 11.93}) == 1.0  # 7.8 km
    assert compare_places(gold, {"name": "x", "lat": 13.05, "lon": 11.93}) == 0.0  # 16.7 km
    assert compare_places({**gold, "radius_km": 20}, {"name": "x", "lat": 13.05, "lon": 11.93}) == 1.0


def test_compare_places_gives_half_for_a_name_without_coordinates() -> None:
    assert compare_places({"name": {"any_of": ["Geidam", "Gaidam"]}}, {"name": "Geidam"}) == 0.5


@pytest.mark.parametrize(
    ("start", "end", "credit"),
    [
        ("2023-05-08", "2023-05-08", 1.0),
        ("2023-05-09", "2023-05-09", 1.0),
        ("2023-05-08", None, 1.0),
        ("2023-05-08", "2023-05-31", 0.5),
        ("2023-06-01", "2023-06-02", 0.0),
        (None, None, 0.0),
    ],
)
def test_compare_times_allows_a_day_and_counts_overlap(start: str | None, end: str | None, credit: float) -> None:
    gold = {"start": "2023-05-08", "end": "2023-05-08", "precision": "day"}
    assert compare_times(gold, {"start": start, "end": end}) == credit


def test_compare_ranges_lets_an_open_end_pass() -> None:
    assert compare_ranges((7, None), (7, 9)) == 1.0
    assert compare_ranges((7, 7), (7, None)) == 1.0
    assert compare_ranges((7, 7), (7, 9)) == 0.0
    assert compare_ranges((None, 27), (27, 27)) == 0.0


def test_compare_casualties_halves_the_credit_for_the_wrong_group() -> None:
    gold = {"measure": "killed", "low": 5, "high": 5, "group": "Peshmerga"}
    assert compare_casualties(gold, {**gold}) == 1.0
    assert compare_casualties(gold, {**gold, "group": "Civilians"}) == 0.5
    assert compare_casualties(gold, {**gold, "measure": "injured"}) == 0.0
    assert compare_casualties({**gold, "group": None}, {**gold, "group": "Civilians"}) == 1.0
