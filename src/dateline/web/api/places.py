"""Incidents, areas, and the names of actors and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dateline.base.clock import now_utc
from dateline.model.areas import Area
from dateline.publish.brief_parts import BriefLine, LineGroup
from dateline.publish.incidents import say_incident
from dateline.services.briefing import write_brief
from dateline.web.api.answers import answer
from dateline.web.api.problems import COMMON
from dateline.web.api.schemas import (
    AccountOut,
    ActorList,
    ActorOut,
    AreaList,
    AreaOut,
    BriefIncidentOut,
    BriefLineOut,
    BriefOut,
    DifferenceOut,
    IncidentLine,
    IncidentOut,
    IncidentPage,
    PlaceList,
    PlaceOut,
    TollOut,
)
from dateline.web.api.sources import Cursor, Id, Limit, Sources, Words, read_cursor

router = APIRouter(responses=COMMON)


@router.get(
    "/incidents", summary="The incidents, the latest event first", response_model=IncidentPage, tags=["incidents"]
)
def list_incidents(request: Request, sources: Sources, limit: Limit = 50, cursor: Cursor = None) -> Response:
    first = read_cursor(cursor)
    lines = sources.store.projections.incident_lines(limit + 1, first)
    items = [
        IncidentLine(
            incident_id=line.incident_id,
            account_count=line.account_count,
            last_day=date.fromordinal(line.last_day) if line.last_day else None,
            killed=line.killed,
        )
        for line in lines[:limit]
    ]
    goes_on = str(first + limit) if len(lines) > limit else None
    return answer(request, IncidentPage(total=None, next=goes_on, items=items))


@router.get(
    "/incidents/{incident_id}",
    summary="An incident with its accounts and what they tell differently",
    response_model=IncidentOut,
    tags=["incidents"],
)
def get_incident(request: Request, sources: Sources, incident_id: Id) -> Response:
    summary = sources.incidents.summarize(incident_id)
    tolls = [
        TollOut(
            measure=row.measure, low=row.low, best=row.best, high=row.high, is_open=row.is_open, reason=row.reason
        )
        for row in summary.tolls
    ]
    differences = [
        DifferenceOut(slot=row.slot, values=[rival.value for rival in row.rivals]) for row in summary.disagreements
    ]
    accounts = [
        AccountOut(
            record_id=row.record_id, report_id=row.report.id, publisher=row.report.publisher,
            published=row.report.published, state=row.state, event=row.event,
        )
        for row in summary.accounts
    ]  # fmt: skip
    shown = IncidentOut(
        incident_id=summary.incident_id,
        headline=say_incident(summary),
        sources=len(summary.asserting),
        tolls=tolls,
        differences=differences,
        toll_rule=summary.rule,
        accounts=accounts,
    )
    return answer(request, shown)


@router.get(
    "/areas", summary="The areas that a name means, the likeliest first", response_model=AreaList, tags=["areas"]
)
def find_areas(request: Request, sources: Sources, name: Words) -> Response:
    return answer(request, AreaList(items=[_show_area(area) for area in sources.areas.find_areas(name)[:50]]))


@router.get("/areas/{slug}", summary="The brief of an area", response_model=BriefOut, tags=["areas"])
def get_brief(
    request: Request,
    sources: Sources,
    slug: Id,
    most: Annotated[int, Query(ge=1, le=500, description="How many incidents at most, the latest.")] = 100,
) -> Response:
    area = sources.areas.get_area(slug)
    brief = write_brief(sources.areas, area, now_utc().date())
    incidents = [
        BriefIncidentOut(
            incident_id=line.incident_id, when=line.when, headline=line.headline, label=line.label,
            modality=line.modality, place=line.place, tolls=[toll.words for toll in line.tolls],
            reports=line.reports, differs=list(line.differs), record_ids=[link.record_id for link in line.links],
        )
        for line in brief.incidents[:most]
    ]  # fmt: skip
    shown = BriefOut(
        area=_show_area(area),
        day=brief.today,
        title=brief.title,
        where=brief.where,
        review=brief.settled_words,
        incidents=incidents,
        tolls=_show_lines(brief.tolls),
        figures=_show_groups(brief.figures),
        control=_show_groups(brief.control),
        sayings=_show_groups(brief.sayings),
        unknowns=_show_lines(brief.unknowns),
    )
    return answer(request, shown)


@router.get("/actors", summary="Actors of the registry by name", response_model=ActorList, tags=["names"])
def find_actors(request: Request, sources: Sources, q: Words) -> Response:
    found = sources.lookups.find_actors(q, limit=20)
    return answer(
        request,
        ActorList(items=[ActorOut(actor_id=row.actor_id, name=row.name, hint=row.hint) for row in found]),
    )


@router.get("/places", summary="Places of the gazetteer by name", response_model=PlaceList, tags=["names"])
def find_places(
    request: Request,
    sources: Sources,
    q: Words,
    country: Annotated[str | None, Query(pattern="^[A-Z]{2}$", description="Places there come first.")] = None,
) -> Response:
    items = [
        PlaceOut(
            gazetteer_id=row.gazetteer_id, name=row.name, hint=row.hint, lat=row.lat, lon=row.lon,
            country=row.country, admin1=row.admin1, kind=row.kind, radius_km=row.radius_km,
        )
        for row in sources.lookups.find_places(q, country=country, limit=20)
    ]  # fmt: skip
    return answer(request, PlaceList(items=items))


def _show_area(area: Area) -> AreaOut:
    return AreaOut(
        area_id=area.area_id, slug=area.slug, name=area.name, kind=area.kind, country=area.country,
        admin1=area.admin1, lat=area.lat, lon=area.lon, radius_km=area.radius_km,
    )  # fmt: skip


def _show_lines(lines: Iterable[BriefLine], name: str = "") -> list[BriefLineOut]:
    """In: `name`, of the group that the lines stand under."""
    return [
        BriefLineOut(
            text=f"{name}: {line.text}" if name else line.text,
            note=line.note,
            said_by=line.said_by,
            state=line.state,
            record_ids=[link.record_id for link in line.links],
        )
        for line in lines
    ]


def _show_groups(groups: Sequence[LineGroup]) -> list[BriefLineOut]:
    return [line for group in groups for line in _show_lines(group.lines, group.name)]
