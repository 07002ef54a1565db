from __future__ import annotations

import pytest

from training.corpus.notation import (
    NotationError,
    find_quote,
    find_words,
    read_actor,
    read_number,
    read_options,
    read_place,
    read_source,
    read_time,
)

TEXT = "Raiders burnt the mill at Orva. “We saw no raiders,” said the miller, who had fled."


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        (9, 9, 9),
        (0, 0, 0),
        ("7+", 7, None),
        (-27, None, 27),
        ("5-7", 5, 7),
        ("1,200", 1200, 1200),
        ("2.5", 2.5, 2.5),
        ("?", None, None),
    ],
)
def test_read_number_gives_low_and_high(written: object, low: float | None, high: float | None) -> None:
    assert read_number(written) == {"low": low, "high": high}


def test_read_number_keeps_that_it_is_about() -> None:
    assert read_number("~300") == {"low": 300, "high": 300, "approximate": True}


@pytest.mark.parametrize("written", ["dozens", "", "-", "+", "5-7-9", "~"])
def test_read_number_refuses_what_is_no_number(written: str) -> None:
    with pytest.raises(NotationError, match="is no number"):
        read_number(written)


def test_read_options_keeps_one_answer_and_lists_several() -> None:
    assert read_options(" Attack ") == "Attack"
    assert read_options("Attack| Armed clash") == {"any_of": ["Attack", "Armed clash"]}
    with pytest.raises(NotationError):
        read_options(" | ")


def test_read_actor_parts_names_from_the_words() -> None:
    assert read_actor("Red Column|RC = the raiders") == {
        "name": {"any_of": ["Red Column", "RC"]},
        "mention": "the raiders",
        "actor_id": None,
    }
    assert read_actor("Civilians")["mention"] is None


@pytest.mark.parametrize(
    ("written", "source", "source_type", "stance"),
    [
        ("Colonel Rusu: state_force", "Colonel Rusu", "state_force", "says"),
        ("Red Column: armed_group: claims_responsibility", "Red Column", "armed_group", "claims_responsibility"),
        ("null: unnamed", None, "unnamed", "says"),
        ("outlet", None, "outlet", "says"),
        ("outlet: outlet: estimates", None, "outlet", "estimates"),
        ("the miller|a villager: witness|community", ["the miller", "a villager"], ["witness", "community"], "says"),
    ],
)
def test_read_source_gives_source_type_and_stance(
    written: str, source: str | list[str] | None, source_type: str | list[str], stance: str
) -> None:
    found = read_source(written)
    assert (_plain(found["source"]), _plain(found["source_type"]), found["stance"]) == (source, source_type, stance)


def _plain(value: object) -> object:
    return value["any_of"] if isinstance(value, dict) else value


def test_read_source_refuses_a_name_without_a_type() -> None:
    with pytest.raises(NotationError, match="names no source type"):
        read_source("Colonel Rusu")


def test_read_source_refuses_words_beside_the_name() -> None:
    with pytest.raises(NotationError, match="a name alone"):
        read_source("Colonel Rusu = the colonel: state_force")


def test_read_time_gives_a_day_an_interval_or_an_open_side() -> None:
    assert read_time(None) is None
    assert read_time("2021-05-12") == {"start": "2021-05-12", "end": "2021-05-12", "precision": "day"}
    assert read_time("2021-05-01/2021-05-31 month") == {
        "start": "2021-05-01",
        "end": "2021-05-31",
        "precision": "month",
    }
    assert read_time("/2021-05-31")["start"] is None  # type: ignore[index]
    assert read_time("2021-05-31/")["end"] is None  # type: ignore[index]


def test_read_place_fills_in_precision_and_radius() -> None:
    place = read_place(["Orva|Orwa", 46.1, 25.3, "RO", None])
    assert (place["name"], place["radius_km"], place["geo_precision"]) == ({"any_of": ["Orva", "Orwa"]}, 20, 1)
    assert place["admin1"] is None
    with pytest.raises(NotationError):
        read_place(["Orva", 46.1])


@pytest.mark.parametrize(
    ("written", "quote"),
    [
        ("Raiders burnt the mill at Orva.", "Raiders burnt the mill at Orva."),
        ("Raiders ... Orva.", "Raiders burnt the mill at Orva."),
        ('"We saw no raiders," ... fled.', "“We saw no raiders,” said the miller, who had fled."),
    ],
)
def test_find_quote_holds_to_the_offsets_of_the_text(written: str, quote: str) -> None:
    found = find_quote(TEXT, written)
    assert TEXT[found["start"] : found["end"]] == found["quote"] == quote


def test_find_quote_looks_for_the_last_words_after_the_first() -> None:
    with pytest.raises(NotationError, match="does not hold 'Raiders burnt'"):
        find_quote(TEXT, "the miller ... Raiders burnt")


def test_find_words_looks_in_the_evidence_first() -> None:
    evidence = [find_quote(TEXT, '"We saw ... fled.')]
    found = find_words(TEXT, "raiders", evidence)
    assert found is not None
    assert found["start"] == TEXT.index("raiders,")


def test_find_words_takes_whole_words_of_any_case() -> None:
    assert find_words(TEXT, "raider", []) is None
    found = find_words(TEXT, "the Mill", [])
    assert found is not None
    assert found["quote"] == "the mill"
