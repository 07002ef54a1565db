"""An incident for the tests: five outlets on one night at an outpost, in our own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dateline.model.actors import ActorRef
from dateline.model.decisions import State
from dateline.model.errors import NotKeptError
from dateline.model.incidents import Account, Incident
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import OUTLET, Attribution, Casualty, Event, Evidence, Modality
from dateline.model.reports import Report

RAIDERS, GUARDS = ActorRef(name="Islamic State"), ActorRef(name="Peshmerga")
OUTPOST = Place(name="Tel Rim", lat=35.6, lon=43.7, country="IQ", geo_precision=1, radius_km=3)
NIGHT = Interval.day(date(2021, 12, 2))
MINISTRY = Attribution(source="Ministry of Peshmerga", source_type="government")
CHANNEL = Attribution(source="Islamic State", source_type="armed_group", stance="claims_responsibility")
OFFICER = Attribution(source="a security officer", source_type="unnamed")
QUOTE = "Gunmen came down on the outpost at Tel Rim before dawn."


def kill(
    low: int | None,
    said_by: str | None = "outlet",
    *,
    high: int | None = -1,
    group: str | None = "Peshmerga",
    as_of: date | None = None,
    approximate: bool = False,
) -> Casualty:
    """A toll of dead; without `high` the number is exact."""
    top = low if high == -1 else high
    return Casualty(
        measure="killed", group=group, low=low, high=top, said_by=said_by, as_of=as_of, approximate=approximate
    )


def make_account(
    name: str,
    *casualties: Casualty,
    attribution: tuple[Attribution, ...] = (OUTLET,),
    publisher: str | None = None,
    published: str | None = "2021-12-03",
    modality: Modality = "happened",
    sub_event_type: str = "Armed clash",
    event_type: str = "Battles",
    place: Place | None = OUTPOST,
    time: Interval | None = NIGHT,
    actor1: tuple[ActorRef, ...] = (RAIDERS,),
    actor2: tuple[ActorRef, ...] = (GUARDS,),
    state: State = "proposed",
) -> Account:
    """An account in the report `name`; its publisher is "The <name>" where none is given."""
    event = Event(
        event_type=event_type,
        sub_event_type=sub_event_type,
        modality=modality,
        actor1=actor1,
        actor2=actor2,
        place=place,
        time=time,
        casualties=casualties,
        attribution=attribution,
        evidence=(Evidence(start=0, end=len(QUOTE), quote=QUOTE),),
    )
    report = Report(
        id=f"r-{name}",
        publisher=f"The {name.title()}" if publisher is None else publisher or None,
        title=f"Night raid at Tel Rim, {name}",
        published=published,
        text=QUOTE,
    )
    return Account(record_id=f"e-{name}", event=event, report=report, state=state)


def make_incident(*accounts: Account) -> Incident:
    return Incident("i-tel-rim", accounts)


def make_night() -> Incident:
    """Seven by the ministry, ten by two papers on their own, thirteen by the raiders, and two that only quote."""
    return make_incident(
        make_account("herald", kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,)),
        make_account("courier", kill(10), attribution=(OUTLET, MINISTRY)),
        make_account("tribune", kill(10), published="2021-12-04"),
        make_account("mirror", kill(13, "Islamic State"), attribution=(CHANNEL,), published="2021-12-04"),
        make_account("gazette", kill(7, "the Ministry of Peshmerga"), attribution=(MINISTRY,)),
    )


class IncidentShelf:
    """A source of incidents in memory; reports with "copy" in their id are one text."""

    def __init__(self, *incidents: Incident) -> None:
        self._incidents = incidents

    def get_incident(self, incident_id: str) -> Incident:
        for incident in self._incidents:
            if incident.incident_id == incident_id:
                return incident
        raise NotKeptError("no incident is kept under this id", incident_id)

    def list_incidents(self, *, limit: int, offset: int = 0) -> Sequence[Incident]:
        return self._incidents[offset : offset + limit]

    def text_groups(self, report_ids: Collection[str]) -> Mapping[str, str]:
        return {report_id: "t" for report_id in report_ids if "copy" in report_id}
