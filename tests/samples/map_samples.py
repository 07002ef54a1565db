"""A desk with a map: records of several kinds, months and places in a store that lies in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from account_samples import make_event
from desk_samples import make_coded, make_hostile

from dateline.model.records import CodedReport, Event
from dateline.model.reports import Report
from dateline.resolve.registries import make_actor_registry
from dateline.services.projecting import Projector
from dateline.store.databases import SqlStore, open_store

FIRST_DAY = date(2021, 1, 4)
PLACES = (("Makhmour", 35.776, 43.58), ("Daquq", 35.137, 44.45), ("Hawija", 35.325, 43.771))


def make_map_store(reports: int = 90) -> SqlStore:
    """One event every second day from January 2021 on, by turns at three places; and the samples of the desk."""
    store = open_store(":memory:")
    run_id = store.begin_run("dateline-coder", "1", {})
    for coded in (*_make_reports(reports), make_coded(), make_hostile()):
        store.add_coded(coded, run_id=run_id)
    Projector(store.projections, make_actor_registry()).catch_up()
    return store


def _make_reports(count: int) -> Sequence[CodedReport]:
    return [_make_report(number) for number in range(count)]


def _make_report(number: int) -> CodedReport:
    name, lat, lon = PLACES[number % len(PLACES)]
    day = FIRST_DAY + timedelta(days=2 * number)
    event = make_event(
        killed=number % 7, place_name=name, lat=lat, lon=lon, day=day.isoformat(), radius_km=2.0 + 9 * (number % 3)
    )
    text = f"{event['evidence'][0]['quote']} It was the {number}. day."
    report = Report(id=f"day-{number}", title=f"Day {number}", publisher="Wire", published=day.isoformat(), text=text)
    return CodedReport(report=report, events=(Event.model_validate(event),))
