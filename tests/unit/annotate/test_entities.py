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
