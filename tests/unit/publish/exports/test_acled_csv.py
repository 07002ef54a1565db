"""ACLED's columns: what is filled, with what, and what stays empty."""

from __future__ import annotations

from datetime import date

import pytest
from export_samples import UPDATED, export_incident, hostile_texts, read_rows
from hypothesis import example, given, settings
from incident_samples import CHANNEL, MINISTRY, kill, make_account

from dateline.model.actors import ActorRef
from dateline.model.incidents import Account
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Casualty, Modality
from dateline.publish.exports.acled import list_columns, write_csv
from dateline.publish.exports.cells import clean_text
from dateline.resolve.registries import make_actor_registry

REGISTRY = make_actor_registry()
CIVILIANS = ActorRef(name="Civilians", mention="villagers")
NAMED_BY_COUNTRY = ("Civilians", "Protesters", "Rioters", "Unidentified Armed Group")
"""Who has no name of their own comes back with the country's; random texts may hit on one of these."""


def make_rows(*accounts: Account, with_states: bool = False) -> list[dict[str, str]]:
    incident = export_incident(*accounts, rule="acled")
    return read_rows(write_csv([incident], with_states=with_states, actors=REGISTRY))


def make_one(*accounts: Account, with_states: bool = False) -> dict[str, str]:
    (row,) = make_rows(*accounts, with_states=with_states)
    return row


def test_columns_are_acleds_in_its_order() -> None:
    columns = list_columns()
    assert len(columns) == len(set(columns)) == 31
    assert (columns[0], columns[13], columns[-1]) == ("event_id_cnty", "interaction", "timestamp")


def test_row_of_a_clash_between_rebels_and_state_forces() -> None:
    row = make_one(
        make_account("herald", kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,)),
        make_account("courier", kill(10)),
        make_account("mirror", kill(13, "Islamic State"), attribution=(CHANNEL,)),
    )
    assert row["event_id_cnty"] == "i-1"
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2021-12-02", "2021", "1")
    assert (row["disorder_type"], row["sub_event_type"]) == ("Political violence", "Armed clash")
    assert (row["inter1"], row["inter2"]) == ("Rebel group", "State forces")
    assert row["interaction"] == "State forces-Rebel group"
    assert row["civilian_targeting"] == ""
    assert (row["iso"], row["region"], row["country"]) == ("368", "Middle East", "Iraq")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("35.6", "43.7", "1")
    assert row["fatalities"] == "7"
    assert row["source"] == "The Courier; The Herald; The Mirror"
    assert row["timestamp"] == "1714996800"
    assert UPDATED.startswith("2024-05-06T12")


def test_notes_say_who_tells_what_and_quote_nobody() -> None:
    notes = make_one(
        make_account("herald", kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,)),
        make_account("mirror", kill(13, "Islamic State"), attribution=(CHANNEL,)),
    )["notes"]
    assert "the Ministry of Peshmerga: 7 killed" in notes
    assert "Islamic State: 13 killed; a side's own claim, not counted" in notes
    assert "Gunmen came down" not in notes


def test_fatalities_stay_empty_where_only_the_attackers_speak_or_nobody_does() -> None:
    claim = make_account("mirror", kill(13, "Islamic State"), attribution=(CHANNEL,))
    assert make_one(claim)["fatalities"] == ""
    assert make_one(make_account("herald"))["fatalities"] == ""
    assert make_one(make_account("herald", kill(0)))["fatalities"] == "0"


@pytest.mark.parametrize("modality", ["planned", "threatened", "possible", "denied", "attempted"])
def test_what_did_not_happen_is_no_row(modality: Modality) -> None:
    assert make_rows(make_account("herald", kill(7), modality=modality)) == []


def test_denial_stays_in_the_notes_of_what_others_tell() -> None:
    row = make_one(make_account("herald", kill(7)), make_account("mirror", modality="denied", attribution=(CHANNEL,)))
    assert "denies it" in row["notes"]


def test_rejected_accounts_are_no_row() -> None:
    assert make_rows(make_account("herald", kill(7), state="rejected")) == []


