"""UCDP GED's columns: which incidents are rows, who the sides are, and whose the dead."""

from __future__ import annotations

import pytest
from export_samples import export_incident, hostile_texts, read_rows
from hypothesis import given, settings
from incident_samples import CHANNEL, MINISTRY, kill, make_account

from dateline.model.actors import ActorRef
from dateline.model.incidents import Account
from dateline.model.places import Place
from dateline.model.records import Casualty
from dateline.publish.exports.cells import clean_text
from dateline.publish.exports.ucdp import find_grid_cell, list_columns, write_csv
from dateline.resolve.registries import make_actor_registry

REGISTRY = make_actor_registry()
CIVILIANS, GUNMEN = ActorRef(name="Civilians"), ActorRef(name="Unidentified Armed Group")
IRAQI_ARMY, TURKISH_FORCES = ActorRef(name="Iraqi Army"), ActorRef(name="Turkish Armed Forces")
ISLAMIC_STATE, PKK = ActorRef(name="Islamic State"), ActorRef(name="Kurdistan Workers' Party", actor_id="pkk")
COALITION = ActorRef(name="Global Coalition")


def make_rows(*accounts: Account, with_states: bool = False) -> list[dict[str, str]]:
    incident = export_incident(*accounts, rule="ucdp")
    return read_rows(write_csv([incident], with_states=with_states, actors=REGISTRY))


def make_dyad(
    actor1: ActorRef, actor2: ActorRef, *, event_type: str = "Battles", group: str | None = None
) -> list[str]:
    rows = make_rows(
        make_account("herald", kill(7, group=group), event_type=event_type, actor1=(actor1,), actor2=(actor2,))
    )
    keys = ("type_of_violence", "side_a", "side_b", "gwnoa", "gwnob")
    return [row[key] for row in rows for key in keys]


def test_columns_are_geds_in_its_order() -> None:
    columns = list_columns()
    assert len(columns) == len(set(columns)) == 49
    assert (columns[0], columns[5], columns[24], columns[-1]) == ("id", "type_of_violence", "where_prec", "gwnob")


def test_row_of_a_state_based_incident() -> None:
    (row,) = make_rows(
        make_account("herald", kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,)),
        make_account("courier", kill(10), kill(2, group="Islamic State")),
        make_account("tribune", kill(10), kill(2, group="Islamic State")),
        make_account("mirror", kill(13, "Islamic State"), attribution=(CHANNEL,)),
    )
    assert (row["relid"], row["year"], row["code_status"]) == ("i-1", "2021", "Clear")
    assert 0 < int(row["id"]) < 2**53
    assert row["type_of_violence"] == "1"
    assert row["dyad_name"] == "Government of Iraq - Islamic State"
    assert (row["gwnoa"], row["gwnob"]) == ("645", "")
    assert (row["low"], row["best"], row["high"]) == ("7", "12", "12")
    assert [row[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")] == ["10", "2", "0", "0"]
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert row["date_start"] == "2021-12-02 00:00:00.000"
    assert (row["country"], row["country_id"], row["region"]) == ("Iraq", "645", "Middle East")
    assert row["geom_wkt"] == "POINT (43.7 35.6)"
    assert row["source_office"] == "The Courier;The Herald;The Mirror;The Tribune"
    assert row["source_article"].startswith('"The Courier,2021-12-03,Night raid at Tel Rim, courier";')
    assert row["number_of_sources"] == "4"
    assert not any(row[column] for column in row if column.endswith(("_new_id", "_dset_id")))


def test_side_a_is_the_government_whoever_began() -> None:
    assert make_dyad(ISLAMIC_STATE, IRAQI_ARMY) == ["1", "Government of Iraq", "Islamic State", "645", ""]
    assert make_dyad(IRAQI_ARMY, ISLAMIC_STATE) == ["1", "Government of Iraq", "Islamic State", "645", ""]


def test_types_of_violence_follow_the_registrys_sides() -> None:
    assert make_dyad(TURKISH_FORCES, IRAQI_ARMY)[0] == "1"
    assert make_dyad(COALITION, ISLAMIC_STATE) == ["1", "Global Coalition", "Islamic State", "", ""]
    assert make_dyad(PKK, ISLAMIC_STATE)[0] == "2"
    attack = "Violence against civilians"
    assert make_dyad(ISLAMIC_STATE, CIVILIANS, event_type=attack) == ["3", "Islamic State", "Civilians", "", ""]
    assert make_dyad(TURKISH_FORCES, CIVILIANS, event_type="Explosions/Remote violence")[0] == "3"


@pytest.mark.parametrize(
    ("actor1", "actor2"),
    [(GUNMEN, IRAQI_ARMY), (ISLAMIC_STATE, GUNMEN), (CIVILIANS, IRAQI_ARMY), (IRAQI_ARMY, IRAQI_ARMY)],
)
def test_no_row_without_two_organised_sides(actor1: ActorRef, actor2: ActorRef) -> None:
    assert make_dyad(actor1, actor2) == []


def test_name_that_is_another_actors_abroad_is_nobody() -> None:
    police, place = ActorRef(name="Federal Police"), Place(name="Brasília", country="BR", lat=-15.8, lon=-47.9)
    assert make_dyad(ISLAMIC_STATE, police) == []
    (row,) = make_rows(make_account("herald", kill(7), actor2=(police,), place=place))
    assert row["side_a"] == "Government of Brazil"


def test_no_row_without_a_death_that_counts() -> None:
    assert make_rows(make_account("herald")) == []
    assert make_rows(make_account("herald", kill(0))) == []
    assert make_rows(make_account("mirror", kill(13, "Islamic State"), attribution=(CHANNEL,))) == []
    assert make_rows(make_account("herald", kill(7), modality="denied")) == []
    assert make_rows(make_account("herald", kill(7), state="rejected")) == []


def test_upper_bound_alone_gives_no_best_number() -> None:
    (row,) = make_rows(make_account("herald", kill(None, high=27)))
    assert [row[key] for key in ("low", "best", "high", "deaths_a", "deaths_unknown")] == ["", "", "27", "", ""]


def test_dead_civilians_and_those_of_no_side_have_columns_of_their_own() -> None:
    (row,) = make_rows(make_account("herald", kill(3), kill(2, group="Civilians"), kill(1, group="aid workers")))
    assert [row[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")] == ["3", "0", "2", "1"]
    (mixed,) = make_rows(make_account("herald", kill(9, group=None)))
    assert [mixed[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")] == ["0", "0", "0", "9"]


def test_state_is_told_where_asked() -> None:
    (row,) = make_rows(make_account("herald", kill(7)), with_states=True)
    assert row["code_status"] == "Check: proposed"
    (row,) = make_rows(make_account("herald", kill(7), state="approved"), with_states=True)
    assert row["code_status"] == "Clear"


def test_find_grid_cell_counts_from_the_south_west() -> None:
    assert find_grid_cell(-90, -180) == 1
    assert find_grid_cell(-89.9, 179.9) == 720
    assert find_grid_cell(90, 180) == 360 * 720
    assert find_grid_cell(91, 0) is None


@settings(deadline=None)
@given(hostile_texts)
def test_hostile_texts_come_back(text: str) -> None:
    place = Place(name=text, country="IQ", admin1=text, lat=-3.5, lon=-60)
    death = Casualty(measure="killed", group=text, low=1, high=1, said_by="outlet")
    (row,) = make_rows(make_account("herald", death, place=place, publisher=text))
    assert (row["where_coordinates"], row["adm_1"]) == (clean_text(text),) * 2
    assert row["best"] == "1"
