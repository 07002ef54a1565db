"""Persons: names, roles, and the kind of source."""

from __future__ import annotations

import pytest

from dateline.annotate.entities import EntityStage
from dateline.annotate.persons import find_persons
from dateline.model.annotations import PersonMention
from dateline.resolve.registries import make_actor_registry

ENTITIES = EntityStage(make_actor_registry())


def persons_of(text: str) -> list[PersonMention]:
    return find_persons(text, ENTITIES.find_mentions(text))


def person_of(text: str, name: str) -> PersonMention:
    return next(person for person in persons_of(text) if person.name == name)


@pytest.mark.parametrize(
    ("text", "name", "rank", "source_type"),
    [
        ("Brig. Gen. Karwan Salih told us.", "Karwan Salih", "Brig. Gen.", "state_force"),
        ("Lt. Col. Omar al-Tikriti fell.", "Omar al-Tikriti", "Lt. Col.", "state_force"),
        ("On Monday President Ama Mensah-Boateng spoke.", "Ama Mensah-Boateng", None, "government"),
        ("Water Minister Lina Haddad denied it.", "Lina Haddad", None, "government"),
    ],
)
def test_ranks_and_titles_are_taken_off(text: str, name: str, rank: str | None, source_type: str) -> None:
    person = person_of(text, name)
    assert (person.rank, person.source_type) == (rank, source_type)


@pytest.mark.parametrize(
    ("text", "name", "role", "source_type"),
    [
        ("“No,” said Ali Noor, the owner of the mill.", "Ali Noor", "owner of the mill", "witness"),
        ("Sara Odhiambo, a nurse at the clinic, wept.", "Sara Odhiambo", "nurse at the clinic", "medical"),
        ("Army spokesman Femi Adeyemi said so.", "Femi Adeyemi", "Army spokesman", "state_force"),
        ("Its coordinator, Mr Jan Peeters, said that aid is due.", "Jan Peeters", "coordinator", "unnamed"),
        ("Abu Talha, a commander of the Taliban, said no.", "Abu Talha", "commander of the Taliban", "armed_group"),
    ],
)
def test_roles_beside_names_are_read(text: str, name: str, role: str, source_type: str) -> None:
    person = person_of(text, name)
    assert (person.role, person.source_type) == (role, source_type)


def test_affiliation_is_the_body_of_the_role() -> None:
    text = "Zoran Petrov, a commander of the Peshmerga, said it was quiet."
    assert person_of(text, "Zoran Petrov").affiliation == "Peshmerga"


def test_later_surname_carries_name_and_role() -> None:
    text = "Col. Amina Diallo, head of the garrison, spoke first. Diallo added that all was well."
    later = [person for person in persons_of(text) if person.surname_only]
    assert [(person.name, person.role) for person in later] == [("Amina Diallo", "head of the garrison")]


@pytest.mark.parametrize(
    ("text", "name", "source_type"),
    [
        ("A medic in Goma said two died.", "A medic in Goma", "medical"),
        ("Three fell, according to a senior police officer.", "a senior police officer", "state_force"),
        ("Residents said the road was cut.", "Residents", "witness"),
        ("The dead were soldiers, security sources said.", "security sources", "unnamed"),
    ],
)
def test_speakers_without_a_name_are_found(text: str, name: str, source_type: str) -> None:
    assert person_of(text, name).source_type == source_type


@pytest.mark.parametrize("text", ["Human Rights Watch said so.", "New Delhi said no.", "Al Jazeera reported it."])
def test_bodies_are_no_persons(text: str) -> None:
    assert not persons_of(text)


@pytest.mark.parametrize(
    ("text", "name", "source_type"),
    [
        ("Minister of Information Selim Al-Karsa counted 29 dead.", "Selim Al-Karsa", "government"),
        ("Information Minister Selim Al-Karsa said so.", "Selim Al-Karsa", "government"),
        ("Chief of Air Staff Tunde Abara said jets had struck.", "Tunde Abara", "state_force"),
    ],
)
def test_portfolio_and_staff_are_no_part_of_the_name(text: str, name: str, source_type: str) -> None:
    assert person_of(text, name).source_type == source_type


def test_conjunction_before_sources_is_no_part_of_them() -> None:
    assert persons_of("Yet intelligence sources said only five had died.")[0].name == "intelligence sources"


def test_deed_before_a_body_is_no_role() -> None:
    text = "A bomb went off, killing ten soldiers, the Karsa News Agency, a local outlet, said."
    assert not any("killing" in (person.role or person.name) for person in persons_of(text))


def test_its_leader_is_of_the_body_named_before() -> None:
    text = "Hezbollah fired rockets. Its secretary-general, Selim Karsa, vowed revenge."
    assert person_of(text, "Selim Karsa").source_type == "armed_group"


def test_chief_of_air_staff_is_of_the_forces() -> None:
    text = "The Chief of Air Staff says jets bombed a camp."
    assert persons_of(text)[0].source_type == "state_force"
    assert not any(row.category == "civilians" for row in ENTITIES.find_mentions(text))
