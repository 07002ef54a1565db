"""Mentions of actors."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dateline.annotate.entities import EntityStage
from dateline.model.annotations import ActorMention
from dateline.resolve.registries import make_actor_registry

STAGE = EntityStage(make_actor_registry())


def mentions_of(text: str) -> dict[str, ActorMention]:
    return {mention.span.text_in(text): mention for mention in STAGE.find_mentions(text)}


@pytest.mark.parametrize(
    ("text", "words", "head"),
    [
        ("ISIS fighters left.", "ISIS fighters", "Islamic State"),
        ("They met Boko Haram militants.", "Boko Haram militants", "Boko Haram"),
        ("Ethiopian soldiers came.", "Ethiopian soldiers", "Ethiopian National Defence Force"),
        ("Kenya’s air force struck.", "Kenya’s air force", "Kenyan Air Force"),
        ("The Kurdistan Workers' Party denied it.", "Kurdistan Workers' Party", "Kurdistan Workers' Party"),
        ("Hashd al-Shaabi units moved.", "Hashd al-Shaabi units", "Popular Mobilization Forces"),
        ("Ankara rejected the claim.", "Ankara", "Government of Turkey"),
    ],
)
def test_names_are_found_whole(text: str, words: str, head: str) -> None:
    mention = mentions_of(text)[words]
    assert (mention.form, mention.head) == ("named", head)


@pytest.mark.parametrize("text", ["He is here, as he said.", "It fell in Ankara.", "A road to Kabul was cut."])
def test_small_words_and_places_are_no_names(text: str) -> None:
    assert not [mention for mention in STAGE.find_mentions(text) if mention.form == "named"]


def test_number_stays_outside_the_phrase() -> None:
    assert "rice farmers" in mentions_of("They killed 43 rice farmers.")
    assert "fishermen" in mentions_of("At least seven fishermen drowned.")


def test_armed_men_are_unidentified() -> None:
    mention = mentions_of("Masked men stormed a clinic.")["Masked men"]
    assert mention.category == "unidentified_armed"


def test_adjective_gives_the_country() -> None:
    assert mentions_of("Two Nigerian farmers fled.")["Nigerian farmers"].country == "NG"


def test_acronym_is_learnt_from_its_definition() -> None:
    text = "The Valley Defence Front (VDF) attacked. VDF fighters fled."
    found = mentions_of(text)
    assert found["VDF fighters"].head == "Valley Defence Front"


def test_units_are_generic_state_forces() -> None:
    mention = mentions_of("Soldiers of the 77th Infantry Brigade fired.")["77th Infantry Brigade"]
    assert (mention.form, mention.category) == ("generic", "state_force")


def test_pronouns_are_mentions() -> None:
    assert mentions_of("They fled and took its flag.")["They"].form == "pronoun"


def test_chief_of_staff_is_no_staff() -> None:
    assert "staff" not in mentions_of("The chief of staff spoke.")


def test_mentions_are_in_order_and_apart() -> None:
    text = "Malian troops and JNIM militants fought near Mopti; villagers fled the army and the militants."
    spans = [mention.span for mention in STAGE.find_mentions(text)]
    assert spans == sorted(spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_two_capitals_may_act_together() -> None:
    found = mentions_of("Oslo and Doha urged a truce.")
    assert {"Oslo", "Doha"} <= found.keys()


def test_annotation_keeps_offsets() -> None:
    text = "“Daesh” — the group — fled. Côte d’Ivoire’s army followed."
    for mention in STAGE.find_mentions(text):
        assert 0 <= mention.span.start < mention.span.end <= len(text)


def test_short_names_ask_for_their_own_case() -> None:
    assert "Let" not in mentions_of("Let the guards go, said a trader.")
    assert mentions_of("LeT left Kashmir.")["LeT"].head == "Lashkar-e-Taiba"


def test_syllable_in_capitals_is_no_body() -> None:
    assert "AU" not in mentions_of("PORT-AU-PRINCE, Haiti - Gangs burned a school.")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Burundians withdrew from the ridge.", "BI"),
        ("Chadians of MINUSMA were shot at.", "TD"),
        ("The Colombians living in Quito left their homes.", None),
        ("Kenyans vote on Tuesday.", None),
    ],
)
def test_people_in_words_of_war_are_soldiers(text: str, country: str | None) -> None:
    found = [row for row in mentions_of(text).values() if row.category == "state_force"]
    assert [row.country for row in found] == ([country] if country else [])


def test_local_red_cross_is_not_the_international_one() -> None:
    assert mentions_of("The local Red Cross buried them.")["local Red Cross"].head == "local Red Cross"


def test_news_agency_is_a_medium() -> None:
    assert mentions_of("The Karsa News Agency reported it.")["Karsa News Agency"].category == "media"


def test_force_of_a_group_is_no_state_force() -> None:
    assert mentions_of("A commander of Hezbollah's Karsa Force fell.")["Karsa Force"].category == "armed_group"
    assert mentions_of("A commander of the Karsa Force fell.")["Karsa Force"].category == "state_force"


def test_number_opens_no_name() -> None:
    assert "Three Red Cross" not in mentions_of("Three Red Cross volunteers died.")


def test_numbered_unit_is_a_mention_of_an_army() -> None:
    unit = mentions_of("Soldiers of Light Infantry Battalion 54 burned a barn.")["Light Infantry Battalion 54"]
    assert (unit.form, unit.category) == ("generic", "state_force")
