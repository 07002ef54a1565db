from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from account_samples import make_event, make_tables

from benchmarks.synthetic_incidents import World
from dateline.linkage.accounts import Accounts, ReportFacts, make_accounts
from dateline.linkage.actor_codes import ActorCodes
from dateline.linkage.blocking import find_pairs
from dateline.linkage.clusters import Rulings
from dateline.linkage.linkers import Linker
from dateline.linkage.reaches import are_comparable
from dateline.linkage.windows import find_windows, pack_accounts, unpack_accounts
from dateline.model.outlines import AccountRow, Window
from dateline.resolve.registries import make_actor_registry


def link(*events: dict[str, Any], one_report: bool = False) -> list[int]:
    names = [f"e-{index}" for index in range(len(events))]
    reports = ["r" if one_report else f"r-{index}" for index in range(len(events))]
    return Linker().link(make_tables(zip(reports, events, strict=True)), names)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"killed": 13}, id="another toll"),
        pytest.param({"killed": None, "attacker": "Unidentified Armed Group"}, id="gunmen and no toll"),
        pytest.param({"day": "2021-12-03"}, id="the next day, as it came after dark"),
        pytest.param({"lat": 35.57, "place_name": "Khadrijiya"}, id="another spelling two kilometres off"),
        pytest.param({"sub_event_type": "Government regains territory"}, id="another kind of battle"),
        pytest.param({"attacker": "Peshmerga", "victim": "Islamic State"}, id="a clash told from the other side"),
    ],
)
def test_link_finds_one_incident_in_two_reports(changes: dict[str, Any]) -> None:
    assert link(make_event(), make_event(**changes, quote="Seven fell at night.")) == [0, 0]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"day": "2021-12-09"}, id="a week later"),
        pytest.param({"lat": 35.95, "place_name": "Gwer"}, id="another village"),
        pytest.param({"attacker": "Kurdistan Workers' Party", "victim": "Turkish Armed Forces"}, id="other sides"),
        pytest.param({"modality": "threatened"}, id="a threat to do it"),
        pytest.param({"event_type": "Protests", "sub_event_type": "Peaceful protest"}, id="a protest"),
    ],
)
def test_link_keeps_two_incidents_apart(changes: dict[str, Any]) -> None:
    assert link(make_event(), make_event(**changes, quote="Seven fell at night.")) == [0, 1]


def test_link_takes_two_events_of_one_report_as_two() -> None:
    assert link(make_event(), make_event(killed=2), one_report=True) == [0, 1]


def test_link_does_not_chain() -> None:
    """A vague account can be either of two incidents that are ten days apart; it joins one, and they stay two."""
    vague = make_event(time={"start": "2021-12-02", "end": "2021-12-12", "precision": "week"})
    founders = link(make_event(), make_event(day="2021-12-12"), vague)
    assert founders[0] != founders[1]


def test_link_heeds_what_people_ruled() -> None:
    table = make_tables([("a", make_event()), ("b", make_event()), ("c", make_event(day="2022-05-01"))])
    names = ["e-a", "e-b", "e-c"]
    apart = Rulings(apart=frozenset({(0, 1)}))
    together = Rulings(together=frozenset({(0, 2)}))
    assert Linker().link(table, names, apart) == [0, 1, 2]
    assert Linker().link(table, names, together) == [0, 0, 0]


@pytest.fixture(scope="module")
def crowd() -> Accounts:
    """A thousand accounts of a small world in which places and times of every size occur."""
    world = World(seed=5, areas=6, villages=12, days=90)
    chance = random.Random(5)
    codes = ActorCodes(make_actor_registry())
    rows = []
    for row in world.coded_reports(1000):
        event = row["events"][0]
        if chance.random() < 0.2:
            event["place"]["radius_km"] = chance.choice([20, 60, 140, 400])
        if chance.random() < 0.2:
            event["time"]["start"] = f"{int(event['time']['end'][:4]) - chance.choice([0, 1])}-01-01"
        if chance.random() < 0.05:
            event["time"] = None
        if chance.random() < 0.05:
            event["place"].update(lat=None, lon=None)
        rows.append((ReportFacts.of(row["report"]), event))
    return make_accounts(rows, codes)


def test_find_pairs_misses_no_comparable_pair(crowd: Accounts) -> None:
    found = {
        pair for first, second in find_pairs(crowd) for pair in zip(first.tolist(), second.tolist(), strict=True)
    }
    rows, columns = np.triu_indices(len(crowd), 1)
    comparable = are_comparable(crowd[rows], crowd[columns])
    assert found == set(zip(rows[comparable].tolist(), columns[comparable].tolist(), strict=True))


def test_find_windows_hold_every_comparable_account(crowd: Accounts) -> None:
    packed = pack_accounts(crowd)
    for index in range(0, len(crowd), 10):
        repeated = unpack_accounts([packed[index].data] * len(crowd))
        comparable = np.flatnonzero(are_comparable(repeated, crowd)).tolist()
        windows = list(find_windows(packed[index]))
        missed = [other for other in comparable if not any(lies_in(packed[other], window) for window in windows)]
        assert missed == []


def lies_in(account: AccountRow, window: Window) -> bool:
    if (account.place_class, account.time_class) != (window.place_class, window.time_class):
        return False
    first, last = window.first_day, window.last_day
    if first is not None and last is not None and not first <= account.middle_day <= last:
        return False
    if window.country is not None:
        return account.country == window.country
    if account.lat is None or account.lon is None:
        return False
    return window.south <= account.lat <= window.north and window.west <= account.lon <= window.east


def test_link_does_not_depend_on_the_order(crowd: Accounts) -> None:
    names = [f"e-{index:04}" for index in range(len(crowd))]
    order = list(range(len(crowd)))
    random.Random(3).shuffle(order)
    first = {names[index]: names[founder] for index, founder in enumerate(Linker().link(crowd, names))}
    shuffled = [names[index] for index in order]
    again = Linker().link(crowd[order], shuffled)
    assert {shuffled[index]: shuffled[founder] for index, founder in enumerate(again)} == first
