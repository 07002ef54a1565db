"""Projections of a store: a report that comes alone gives the incidents that linking all at once gives."""

from __future__ import annotations

import random
from typing import Any

import pytest

from benchmarks.synthetic_incidents import World
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.outlines import AreaBox
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Report
from dateline.resolve.registries import make_actor_registry
from dateline.services.linking import make_incident_id
from dateline.services.projecting import Projector
from dateline.store.databases import SqlStore


def to_coded(row: dict[str, Any]) -> CodedReport:
    """A made-up report, as the coder would have given it."""
    event = dict(row["events"][0])
    event.pop("incident")
    event["event_type"] = "Battles"
    quote = event["evidence"][0]["quote"]
    return CodedReport(report=Report(**row["report"], text=quote), events=(Event.model_validate(event),))


@pytest.fixture(scope="module")
def reports() -> list[CodedReport]:
    return [to_coded(row) for row in World(seed=11, areas=2, villages=6, days=40).coded_reports(120)]


@pytest.fixture
def projector(store: SqlStore) -> Projector:
    return Projector(store.projections, make_actor_registry())


def keep(store: SqlStore, reports: list[CodedReport], projector: Projector, at_a_time: int) -> dict[str, str]:
    run_id = store.begin_run("dateline-coder", "1", {})
    for start in range(0, len(reports), at_a_time):
        for coded in reports[start : start + at_a_time]:
            store.add_coded(coded, run_id=run_id)
        projector.catch_up()
    return dict(store.incidents())


def test_catch_up_gives_the_same_incidents_in_any_order(
    store: SqlStore, reports: list[CodedReport], projector: Projector
) -> None:
    shuffled = random.Random(1).sample(reports, len(reports))
    one_by_one = keep(store, shuffled, projector, at_a_time=1)
    store.projections.forget()
    assert projector.catch_up() == len(reports)
    assert store.incidents() == one_by_one
    assert len(set(one_by_one.values())) < len(one_by_one), "some of them are of one incident"
    assert not store.projections.pending(1)


def test_a_merge_sticks_when_reports_come(store: SqlStore, reports: list[CodedReport], projector: Projector) -> None:
    incidents = keep(store, reports[:60], projector, at_a_time=60)
    one, other = _of_two_incidents(incidents)
    decision = store.decide(one, "merge", "mira", "the mayor says so", others=[other])
    assert set(projector.relink([one])) >= {one, other}
    assert store.incidents()[one] == store.incidents()[other]
    keep(store, reports[60:], projector, at_a_time=7)
    assert store.incidents()[one] == store.incidents()[other]
    store.decide(one, "undo", "mira", supersedes=decision.seq)
    projector.relink([one, other])
    assert store.incidents()[one] != store.incidents()[other]


def test_a_split_sticks_when_all_is_linked_again(
    store: SqlStore, reports: list[CodedReport], projector: Projector
) -> None:
    incidents = keep(store, reports, projector, at_a_time=50)
    one, other = _of_one_incident(incidents)
    store.decide(one, "split", "mira", "two villages of that name", others=[other])
    projector.relink([one])
    assert store.incidents()[one] != store.incidents()[other]
    store.projections.forget()
    projector.catch_up()
    assert store.incidents()[one] != store.incidents()[other]


def test_decide_refuses_rulings_that_make_no_sense(
    store: SqlStore, reports: list[CodedReport], projector: Projector
) -> None:
    record_id = next(iter(keep(store, reports[:3], projector, at_a_time=3)))
    with pytest.raises(WrongCallError, match="name other records"):
        store.decide(record_id, "merge", "mira")
    with pytest.raises(WrongCallError, match="itself"):
        store.decide(record_id, "split", "mira", others=[record_id])
    with pytest.raises(WrongCallError, match="name other records"):
        store.decide(record_id, "approve", "mira", others=["e-1"])
    with pytest.raises(NotKeptError):
        store.decide(record_id, "merge", "mira", others=["e-nobody"])


def test_records_in_finds_what_lies_in_a_box(
    store: SqlStore, reports: list[CodedReport], projector: Projector
) -> None:
    keep(store, reports, projector, at_a_time=200)
    place = reports[0].events[0].place
    assert place is not None
    assert place.lat is not None
    assert place.lon is not None
    box = AreaBox(place.lat - 0.1, place.lat + 0.1, place.lon - 0.1, place.lon + 0.1)
    inside = {report_id for _, report_id in store.projections.records_in(box)}
    assert inside == {
        coded.report.id
        for coded in reports
        if (at := coded.events[0].place)
        and box.south <= (at.lat or 0) <= box.north
        and box.west <= (at.lon or 0) <= box.east
    }
    everywhere = store.projections.records_in(AreaBox(country=place.country))
    assert {report_id for _, report_id in everywhere} >= inside


def test_incident_lines_count_accounts(store: SqlStore, reports: list[CodedReport], projector: Projector) -> None:
    incidents = keep(store, reports, projector, at_a_time=200)
    lines = store.projections.incident_lines(1000)
    assert sum(line.account_count for line in lines) == len(incidents)
    days = [line.last_day or 0 for line in lines]
    assert days == sorted(days, reverse=True)
    assert make_incident_id("e-1") not in {line.incident_id for line in lines}


def _of_two_incidents(incidents: dict[str, str]) -> tuple[str, str]:
    one = min(incidents)
    return one, next(other for other in sorted(incidents) if incidents[other] != incidents[one])


def _of_one_incident(incidents: dict[str, str]) -> tuple[str, str]:
    for one in sorted(incidents):
        for other in sorted(incidents):
            if one < other and incidents[one] == incidents[other]:
                return one, other
    raise AssertionError("no incident has two accounts")
