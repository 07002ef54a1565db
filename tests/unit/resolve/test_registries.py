"""The actor registry: what it knows, what it derives for every state, and a user's own rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.model.errors import DatelineError
from dateline.resolve.registries import YamlRegistry, load_countries, make_actor_registry


@pytest.fixture(scope="module")
def registry() -> YamlRegistry:
    return make_actor_registry()


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Daesh", "Islamic State"),
        ("Hashed al-Shaabi", "Popular Mobilization Forces"),
        ("Lord’s Resistance Army", "Lord's Resistance Army"),
        ("ISWAP", "Islamic State West Africa Province"),
        ("Popular Mobilisation Forces", "Popular Mobilization Forces"),
    ],
)
def test_find_knows_aliases_and_spellings(registry: YamlRegistry, name: str, canonical: str) -> None:
    assert registry.find(name)[0].name == canonical


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("Kenyan police", "Kenyan Police"),
        ("Zambia's army", "Zambian Army"),
        ("Ugandan soldiers", "Uganda People's Defence Forces"),
        ("Turkish warplanes", "Turkish Armed Forces"),
        ("Peruvian authorities", "Government of Peru"),
    ],
)
def test_find_derives_the_bodies_of_states(registry: YamlRegistry, words: str, canonical: str) -> None:
    assert registry.find(words)[0].name == canonical


def test_find_gives_nothing_for_unknown_names(registry: YamlRegistry) -> None:
    assert not registry.find("Quilting Circle of Tonga")


def test_one_name_of_two_groups_gives_both(registry: YamlRegistry) -> None:
    assert {actor.country for actor in registry.find("al-Shabaab")} >= {"SO", "MZ"}


def test_rows_are_many_and_complete(registry: YamlRegistry) -> None:
    actors = {actor.actor_id: actor for _, actor in registry.names()}
    groups = [actor for actor in actors.values() if actor.category in ("armed_group", "militia")]
    assert len(groups) > 250
    assert all(actor.source and 1 <= actor.inter <= 8 for actor in actors.values())
    assert all(actor.parent in actors for actor in actors.values() if actor.parent)
    codes = {country.code for country in load_countries()}
    assert all(actor.country in codes for actor in actors.values() if actor.country)


def test_years_are_in_order(registry: YamlRegistry) -> None:
    for _, actor in registry.names():
        if actor.first_year and actor.last_year:
            assert actor.first_year <= actor.last_year, actor.actor_id


def test_ids_are_unique() -> None:
    from dateline.base.resources import load_yaml
    from dateline.resolve.registries import ACTOR_FILES

    ids = [row["id"] for file in ACTOR_FILES for row in load_yaml(file)["rows"]]
    assert len(ids) == len(set(ids))


def test_own_rows_come_first(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("- {id: own-1, name: River Watch, aliases: [AQIM], category: militia, country: ML}\n")
    registry = make_actor_registry(path)
    assert registry.find("AQIM")[0].actor_id == "own-1"
    assert registry.get("own-1") is not None


def test_own_row_without_category_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("- {id: own-1, name: River Watch}\n")
    with pytest.raises(DatelineError, match="category"):
        make_actor_registry(path)


def test_missing_own_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="could not be read"):
        make_actor_registry(tmp_path / "absent.yaml")
