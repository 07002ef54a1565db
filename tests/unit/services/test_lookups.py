"""What a name may mean as it is typed: by its beginning, its spelling, and what lies near."""

from __future__ import annotations

import pytest

from dateline.model.places import Place
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.lookups import Lookups

NEAR = Place(name="Daquq", lat=35.14, lon=44.45, country="IQ")


@pytest.fixture(scope="module")
def lookups() -> Lookups:
    return Lookups(make_actor_registry(), make_gazetteer())


def names_of(lookups: Lookups, text: str) -> list[str]:
    return [choice.name for choice in lookups.find_actors(text)]


def test_a_place_is_found_by_how_it_begins(lookups: Lookups) -> None:
    best = lookups.find_places("kirk", NEAR)[0]
    assert (best.name, best.country) == ("Kirkuk", "IQ")
    assert best.hint.endswith("Iraq")
    assert lookups.find_places("Sevilla", limit=3)[0].country == "ES"


@pytest.mark.parametrize("typed", ["Daqouq", "daqooq", "DAQUQ"])
def test_a_place_is_found_by_other_spellings(lookups: Lookups, typed: str) -> None:
    assert "Daquq" in [choice.name for choice in lookups.find_places(typed, NEAR)]


def test_the_country_decides_between_equal_names(lookups: Lookups) -> None:
    assert lookups.find_places("Tripoli", country="LB")[0].country == "LB"
    assert lookups.find_places("Tripoli", country="LY")[0].country == "LY"


def test_an_actor_is_found_by_any_word_of_its_names(lookups: Lookups) -> None:
    assert names_of(lookups, "boko")[0] == "Boko Haram"
    assert "Boko Haram" in names_of(lookups, "haram")
    assert "Peshmerga" in names_of(lookups, "peshmrga")
    assert lookups.find_actors("army", country="NG")[0].hint.endswith("Nigeria")


@pytest.mark.parametrize("typed", ["", "  ", "?!", "~", "\x00", "zzzzqqqq", "a" * 5000, "المخمور"])
def test_rubbish_finds_nothing_and_breaks_nothing(lookups: Lookups, typed: str) -> None:
    assert lookups.find_places(typed) == ()
    assert lookups.find_actors(typed) == ()


def test_no_more_is_given_than_was_asked_for(lookups: Lookups) -> None:
    assert len(lookups.find_places("s", limit=5)) == 5
    assert len(lookups.find_actors("s", limit=5)) == 5
