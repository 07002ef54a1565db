"""The pages for readers: what is released, for whoever comes; nobody signs in here, and nothing is changed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from dateline.model.errors import NotKeptError
from dateline.publish.area_sketches import draw_sketch
from dateline.publish.landmarks import country_names, make_town_map
from dateline.publish.maps import MappedEvent, map_events
from dateline.publish.reader_sketches import frame_events
from dateline.publish.structured_data import describe_incident, describe_report
from dateline.services.public_room import HeadedPage, PublicRoom, say_area
from dateline.web import reader_feeds
from dateline.web.pages import GEOJSON, PageNumber
from dateline.web.reader_tools import (
    ReaderTools,
    Room,
    TellComments,
    find_base,
    keep_tools,
    make_head,
    make_path,
    render_reader,
)
from dateline.web.region_lines import read_region_lines

router = APIRouter(prefix="/read", default_response_class=HTMLResponse)
SVG = "image/svg+xml"
MOST_HEADINGS = 40
MOST_INDEXED = 5000
Text = Annotated[str, Query(max_length=200)]


def add_reader_pages(app: FastAPI, tools: ReaderTools) -> None:
    """The pages over the room of `tools`."""
    keep_tools(app, tools)
    app.include_router(reader_feeds.router)
    app.include_router(router)


@router.api_route("", methods=["GET", "HEAD"])
def show_front(request: Request, room: Room, page: PageNumber = 1) -> Response:
    edition = room.edition()
    if edition is None:
        return render_reader(request, "empty.html", here="Reports")
    return render_reader(
        request,
        "front.html",
        here="Reports",
        page=room.list_reports(page),
        tags=_most(edition.tags),
        areas=[(mark, say_area(mark)) for mark in _most(edition.areas)],
        head=make_head(request, "Dateline", "Reports on armed conflict as sourced records.", has_feeds=True),
    )


@router.api_route("/index", methods=["GET", "HEAD"])
def show_index(request: Request, room: Room) -> Response:
    edition = room.edition()
    if edition is None:
        return render_reader(request, "empty.html", here="Index")
    areas = sorted(((say_area(mark), mark) for mark in edition.areas.values()), key=lambda row: row[1].slug)
    return render_reader(
        request,
        "index.html",
        here="Index",
        areas=areas[:MOST_INDEXED],
        actors=sorted(edition.actors.values(), key=lambda mark: mark.name.casefold())[:MOST_INDEXED],
        tags=sorted(edition.tags.values(), key=lambda mark: mark.name.casefold())[:MOST_INDEXED],
        head=make_head(request, "Areas, actors and tags", "All that reports are listed under.", "index"),
    )


@router.api_route("/reports/{report_id}", methods=["GET", "HEAD"])
def show_report(request: Request, room: Room, report_id: str) -> Response:
    return render_report(request, room, report_id)


def render_report(
    request: Request, room: PublicRoom, report_id: str, *, comments: object = None, status_code: int = 200
) -> Response:
    """The page of a report. In: `comments`, what stands under it, where that is not as it usually is."""
    try:
        report, mapped = room.read_report(report_id)
    except NotKeptError:
        raise _miss(room, "reports", report_id) from None
    edition = room.edition()
    retold = [row.incident_id for row in report.rows if row.incident_id]
    others = [name for name in dict.fromkeys(retold) if edition and len(edition.incident_reports(name)) > 1]
    address = find_base(request) + make_path("reports", report_id)
    data = describe_report(report, address, edition.released if edition else "", mapped)
    return render_reader(
        request,
        "report.html",
        status_code=status_code,
        here="Reports",
        report=report,
        mapped=mapped,
        others=room.list_lines(others[:10]),
        comments=comments if comments is not None else _tell_comments(request, report_id),
        head=make_head(
            request, report.title, " ".join(report.sentences), "reports", report_id, data=data, kind="article"
        ),
    )


@router.api_route("/reports/{report_id}/events.geojson", methods=["GET", "HEAD"])
def map_report(room: Room, report_id: str) -> Response:
    return _send_map(room.map_report(report_id))


@router.api_route("/reports/{report_id}/map.svg", methods=["GET", "HEAD"])
def sketch_report(room: Room, report_id: str) -> Response:
    return _send_sketch(room.map_report(report_id), "the report")


@router.api_route("/incidents/{incident_id}", methods=["GET", "HEAD"])
def show_incident(request: Request, room: Room, incident_id: str) -> Response:
    try:
        incident = room.read_incident(incident_id)
    except NotKeptError:
        raise _miss(room, "incidents", incident_id) from None
    mapped = room.map_incident(incident_id)
    address = find_base(request) + make_path("incidents", incident_id)
    return render_reader(
        request,
        "incident.html",
        here="",
        incident=incident,
        mapped=mapped,
        incident_id=incident_id,
        head=make_head(
            request, incident.line.headline, incident.corroboration, "incidents", incident_id,
            data=describe_incident(incident, address, mapped), kind="article",
        ),
    )  # fmt: skip


@router.api_route("/incidents/{incident_id}/events.geojson", methods=["GET", "HEAD"])
def map_incident(room: Room, incident_id: str) -> Response:
    return _send_map(room.map_incident(incident_id))


@router.api_route("/incidents/{incident_id}/map.svg", methods=["GET", "HEAD"])
def sketch_incident(room: Room, incident_id: str) -> Response:
    return _send_sketch(room.map_incident(incident_id), "the incident")


@router.api_route("/areas/{code}", methods=["GET", "HEAD"])
def show_area(request: Request, room: Room, code: str, page: PageNumber = 1) -> Response:
    return _show_headed(request, room.read_area(code, page), "areas", "area.html", has_feeds=True)


@router.api_route("/areas/{code}/events.geojson", methods=["GET", "HEAD"])
def map_area(room: Room, code: str) -> Response:
    return _send_map(room.map_area(code))


@router.api_route("/areas/{code}/map.svg", methods=["GET", "HEAD"])
def sketch_area(room: Room, code: str) -> Response:
    return _send_sketch(room.map_area(code), code)


@router.api_route("/actors/{slug}", methods=["GET", "HEAD"])
def show_actor(request: Request, room: Room, slug: str, page: PageNumber = 1) -> Response:
    return _show_headed(request, room.read_actor(slug, page), "actors", "actor.html", has_feeds=False)


@router.api_route("/tags/{slug}", methods=["GET", "HEAD"])
def show_tag(request: Request, room: Room, slug: str, page: PageNumber = 1) -> Response:
    return _show_headed(request, room.read_tag(slug, page), "tags", "tag.html", has_feeds=True)


@router.api_route("/map", methods=["GET", "HEAD"])
def show_map(request: Request, room: Room) -> Response:
    edition = room.edition()
    if edition is None:
        return render_reader(request, "empty.html", here="Map")
    countries = [(say_area(mark), mark) for mark in edition.areas.values() if len(mark.slug) == 2]
    return render_reader(
        request,
        "map.html",
        here="Map",
        countries=sorted(countries, key=lambda row: -row[1].event_count),
        head=make_head(request, "Map", "Where the newest reports tell of events.", "map"),
    )


@router.api_route("/map/events.geojson", methods=["GET", "HEAD"])
def map_all(room: Room) -> Response:
    return _send_map(room.map_all())


@router.api_route("/towns/{country}.geojson", methods=["GET", "HEAD"])
def map_towns(country: str) -> Response:
    if country not in country_names():
        raise HTTPException(404, "There is no country with this code.")
    return JSONResponse(make_town_map(country), media_type=GEOJSON)


def _show_headed(request: Request, headed: HeadedPage, kind: str, template: str, *, has_feeds: bool) -> Response:
    description = f"Released reports and incidents: {headed.name}"
    head = make_head(request, headed.name, description, kind, headed.mark.slug, has_feeds=has_feeds)
    return render_reader(request, template, here="Index", headed=headed, head=head)


def _most(marks: dict[str, Any]) -> list[Any]:
    """The headings with most reports, most first."""
    return sorted(marks.values(), key=lambda mark: (-len(mark.report_ids), mark.slug))[:MOST_HEADINGS]


def _miss(room: PublicRoom, kind: str, name: str) -> HTTPException:
    """What was never released is not there; what was, and is not any more, is gone."""
    return HTTPException(410 if room.is_gone(kind, name) else 404)


def _send_map(mapped: list[MappedEvent]) -> Response:
    return JSONResponse(map_events(mapped), media_type=GEOJSON)


def _send_sketch(mapped: list[MappedEvent], name: str) -> Response:
    area = frame_events(mapped, name)
    if area is None:
        raise HTTPException(404, "There is nothing to draw.")
    return Response(draw_sketch(area, mapped, read_region_lines(area.country)), media_type=SVG)


def _tell_comments(request: Request, report_id: str) -> object | None:
    tell: TellComments | None = getattr(request.app.state, "tell_comments", None)
    return tell(request, report_id) if tell is not None else None
