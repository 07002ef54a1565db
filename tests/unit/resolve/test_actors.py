"""Who is meant."""

from __future__ import annotations

import pytest

from dateline.annotate.entities import EntityStage
from dateline.annotate.sentences import SentenceStage
from dateline.model.annotations import ResolvedActor
from dateline.model.drafts import ACTORS, PERSON_MENTIONS, Draft
from dateline.model.reports import Report
from dateline.resolve.actors import ActorStage
from dateline.resolve.registries import make_actor_registry

REGISTRY = make_actor_registry()
ANNOTATE = (SentenceStage(), EntityStage(REGISTRY))


def resolve(text: str, title: str = "", dateline: str | None = None, year: int = 2021) -> list[ResolvedActor]:
    draft = Draft(Report(id="r", text=text, title=title, dateline=dateline, published=f"{year}-05-01"))
    for stage in ANNOTATE:
        draft = draft.plus(stage.run([draft])[0])
    draft = draft.plus({PERSON_MENTIONS: ()})
    return list(ActorStage(REGISTRY).run([draft])[0][ACTORS])


def names(text: str, title: str = "", dateline: str | None = None, year: int = 2021) -> dict[str, str]:
    return {str(row.actor.mention): row.actor.name for row in resolve(text, title, dateline, year)}


def test_army_is_that_of_the_storys_country() -> None:
    assert names("The army moved north.", dateline="LUSAKA, Zambia")["army"] == "Zambian Army"


def test_soldiers_are_those_last_named() -> None:
    text = "Rwandan troops crossed the river in Mozambique. Two soldiers drowned."
    assert names(text)["soldiers"] == "Rwanda Defence Force"


def test_group_looks_back() -> None:
    text = "JNIM attacked a post in Mali. The group also burned a truck. The gunmen then left."
    found = names(text)
    assert found["group"] == "JNIM"
    assert found["gunmen"] == "JNIM"


def test_new_gunmen_stay_unknown() -> None:
    text = "Al-Shabaab holds the hills of Somalia. On Friday, gunmen shot a trader."
    assert names(text)["gunmen"] == "Unidentified Armed Group"


def test_title_names_the_militants() -> None:
    found = names("A bus was hit. The militants fled.", title="ISIS attacks a bus in Iraq")
    assert found["militants"] == "Islamic State"


def test_they_is_the_subject_before() -> None:
    text = "Taliban fighters entered the town. They freed prisoners."
    assert names(text)["They"] == "Taliban"


def test_we_is_left_to_the_speaker() -> None:
    assert "We" not in names("“We left,” a man said.")


def test_people_and_crowds() -> None:
    found = names("Villagers fled while demonstrators burned tyres.")
    assert found == {"Villagers": "Civilians", "demonstrators": "Protesters"}


def test_name_of_two_groups_goes_by_country() -> None:
    assert names("Al-Shabaab raided a village in Mozambique.")["Al-Shabaab"] == "Islamic State Mozambique"
    assert names("Al-Shabaab raided a village in Somalia.")["Al-Shabaab"] == "Al-Shabaab"


@pytest.mark.parametrize(("year", "name"), [(2016, "HTS"), (2020, "Hayat Tahrir al-Sham")])
def test_groups_not_yet_founded_stay_as_named(year: int, name: str) -> None:
    assert names("HTS shelled a village in Syria.", year=year)["HTS"] == name