def test_state_is_told_in_the_tags_where_asked() -> None:
    accounts = make_account("herald", state="approved"), make_account("courier")
    assert make_one(*accounts)["tags"] == ""
    assert make_one(*accounts, with_states=True)["tags"] == "state: 1 proposed, 1 approved"
    assert make_one(accounts[0], with_states=True)["tags"] == "state: approved"


def test_actors_without_a_name_bear_the_countrys() -> None:
    row = make_one(
        make_account(
            "herald",
            event_type="Violence against civilians",
            sub_event_type="Attack",
            actor1=(ActorRef(name="Unidentified Armed Group"),),
            actor2=(CIVILIANS,),
        )
    )
    assert (row["actor1"], row["actor2"]) == ("Unidentified Armed Group (Iraq)", "Civilians (Iraq)")
    assert row["interaction"] == "Political militia-Civilians"
    assert row["civilian_targeting"] == "Civilian targeting"


def test_forces_of_another_state_are_external() -> None:
    row = make_one(
        make_account(
            "herald",
            event_type="Explosions/Remote violence",
            sub_event_type="Air/drone strike",
            actor1=(ActorRef(name="Turkish Armed Forces", actor_id="TR.military"),),
            actor2=(CIVILIANS,),
        )
    )
    assert row["inter1"] == "External/Other forces"
    assert row["interaction"] == "External/Other forces-Civilians"
    assert row["civilian_targeting"] == "Civilian targeting"


def test_unknown_actor_has_no_kind_and_one_side_stands_alone() -> None:
    unknown = make_one(make_account("herald", actor1=(ActorRef(name="Brigade of Nowhere"),)))
    assert (unknown["inter1"], unknown["interaction"]) == ("", "")
    alone = make_one(make_account("herald", actor2=()))
    assert (alone["actor2"], alone["interaction"]) == ("", "Rebel group only")
    nobody = make_one(make_account("herald", actor1=()))
    assert (nobody["actor1"], nobody["inter1"], nobody["interaction"]) == ("", "", "")


def test_allies_are_associated_actors() -> None:
    allies = (ActorRef(name="Peshmerga"), ActorRef(name="Iraqi Army"), ActorRef(name="Popular Mobilization Forces"))
    row = make_one(make_account("herald", actor1=allies))
    assert row["assoc_actor_1"] == "Iraqi Army; Popular Mobilization Forces"


@pytest.mark.parametrize(
    ("first", "last", "event_date", "year", "precision"),
    [
        (date(2021, 12, 6), date(2021, 12, 12), "2021-12-09", "2021", "2"),
        (date(2021, 11, 1), date(2021, 11, 30), "2021-11-15", "2021", "3"),
        (date(2021, 1, 1), date(2021, 12, 31), "", "2021", "3"),
        (None, date(2021, 12, 31), "", "", "3"),
    ],
)
def test_spans_have_their_middle_day(
    first: date | None, last: date, event_date: str, year: str, precision: str
) -> None:
    row = make_one(make_account("herald", time=Interval(start=first, end=last, precision="month")))
    assert (row["event_date"], row["year"], row["time_precision"]) == (event_date, year, precision)


def test_what_is_not_known_stays_empty() -> None:
    row = make_one(make_account("herald", publisher="", place=None, time=None, actor1=(), actor2=()))
    filled = {column for column, cell in row.items() if cell}
    assert filled == {"event_id_cnty", "disorder_type", "event_type", "sub_event_type", "notes", "timestamp"}


@settings(deadline=None)
@given(hostile_texts)
@example("Civilians")
def test_hostile_texts_come_back(text: str) -> None:
    place = Place(name=text, country="IQ", admin1=text, lat=-3.5, lon=-60)
    death = Casualty(measure="killed", group=text, low=1, high=1, said_by=text)
    row = make_one(make_account("herald", death, place=place, actor1=(ActorRef(name=text),), publisher=text))
    called = f"{text} (Iraq)" if text in NAMED_BY_COUNTRY else clean_text(text)
    assert (row["location"], row["admin1"], row["actor1"]) == (clean_text(text), clean_text(text), called)
    assert (row["latitude"], row["longitude"]) == ("-3.5", "-60.0")
