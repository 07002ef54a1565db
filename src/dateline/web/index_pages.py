"""What is asked of the index of records: cells of the map, weeks of the timeline, choices of filters, and search.

The application that includes `router` keeps a `RecordIndex` as `app.state.record_index`. Answers carry an ETag of the
index's version, so that a page that asks again while nothing changed is answered in a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from hashlib import blake2b
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from dateline.model.errors import WrongCallError
from dateline.model.filters import Box, RecordFilter
from dateline.model.index_answers import Cell, Choice, Facets, Weeks
from dateline.publish.wordings import say_published, say_publisher, say_title
from dateline.services.record_index import RecordIndex
from dateline.web.downloads import is_known
from dateline.web.templating import render_page

router = APIRouter()
HITS_PER_PAGE = 20


async def record_index(request: Request) -> RecordIndex:
    """The index of the application that the request came to."""
    index = request.app.state.record_index
    assert isinstance(index, RecordIndex)
    return index


async def read_filter(request: Request) -> RecordFilter:
    """The filter in the address. Raises HTTPException (422) for one that cannot be read."""
    try:
        return RecordFilter.from_query(request.query_params)
    except WrongCallError as error:
        raise HTTPException(422, str(error)) from error


Index = Annotated[RecordIndex, Depends(record_index)]
Chosen = Annotated[RecordFilter, Depends(read_filter)]
Latitude = Annotated[float, Query(ge=-90, le=90)]
Longitude = Annotated[float, Query(ge=-540, le=540)]
Zoom = Annotated[float, Query(ge=0, le=24)]
ReportId = Annotated[str | None, Query(max_length=200)]


@router.api_route("/map/cells.json", methods=["GET", "HEAD"])
def show_cells(
    request: Request,
    index: Index,
    chosen: Chosen,
    *,
    west: Longitude = -180,
    south: Latitude = -85,
    east: Longitude = 180,
    north: Latitude = 85,
    zoom: Zoom = 2,
) -> Response:
    """The marks of a map's view: `cells` with shape, lat, lon, count, kinds, killed and, where known, radius_km, id,
    report, label, place, box; `done` is false for what is told to be planned, threatened or denied."""
    if south > north:
        raise HTTPException(422, "The south of a box lies below its north.")
    box: Box = (west, south, east, north)
    return _answer(request, index, lambda: {"cells": [_cell(cell) for cell in index.cells(chosen, box, zoom)]})


@router.api_route("/timeline/weeks.json", methods=["GET", "HEAD"])
def show_weeks(request: Request, index: Index, chosen: Chosen) -> Response:
    """The weeks, in columns: `first_day` of each, its numbers by kind, `killed_low` and `killed_high`."""
    return _answer(request, index, lambda: _columns(index.weeks(chosen)))


@router.api_route("/facets.json", methods=["GET", "HEAD"])
def show_facets(request: Request, index: Index, chosen: Chosen) -> Response:
    """The choices of the filter bar with their counts."""
    return _answer(request, index, lambda: _facets(index.facets(chosen)))


@router.api_route("/search", methods=["GET", "HEAD"])
def search(index: Index, chosen: Chosen, after: ReportId = None) -> HTMLResponse:
    """The reports with the words `q`; the rest of the filter narrows them to those with such records."""
    text = chosen.text or ""
    narrowed = replace(chosen, text=None)
    page = index.search(text, limit=HITS_PER_PAGE, after=after, chosen=narrowed)
    query = chosen.to_query()
    return render_page(
        "search.html",
        page=page,
        text=text,
        query=query,
        kept={name: value for name, value in query.items() if name != "q"},
        last=page.hits[-1].report_id if len(page.hits) == HITS_PER_PAGE else None,
        is_first=after is None,
        say_title=say_title,
        say_publisher=say_publisher,
        say_published=say_published,
    )


def _answer(request: Request, index: RecordIndex, make: Callable[[], Mapping[str, Any]]) -> Response:
    asked = f"{request.url.path}?{request.url.query}|{index.version}"
    tag = blake2b(asked.encode(), digest_size=12).hexdigest()
    headers = {"ETag": f'W/"{tag}"'}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    body = json.dumps(make(), ensure_ascii=False, separators=(",", ":"))
    return Response(body, media_type="application/json", headers=headers)


def _cell(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {
        "shape": cell.shape,
        "lat": cell.lat,
        "lon": cell.lon,
        "count": cell.count,
        "kinds": dict(cell.by_kind),
        "killed": cell.killed,
    }
    more = {
        "radius_km": cell.radius_km,
        "id": cell.record_id,
        "report": cell.report_id,
        "label": cell.label,
        "place": cell.place,
        "done": None if cell.is_done else False,
        "box": cell.box,
    }
    return told | {name: value for name, value in more.items() if value is not None}


def _columns(weeks: Weeks) -> dict[str, Any]:
    return {
        "first_day": [date.fromordinal(day).isoformat() for day in weeks.first_days],
        "kinds": weeks.by_kind,
        "killed_low": weeks.killed_low,
        "killed_high": weeks.killed_high,
    }


def _facets(facets: Facets) -> dict[str, Any]:
    def listed(choices: Iterable[Choice]) -> list[dict[str, Any]]:
        return [asdict(choice) for choice in choices]

    return {
        "total": facets.total,
        "countries": listed(facets.countries),
        "regions": listed(facets.regions),
        "actors": listed(facets.actors),
        "kinds": listed(facets.kinds),
        "sources": listed(facets.sources),
        "source_types": listed(facets.source_types),
        "coders": listed(facets.coders),
        "states": listed(facets.states),
    }
