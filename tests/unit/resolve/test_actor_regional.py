"""Whom bare nouns mean by country, year and region."""

from __future__ import annotations

import pytest

from dateline.annotate.entities import EntityStage
from dateline.annotate.sentences import SentenceStage
from dateline.base.resources import load_yaml
from dateline.model.drafts import ACTORS, PERSON_MENTIONS, Draft
from dateline.model.reports import Report
from dateline.resolve.actor_regional import RegionalNoun
from dateline.resolve.actors import ActorStage
from dateline.resolve.registries import make_actor_registry

REGISTRY = make_actor_registry()
ANNOTATE = (SentenceStage(), EntityStage(REGISTRY))
UNKNOWN = "Unidentified Armed Group"


def name_of(mention: str, text: str, year: int) -> str:
    draft = Draft(Report(id="r", text=text, published=f"{year}-05-01"))
    for stage in ANNOTATE:
        draft = draft.plus(stage.run([draft])[0])
    draft = draft.plus({PERSON_MENTIONS: ()})
    [layer] = [more[ACTORS] for more in ActorStage(REGISTRY).run([draft])]
    return str(next(row.actor.name for row in layer if row.actor.mention == mention))


@pytest.mark.parametrize(
    ("mention", "text", "year", "name"),
    [
        ("Separatists", "Separatists burnt a school in western Cameroon.", 2019, "Ambazonian Separatists"),
        ("rebels", "In Sierra Leone, rebels took a mining town.", 1998, "Revolutionary United Front"),
        ("Rebels", "Rebels fired a missile at a market in Yemen.", 2016, "Houthis"),
        ("gangs", "In Haiti, gangs burnt a market.", 2024, "Haitian Gangs"),
        ("Jihadists", "Jihadists attacked a post in northern Benin.", 2024, "JNIM"),
    ],
)
def test_noun_means_who_alone_it_can_mean(mention: str, text: str, year: int, name: str) -> None:
    assert name_of(mention, text, year) == name


@pytest.mark.parametrize(
    ("mention", "text", "year"),
    [
        ("Separatists", "Separatists burnt a school in western Cameroon.", 2009),
        ("rebels", "In Chad, rebels took a mining town.", 1998),
        ("Unidentified rebels", "Unidentified rebels fired a missile at a market in Yemen.", 2016),
        ("Gangs", "Gangs burnt a market in Kenya.", 2024),
        ("separatists", "In Ukraine, separatists shelled a town.", 2016),
    ],
)
def test_noun_stays_unknown_in_other_years_countries_and_where_two_may_be_meant(
    mention: str, text: str, year: int
) -> None:
    assert name_of(mention, text, year) == UNKNOWN


def test_named_group_keeps_the_noun_from_another() -> None:
    text = "Jihadists attacked a post in northern Benin. The army blamed Boko Haram or the Islamic State for it."
    assert name_of("Jihadists", text, 2024) != "JNIM"


def test_row_holds_in_its_regions_only() -> None:
    row = RegionalNoun(2009, 2015, "boko-haram", frozenset(["borno"]), frozenset(["lagos"]))
    assert row.holds(2012, frozenset(["borno", "kano"]))
    assert not row.holds(2012, frozenset(["kano"]))
    assert not row.holds(2012, frozenset(["borno", "lagos"]))
    assert not row.holds(2016, frozenset(["borno"]))


def test_rows_name_actors_of_the_registry() -> None:
    rows = load_yaml("actors/regional_nouns.yaml")["rows"]
    assert all(REGISTRY.get(row["actor"]) is not None for row in rows)
