"""Alerts over a store: counted from outlines, rejected records left out, and again only after something came."""

from __future__ import annotations

from datetime import date, timedelta

from report_builders import TEXT, evidence

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import GazetteerEntry, Place
from dateline.model.records import OUTLET, CodedReport, Event
from dateline.model.reports import Report
from dateline.resolve.registries import make_actor_registry
from dateline.services.alerting import AlertDesk, estimate_store_delays, tally_store
from dateline.services.projecting import Projector
from dateline.store.databases import SqlStore

LAST = date(2024, 6, 30)
REGISTRY = make_actor_registry()
KHARTOUM = Place(name="Omdurman", lat=15.64, lon=32.48, country="SD", admin1="Khartoum", geo_precision=1)
REGION = GazetteerEntry("g:9", "Khartoum", 15.5, 32.5, "SD", "Khartoum", "admin1", 9000, 90.0)


class Rows:
    """A gazetteer of one region."""

    def find(self, name: str) -> tuple[GazetteerEntry, ...]:
        return (REGION,) if name == "Khartoum" else ()

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        return REGION if gazetteer_id == "g:9" else None


def write(number: int, day: date) -> CodedReport:
    """A report of the day after with one event, all of the same type; villages lie far apart, so none are linked."""
    village = KHARTOUM.model_copy(update={"name": f"Village {number}", "lat": 10 + 0.05 * number, "lon": 30.0})
    event = Event(
        event_type="Battles", sub_event_type="Armed clash", modality="happened",
        actor1=(ActorRef(name="Northern Front", mention="The front"),), actor2=(), place=village,
        time=Interval.day(day), casualties=(), attribution=(OUTLET,),
        evidence=evidence("Gunmen killed seven soldiers"),
    )  # fmt: skip
    told = (day + timedelta(days=1)).isoformat()
    return CodedReport(
        report=Report(id=f"r-{number}", title=f"No. {number}", published=told, text=TEXT), events=(event,)
    )


def fill_with_a_rise(store: SqlStore) -> None:
    """An incident a week for a year, and four a week in the last three."""
    days = [
        LAST - timedelta(days=7 * week + 1 + number) for week in range(60) for number in range(4 if week < 3 else 1)
    ]
    run_id = store.begin_run("coder", "1", {})
    for number, day in enumerate(days):
        store.add_coded(write(number, day), run_id=run_id)
    Projector(store.projections, REGISTRY).catch_up()


def test_a_rise_is_found_by_region_and_by_actor(store: SqlStore) -> None:
    fill_with_a_rise(store)
    desk = AlertDesk(store, Rows(), REGISTRY)
    board = desk.find_board(60)
    assert board is not None
    assert board.found is not None
    assert board.found.as_of == LAST
    assert {(line.where, line.who) for line in board.lines} == {
        ("Khartoum, Sudan", None),
        ("Khartoum, Sudan", "Northern Front"),
    }
    assert board.lines[0].area is not None
    assert "Khartoum" in board.lines[0].area.name
    assert desk.find_board(60) is board, "counted once"
    store.decide(store.get_coded("r-0").records[0].record_id, "reject", "Lena")
    again = desk.find_board(60)
    assert again is not board


def test_rejected_records_are_not_counted_unless_that_was_undone(store: SqlStore) -> None:
    fill_with_a_rise(store)
    whole = len(tally_store(store, LAST).middle)
    record_id = store.get_coded("r-5").records[0].record_id
    store.decide(record_id, "reject", "Lena")
    assert len(tally_store(store, LAST).middle) == whole - 2, "one of the region, one of the actor"
    store.decide(record_id, "undo", "Lena")
    assert len(tally_store(store, LAST).middle) == whole


def test_delays_are_those_of_the_store(store: SqlStore) -> None:
    fill_with_a_rise(store)
    delays = estimate_store_delays(store, LAST)
    assert delays.find_share(0) < 0.3
    assert delays.find_share(1) > 0.85


def test_an_empty_store_has_no_alerts(store: SqlStore) -> None:
    board = AlertDesk(store, Rows(), REGISTRY).find_board()
    assert board is not None
    assert board.lines == ()
    assert board.words == "No report with a date is kept."
