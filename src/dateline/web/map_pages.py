"""The map page: filters, the map, the timeline and the list of records, each narrowed by the others.

The application that includes `router` keeps a `RecordIndex` as `app.state.record_index`. The page is whole without
scripts; with them, map and timeline are drawn from `/map/cells.json` and `/timeline/weeks.json`, and the parts of the
page are asked for alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from dateline.model.decisions import DISCARDED
from dateline.model.errors import WrongCallError
from dateline.model.filters import STATES, RecordFilter
from dateline.model.index_answers import Facets
from dateline.publish.landmarks import country_names
from dateline.publish.listed_lines import make_listed_line, say_killed
from dateline.publish.period_links import list_periods
from dateline.services.record_index import RecordIndex
from dateline.web.index_pages import Index
from dateline.web.templating import render_page

router = APIRouter(default_response_class=HTMLResponse)
LINES_PER_PAGE = 40
LINES_HERE = 12
MAX_LOOSENED = 6
MAX_COUNTRIES = 40
After = Annotated[str | None, Query(max_length=20)]

NAMES = {
    "country": "the country", "admin1": "the region", "box": "the part of the map", "actor": "the actor",
    "days": "the days", "kinds": "the type", "source": "the source", "source_type": "the type of source",
    "coder": "the coder", "states": "the state", "text": "the words",
}  # fmt: skip
"""The filters as the page calls them."""


def read_counting(request: Request) -> RecordFilter:
    """The filter in the address, without what does not count. Raises HTTPException (422)."""
    try:
        chosen = RecordFilter.from_query(request.query_params)
    except WrongCallError as error:
        raise HTTPException(422, str(error)) from error
    return replace(chosen, states=chosen.states - DISCARDED)


Counting = Annotated[RecordFilter, Depends(read_counting)]


@router.api_route("/map", methods=["GET", "HEAD"])
def show_map(request: Request, index: Index, after: After = None) -> HTMLResponse:
    chosen, problem = _read_or_leave(request)
    values = _list_filters(index, chosen) | _list_records(index, chosen, after, LINES_PER_PAGE)
    values |= {"problem": problem, "periods": _list_periods(index, chosen)}
    return render_page("map.html", **values, pending=request.app.state.count_pending())


@router.api_route("/map/filters", methods=["GET", "HEAD"])
def show_filters(index: Index, chosen: Counting) -> HTMLResponse:
    """The filter bar alone."""
    return render_page("map_filters.html", **_list_filters(index, chosen))


@router.api_route("/map/list", methods=["GET", "HEAD"])
def show_list(index: Index, chosen: Counting, after: After = None) -> HTMLResponse:
    """The list alone."""
    return render_page("map_list.html", **_list_records(index, chosen, after, LINES_PER_PAGE))


@router.api_route("/map/here", methods=["GET", "HEAD"])
def show_here(index: Index, chosen: Counting) -> HTMLResponse:
    """The latest records of a mark."""
    return render_page("map_here.html", **_list_records(index, chosen, None, LINES_HERE))


def _read_or_leave(request: Request) -> tuple[RecordFilter, str]:
    try:
        return read_counting(request), ""
    except HTTPException as error:
        return RecordFilter(), f"The filter was left out: {error.detail}"


def _list_filters(index: RecordIndex, chosen: RecordFilter) -> dict[str, Any]:
    return {"chosen": chosen, "narrowed": not chosen.is_empty, "facets": _counting_facets(index, chosen)}


def _counting_facets(index: RecordIndex, chosen: RecordFilter) -> Facets:
    facets = index.facets(chosen)
    return replace(facets, states=tuple(row for row in facets.states if row.value not in DISCARDED))


def _list_records(index: RecordIndex, chosen: RecordFilter, after: str | None, limit: int) -> dict[str, Any]:
    try:
        found = index.latest(chosen, limit=limit, after=after)
    except WrongCallError as error:
        raise HTTPException(422, str(error)) from error
    told = index.told(chosen)
    return {
        "chosen": chosen,
        "query": urlencode(chosen.to_query()),
        "told": told,
        "has_any": told.records > 0 or _has_any(index),
        "killed": say_killed(told),
        "countries": [code for code in told.countries if code in country_names()][:MAX_COUNTRIES],
        "lines": [make_listed_line(line) for line in found.lines],
        "after": found.after,
        "is_first": after is None,
        "loosened": _loosen(index, chosen) if not told.records else [],
    }


def _loosen(index: RecordIndex, chosen: RecordFilter) -> list[tuple[str, int, str]]:
    """What would be left without each of the filters: its name, the number of records, and the query."""
    looser = [(name, filters) for name, filters in _list_looser(chosen).items()]
    counted = [(NAMES[name], index.told(filters).records, urlencode(filters.to_query())) for name, filters in looser]
    return sorted((row for row in counted if row[1]), key=lambda row: -row[1])[:MAX_LOOSENED]


def _list_looser(chosen: RecordFilter) -> Mapping[str, RecordFilter]:
    without_days = replace(chosen, first_day=None, last_day=None)
    found = {"days": without_days} if without_days != chosen else {}
    empty = RecordFilter()
    for field in fields(chosen):
        if field.name in NAMES and getattr(chosen, field.name) != getattr(empty, field.name):
            found[field.name] = replace(chosen, **{field.name: getattr(empty, field.name)})
    return found


def _list_periods(index: RecordIndex, chosen: RecordFilter) -> list[tuple[Any, str]]:
    periods = list_periods(index.weeks(chosen), chosen.first_day, chosen.last_day)
    return [(row, urlencode(replace(chosen, first_day=row.first, last_day=row.last).to_query())) for row in periods]


def _has_any(index: RecordIndex) -> bool:
    return index.told(RecordFilter(states=frozenset(STATES))).records > 0
