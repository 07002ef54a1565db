"""The pages: each asks the reading room and sets what it gets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse

from dateline.publish.kinds import ALL_KINDS
from dateline.publish.landmarks import country_names, make_town_map
from dateline.services.reading_room import ReadingRoom
from dateline.web.custody_pages import tell_custody
from dateline.web.republish_pages import tell_republication
from dateline.web.templating import render_page

router = APIRouter(default_response_class=HTMLResponse)
GEOJSON = "application/geo+json"


async def reading_room(request: Request) -> ReadingRoom:
    """The reading room of the application that the request came to."""
    room = request.app.state.reading_room
    assert isinstance(room, ReadingRoom)
    return room


Room = Annotated[ReadingRoom, Depends(reading_room)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@router.api_route("/", methods=["GET", "HEAD"])
def show_reports(request: Request, room: Room, page: PageNumber = 1) -> HTMLResponse:
    return render_page("reports.html", page=room.list_reports(page), pending=request.app.state.count_pending())


@router.api_route("/reports/{report_id}", methods=["GET", "HEAD"])
def show_report(request: Request, room: Room, report_id: str) -> HTMLResponse:
    report, mapped = room.read_report(report_id)
    return render_page(
        "report.html",
        report=report,
        mapped=mapped,
        custody=tell_custody(request, report_id),
        republication=tell_republication(request, report_id),
    )


@router.api_route("/reports/{report_id}/events.geojson", methods=["GET", "HEAD"])
def map_report(room: Room, report_id: str) -> JSONResponse:
    return JSONResponse(room.map_report(report_id), media_type=GEOJSON)


@router.api_route("/reports/{report_id}/record.json", methods=["GET", "HEAD"])
def export_report(room: Room, report_id: str) -> JSONResponse:
    return JSONResponse(room.export_report(report_id))


@router.api_route("/records", methods=["GET", "HEAD"])
def show_records(
    room: Room, kind: Annotated[str | None, Query(max_length=20)] = None, page: PageNumber = 1
) -> HTMLResponse:
    chosen = next((known for known in ALL_KINDS if known.key == kind), None)
    records = room.list_records(chosen.key if chosen else None, page)
    return render_page("records.html", page=records, chosen=chosen)


@router.api_route("/map/towns/{country}.geojson", methods=["GET", "HEAD"])
def map_towns(country: str) -> JSONResponse:
    if country not in country_names():
        raise HTTPException(404, "There is no country with this code.")
    return JSONResponse(make_town_map(country), media_type=GEOJSON)