@pytest.mark.parametrize(
    ("year", "name"), [(2016, "Syrian Arab Army"), (2025, "Syrian Army"), (1999, "Syrian Arab Army")]
)
def test_army_is_that_of_the_year(year: int, name: str) -> None:
    assert names("The army shelled a village.", dateline="HOMS, Syria", year=year)["army"] == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        (
            "The Syrian National Army shelled a village near Afrin in Syria.",
            "Syrian National Army",
            "Syrian National Army",
        ),
        ("Lebanese Forces supporters marched in Beirut, Lebanon.", "Lebanese Forces", "Lebanese Forces"),
        ("Lebanese forces closed a road in Beirut, Lebanon.", "Lebanese forces", "Lebanese Armed Forces"),
        ("The Karen National Union took a post in Myanmar.", "Karen National Union", "Karen National Union"),
        ("Gumino fighters burned huts in the Democratic Republic of Congo.", "Gumino fighters", "Gumino"),
        ("The FPL attacked a post near San Vicente, El Salvador.", "FPL", "Popular Liberation Forces"),
        ("Village guards shot a shepherd near Lice in Turkey.", "Village guards", "Turkish Village Guards"),
        ("The Kaniyat killed a family at Tarhuna in Libya.", "Kaniyat", "Kaniyat"),
    ],
)
def test_names_that_look_alike_are_told_apart(text: str, mention: str, name: str) -> None:
    assert names(text, year=2019 if "FPL" not in text else 1985)[mention] == name


@pytest.mark.parametrize(
    ("dateline", "name"), [("ERBIL, Iraq", "Peshmerga"), ("HASAKAH, Syria", "Syrian Democratic Forces")]
)
def test_kurdish_forces_are_those_of_the_country(dateline: str, name: str) -> None:
    assert names("Kurdish forces dug a trench.", dateline=dateline)["Kurdish forces"] == name


@pytest.mark.parametrize(
    ("dateline", "name"), [("MOSUL, Iraq", "Iraqi Army"), ("MAIDUGURI, Nigeria", "Nigerian Army")]
)
def test_army_and_its_division_by_country(dateline: str, name: str) -> None:
    found = names("The army moved north. The 14th Division stayed. Soldiers dug in.", dateline=dateline)
    assert found["army"] == found["Soldiers"] == name
    assert found["14th Division"] == name


@pytest.mark.parametrize(
    ("dateline", "name"), [("DAVAO, Philippines", "New People's Army"), ("LIMA, Peru", "Communist rebels")]
)
def test_names_used_at_home_mean_nobody_elsewhere(dateline: str, name: str) -> None:
    assert names("Communist rebels shot a mayor.", dateline=dateline)["Communist rebels"] == name


def test_ministry_is_the_one_named_before() -> None:
    text = "The Iraqi Interior Ministry sent a unit to Basra. The ministry gave no toll."
    assert names(text)["ministry"] == "Ministry of Interior of Iraq"


def test_unknown_group_stays_as_named() -> None:
    found = resolve("The Brown Owl Brigade attacked a post in Iraq.")
    row = next(row for row in found if row.actor.mention == "Brown Owl Brigade")
    assert (row.actor.name, row.actor.actor_id) == ("Brown Owl Brigade", None)


def test_place_of_a_far_groups_name_is_no_actor() -> None:
    assert "Shabiha" not in names("A bomb went off at Shabiha, a village of Kirkuk in Iraq.")


def test_letters_of_a_far_group_are_not_taken() -> None:
    assert "MIT" not in names("The MIT students left Peru.")


def test_ids_and_categories_come_from_the_registry() -> None:
    row = resolve("Police in Kenya fired.")[0]
    assert (row.actor.actor_id, row.category) == ("KE.police", "police")


def test_unknown_names_stay_as_told() -> None:
    row = resolve("The Valley Defence Front attacked in Peru.")[0]
    assert (row.actor.name, row.actor.actor_id) == ("Valley Defence Front", None)


def test_its_troops_are_those_of_the_state_that_speaks() -> None:
    text = "Fighting went on in Mozambique. Botswana's government said its troops were safe."
    assert names(text)["troops"] == "Botswanan Army"


def test_tie_to_another_group_is_no_antecedent() -> None:
    text = "JNIM, linked to al-Qaida, burned a post in Mali. The militants fled."
    assert names(text)["militants"] == "JNIM"


def test_quoted_they_is_the_enemy() -> None:
    text = "ISIS gunmen hid in a gorge in Iraq. “They come at night,” a soldier said."
    assert names(text)["They"] == "Islamic State"


def test_sentence_that_goes_abroad_takes_its_army_along() -> None:
    text = "Syria's war goes on. Syria counts its dead. In Iraq, meanwhile, the army lost a base."
    assert names(text, dateline="DAMASCUS, Syria")["army"] == "Iraqi Army"


