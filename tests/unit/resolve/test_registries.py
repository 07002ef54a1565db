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
    assert len({group.actor_id for group in groups if ".people." not in group.actor_id}) > 1000
    assert all(group.first_year for group in groups if ".people." not in group.actor_id)
    assert all(actor.side for actor in groups)
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


def test_no_two_rows_of_a_country_share_a_name_at_one_time() -> None:
    """Letters and names are told apart by country and year; a successor's first year may be the last of the other."""
    from dateline.base.resources import load_yaml
    from dateline.base.words import name_key
    from dateline.resolve.registries import ACTOR_FILES

    seen: dict[tuple[str, tuple[str, ...]], list[tuple[int, int, str]]] = {}
    shared = []
    for row in (row for file in ACTOR_FILES for row in load_yaml(file)["rows"]):
        first, last = row.get("since", 0), row.get("until", 9999)
        for key in {name_key(name) for name in (row["name"], *row["aliases"])}:
            others = seen.setdefault((row["country"], key), [])
            shared += [(row["id"], other) for since, until, other in others if first < until and since < last]
            others.append((first, last, row["id"]))
    assert shared == []


def test_own_rows_come_first(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("- {id: own-1, name: River Watch, aliases: [AQIM], category: militia, country: ML}\n")
    registry = make_actor_registry(path)
    assert registry.find("AQIM")[0].actor_id == "own-1"
    assert registry.get("own-1") is not None


def test_own_row_with_a_packaged_id_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("rows:\n- {id: jnim, name: The Alliance, category: armed_group, country: ML, parent: al-qaeda}\n")
    registry = make_actor_registry(path)
    assert registry.find("The Alliance")[0] == registry.get("jnim")
    assert not registry.find("Group to Support Islam and Muslims")


def test_head_of_an_own_file_holds_for_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("source: our desk, 2026\ncategory: militia\ninter: 4\nrows:\n- {id: own-1, name: River Watch}\n")
    actor = make_actor_registry(path).get("own-1")
    assert actor is not None
    assert (actor.source, actor.category, actor.inter, actor.side) == ("our desk, 2026", "militia", 4, "non-state")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{name: River Watch, category: militia}", "has no id"),
        ("{id: own-1, category: militia}", "has no name"),
        ("{id: own-1, name: River Watch, category: gang}", "category 'gang' is not right: one of armed_group"),
        ("{id: own-1, name: River Watch, category: militia, alias: RW}", "has a field 'alias' that no row has"),
        (
            "{id: own-1, name: River Watch, category: militia, aliases: RW}",
            "aliases 'RW' is not right: a list of texts",
        ),
        ("{id: own-1, name: River Watch, category: militia, aliases: [NO]}", "quote what YAML reads"),
        (
            "{id: own-1, name: River Watch, category: militia, since: 2019, until: 2011}",
            "until 2011 is before since 2019",
        ),
        ("{id: own-1, name: River Watch, category: militia, since: last year}", "a year in four digits"),
        ("{id: own-1, name: River Watch, category: militia, country: Mali}", "two capital letters of ISO 3166-1"),
        ("{id: own-1, name: River Watch, category: militia, country: QQ}", "'QQ' is no country code"),
        ("{id: own-1, name: River Watch, category: militia, inter: 9}", "ACLED's code, 1 to 8"),
        ("{id: own-1, name: River Watch, category: militia, wikidata: 42418}", "as in Q42418"),
        ("{id: own-1, name: River Watch, category: militia, parent: own-7}", "no actor has the parent's id 'own-7'"),
        ("{id: first, name: River Watch, category: militia}", "the id 'first' stands in the file twice"),
        ("River Watch", "is no mapping of fields"),
    ],
)
def test_wrong_own_row_is_refused_with_file_row_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"- {{id: first, name: Hill Watch, category: militia}}\n- {row}\n")
    with pytest.raises(DatelineError) as failure:
        make_actor_registry(path)
    assert reason in str(failure.value)
    assert f"{path}, row 2" in str(failure.value)


@pytest.mark.parametrize("text", ["just words", "rows: 7", "{", "other: [1]"])
def test_own_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(DatelineError, match=r"own\.yaml"):
        make_actor_registry(path)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Syrian National Army", "Syrian National Army"),
        ("Lebanese Forces", "Lebanese Forces"),
        ("Lebanese forces", "Lebanese Armed Forces"),
        ("Iraqi federal police", "Iraqi Federal Police"),
        ("Cameroonian gendarmes", "Cameroonian Gendarmerie"),
        ("Pokot raiders", "Pokot Ethnic Militia"),
        ("Lou Nuer gunmen", "Lou Nuer Ethnic Militia"),
    ],
)
def test_find_tells_alike_names_apart(registry: YamlRegistry, name: str, canonical: str) -> None:
    assert registry.find(name)[0].name == canonical


def test_bodies_of_several_times_are_all_found(registry: YamlRegistry) -> None:
    found = registry.find("Afghan soldiers")
    assert [actor.actor_id for actor in found] == ["AF.ana", "AF.emirate-army", "AF.army.other-years"]


def test_own_row_without_category_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("- {id: own-1, name: River Watch}\n")
    with pytest.raises(DatelineError, match="category"):
        make_actor_registry(path)


def test_missing_own_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="could not be read"):
        make_actor_registry(tmp_path / "absent.yaml")
