"""The pages on areas: a search by name, the areas with most events, and the brief of one."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dateline.base.clock import now_utc
from dateline.publish.area_maps import list_area_events, make_area_map
from dateline.publish.area_sketches import draw_sketch
from dateline.publish.brief_markdown import write_markdown
from dateline.publish.briefs import Brief, say_area
from dateline.publish.wordings import say_published
from dateline.services.alerting import AlertSource
from dateline.services.areas import AreaSource
from dateline.services.briefing import draw_picture, list_picture, write_brief
from dateline.web.region_lines import read_region_lines
from dateline.web.templating import render_page

router = APIRouter(default_response_class=HTMLResponse)
GEOJSON = "application/geo+json"
SVG = "image/svg+xml"
MARKDOWN = "text/markdown; charset=utf-8"
MOST_AREAS = 40
MOST_ALERTS = 40


async def area_source(request: Request) -> AreaSource:
    """Where the application that the request came to reads areas from: `app.state.area_source`."""
    source: AreaSource = request.app.state.area_source
    return source


Source = Annotated[AreaSource, Depends(area_source)]
Name = Annotated[str | None, Query(max_length=200)]


@router.api_route("/areas", methods=["GET", "HEAD"])
def show_areas(request: Request, source: Source, name: Name = None) -> Response:
    """The list of areas; with a name, the area that it means, or the namesakes to choose from."""
    asked = (name or "").strip()
    found = [(area, say_area(area)) for area in source.find_areas(asked)] if asked else []
    if len(found) == 1:
        return RedirectResponse(f"/areas/{found[0][0].slug}", status_code=303)
    counts = [(count, say_area(count.area), say_published(count.last)) for count in source.list_areas(MOST_AREAS)]
    alerts: AlertSource | None = getattr(request.app.state, "alert_source", None)
    board = alerts.find_board() if alerts is not None else None
    return render_page(
        "areas.html",
        asked=asked,
        found=found,
        counts=counts,
        has_alerts=alerts is not None,
        board=board,
        most_alerts=MOST_ALERTS,
        has_watches=hasattr(request.app.state, "watch_source"),
    )


@router.api_route("/areas/{slug}", methods=["GET", "HEAD"])
def show_brief(source: Source, slug: str) -> HTMLResponse:
    area = source.get_area(slug)
    records = source.area_records(area)
    brief = write_brief(source, area, now_utc().date(), records)
    mapped = list_area_events(area, records)
    return render_page("brief.html", brief=brief, mapped=mapped, kinds=_list_kinds(brief))


@router.api_route("/areas/{slug}/brief.md", methods=["GET", "HEAD"])
def write_brief_markdown(request: Request, source: Source, slug: str) -> Response:
    base = str(request.base_url).rstrip("/")
    return Response(write_markdown(_write(source, slug), base), media_type=MARKDOWN)


@router.api_route("/areas/{slug}/events.geojson", methods=["GET", "HEAD"])
def map_area(source: Source, slug: str) -> JSONResponse:
    area = source.get_area(slug)
    return JSONResponse(make_area_map(area, source.area_records(area)), media_type=GEOJSON)


@router.api_route("/areas/{slug}/map.svg", methods=["GET", "HEAD"])
def sketch_area(source: Source, slug: str) -> Response:
    area = source.get_area(slug)
    sketch = draw_sketch(area, list_area_events(area, source.area_records(area)), read_region_lines(area.country))
    return Response(sketch, media_type=SVG)


@router.api_route("/areas/{slug}/{picture}.svg", methods=["GET", "HEAD"])
def draw_area(source: Source, slug: str, picture: Literal["timeline", "trend"]) -> Response:
    svg = draw_picture(source, source.get_area(slug), now_utc().date(), picture)
    if svg is None:
        raise HTTPException(404, "There is nothing to draw.")
    return Response(svg, media_type=SVG)


@router.api_route("/areas/{slug}/{picture}.json", methods=["GET", "HEAD"])
def list_area_picture(source: Source, slug: str, picture: Literal["timeline", "trend"]) -> JSONResponse:
    """What a picture shows, for the plots on the page."""
    rows = list_picture(source, source.get_area(slug), now_utc().date(), picture)
    if rows is None:
        raise HTTPException(404, "There is nothing to draw.")
    return JSONResponse(rows)


def _write(source: AreaSource, slug: str) -> Brief:
    return write_brief(source, source.get_area(slug), now_utc().date())


def _list_kinds(brief: Brief) -> list[object]:
    return list(dict.fromkeys(line.kind for line in brief.incidents))
