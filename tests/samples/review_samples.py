"""A store for tests of the desk: reports of our own making, with two dozen proposals and one hostile report."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from desk_samples import make_coded, make_hostile, quote_evidence

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, CodedReport, Confidence, Event
from dateline.model.reports import Report
from dateline.store.databases import SqlStore, open_store

TOWNS = (
    ("Daquq", 35.14, 44.45), ("Hawija", 35.33, 43.77), ("Makhmour", 35.78, 43.58), ("Tuz Khurmatu", 34.89, 44.63),
    ("Khanaqin", 34.35, 45.39), ("Rutba", 33.04, 40.29), ("Baiji", 34.93, 43.49), ("Sinjar", 36.32, 41.86),
)  # fmt: skip
GROUP, ARMY = (
    ActorRef(name="Islamic State", mention="gunmen"),
    ActorRef(name="Iraqi Army", mention="army post"),
)
FIRST_DAY = date(2021, 3, 1)


def make_raid(number: int, publisher: str = "Tigris Courier") -> CodedReport:
    """A report of one raid on a post near a town; the number makes it another one."""
    town, lat, lon = TOWNS[number % len(TOWNS)]
    day = FIRST_DAY + timedelta(days=3 * number)
    killed = 2 + number
    text = (
        f"Gunmen attacked an army post near {town} on {day:%A} and killed {killed} soldiers, the defence ministry "
        f"said in Baghdad.\n\nVillagers heard shots for an hour. Reinforcements came after dawn, an officer of the "
        f"brigade told the {publisher}. Nobody was arrested."
    )
    event = Event(
        event_type="Battles",
        sub_event_type="Armed clash",
        modality="happened",
        actor1=(GROUP,),
        actor2=(ARMY,),
        place=Place(name=town, lat=lat, lon=lon, country="IQ", admin1="Kirkuk", geo_precision=2, radius_km=5),
        time=Interval.day(day),
        casualties=(
            Casualty(measure="killed", group="Iraqi Army", low=killed, high=killed, said_by="defence ministry"),
        ),
        attribution=(Attribution(source="defence ministry", source_type="government"),),
        evidence=quote_evidence(text, text.split(", the defence")[0]),
        confidence=Confidence(record=0.9 - number / 60, slots={"place": 0.8, "time": 0.7, "actor1": 0.9}),
    )
    report = Report(
        id=f"r-raid-{number}-{publisher.split()[0].lower()}",
        url=f"https://courier.example/{number}",
        publisher=publisher,
        title=f"Soldiers killed near {town}",
        language="en",
        published=(day + timedelta(days=1)).isoformat(),
        text=text,
    )
    return CodedReport(report=report, events=(event,))


def fill_desk_store(path: Path, raids: int = 24) -> SqlStore:
    """A store at a path with a number of raids, one of them told twice, the report of every kind, and the hostile
    one."""
    store = open_store(str(path))
    run = store.begin_run("dateline-coder", "0.3.0", {})
    reports = [make_raid(number) for number in range(raids)]
    for coded in [*reports, make_raid(raids - 1, "Basra Herald"), make_coded(), make_hostile()]:
        store.add_coded(coded, run_id=run)
    store.finish_run(run)
    return store