def test_lake_of_a_countrys_name_is_not_that_country() -> None:
    text = "Fighters raided an island on Lake Chad, in the Borno State of Nigeria. The army struck back."
    assert names(text)["army"] == "Nigerian Army"


def test_peacekeepers_of_a_country_are_its_army() -> None:
    found = names("Ugandan peacekeepers met fighters in Somalia.", year=2023)
    assert found["Ugandan peacekeepers"] == "Uganda People's Defence Forces"


def test_peacekeepers_are_those_of_the_mission_named() -> None:
    text = "Peacekeepers escorted the convoy in Mali. MINUSMA said that all was calm."
    assert names(text, year=2020)["Peacekeepers"] == "MINUSMA"
    assert names("Peacekeepers escorted the convoy.")["Peacekeepers"] == "United Nations"


def test_leaders_government_is_not_that_of_the_accused() -> None:
    text = "Ruvanga's government accused Rwanda of an attack. Burundian troops left a village."
    assert names(text)["government"] == "Government of Burundi"


def test_numbered_brigade_is_of_the_land_forces() -> None:
    text = "Zambian jets struck the hills. The 21st Brigade moved in."
    assert names(text)["21st Brigade"] == "Zambian Army"


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Rioters burned a depot in Accra, Ghana.", "Rioters", "Rioters"),
        ("Settlers cut down olive trees near Nablus in the West Bank, Palestine.", "Settlers", "Settlers (Israel)"),
        ("Settlers cleared the forest in Brazil.", "Settlers", "Civilians"),
        ("The police in Senegal spoke. The gendarmes fired.", "gendarmes", "Senegalese Gendarmerie"),
        ("In Nigeria the state government closed the schools.", "state government", "state government"),
        ("The Janjaweed came to Sudan. The local self-defence group fled.", "local self-defence group", None),
    ],
)
def test_nouns_mean_what_they_say(text: str, mention: str, name: str | None) -> None:
    assert names(text)[mention] == (name or mention)


def test_soldiers_from_a_state_are_that_states() -> None:
    found = names("Rwandan troops held the road in Mozambique. Two soldiers from Malawi drowned.")
    assert found["soldiers"] != "Rwanda Defence Force"


def test_peacekeepers_are_the_mission_of_the_country_and_year() -> None:
    text = "Peacekeepers came under fire in the Central African Republic."
    assert names(text, year=2019)["Peacekeepers"] == "MINUSCA"
    assert names(text.replace("the Central African Republic", "Liberia"), year=2010)["Peacekeepers"] == "UNMIL"


def test_mission_of_the_african_union_has_the_name_of_the_year() -> None:
    text = "African Union troops left a camp in Somalia, where Somalia's army took over."
    assert names(text, year=2015)["African Union troops"] == "African Union Mission in Somalia"
    assert names(text, year=2023)["African Union troops"] == "African Union Transition Mission in Somalia"


def test_ministry_without_a_country_is_that_of_the_story() -> None:
    found = names("The Ministry of Health counted ten dead in Yemen. The justice ministry was silent.")
    assert found["Ministry of Health"] == "Ministry of Health of Yemen"
    assert found["justice ministry"] == "Ministry of Justice of Yemen"


def test_letters_that_a_report_explains_are_no_far_army() -> None:
    found = names("The Sorghum Nomad Front (SNA) took a well in Mali. The SNA lost two men.")
    assert found["SNA"] == "Sorghum Nomad Front"


def test_militants_before_any_name_are_the_one_group_of_the_report() -> None:
    assert names("Jihadists killed two in Somalia. Al-Shabaab claimed it.")["Jihadists"] == "Al-Shabaab"


def test_persons_unknown_are_attackers_but_not_where_they_are_harmed() -> None:
    assert names("Unidentified men robbed a shop in Mali.")["Unidentified men"] == "Unidentified Armed Group"
    assert names("Unidentified men were found dead in Mali.")["Unidentified men"] == "Civilians"


def test_men_with_rifles_are_attackers() -> None:
    assert names("Four men with rifles came to the well in Mali.")["men"] == "Unidentified Armed Group"
