"""A desk with a map: records of several kinds, months and places in a store that lies in memory."""

from __future__ import annotations

import random
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


_TOWNS = (*PLACES, ("Tarmiyah", 33.673, 44.396), ("Tuz Khurmatu", 34.888, 44.633), ("Jalawla", 34.272, 45.168),
          ("Rutba", 33.038, 40.285), ("Sinjar", 36.32, 41.876), ("Qaim", 34.368, 41.094), ("Mosul", 36.34, 43.13),
          ("Samarra", 34.198, 43.874), ("Ramadi", 33.42, 43.31), ("Baqubah", 33.745, 44.64))  # fmt: skip
_TYPES = (("Battles", "Armed clash", 9), ("Explosions/Remote violence", "Remote explosive/landmine/IED", 7),
          ("Violence against civilians", "Attack", 5), ("Protests", "Peaceful protest", 3),
          ("Strategic developments", "Arrests", 3))  # fmt: skip


def make_busy_store(events: int = 420) -> SqlStore:
    """A year and a half of made-up events of several types, for a picture: the same ones each time."""
    chance, store = random.Random(7), open_store(":memory:")
    run_id = store.begin_run("dateline-coder", "1", {})
    for number in range(events):
        store.add_coded(_make_busy_report(number, chance), run_id=run_id)
    Projector(store.projections, make_actor_registry()).catch_up()
    return store


def _make_busy_report(number: int, chance: random.Random) -> CodedReport:
    name, lat, lon = chance.choice(_TOWNS)
    event_type, sub_event_type, _ = chance.choices(_TYPES, [weight for *_, weight in _TYPES])[0]
    spread = chance.choice((0.02, 0.1, 0.3))
    day = FIRST_DAY + timedelta(days=int(chance.triangular(0, 540, 190)))
    killed = int(chance.expovariate(0.25)) if event_type != "Protests" else None
    event = make_event(
        killed=killed, place_name=name, lat=lat + chance.gauss(0, spread), lon=lon + chance.gauss(0, spread),
        day=day.isoformat(), radius_km=chance.choice((2.0, 5.0, 5.0, 25.0)), event_type=event_type,
        sub_event_type=sub_event_type,
    )  # fmt: skip
    for toll in tuple(event["casualties"]):
        other = 2 * toll["low"]
        event["casualties"].append({**toll, "low": other, "high": other, "said_by": "Islamic State"})
    text = f"{event['evidence'][0]['quote']} It was event {number}."
    report = Report(
        id=f"busy-{number}", title=f"Event {number}", publisher="Tigris Courier", published=day.isoformat(), text=text
    )
    return CodedReport(report=report, events=(Event.model_validate(event),))
