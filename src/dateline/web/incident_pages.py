"""The pages of incidents: the list, and one incident with all that is said of it.

The application that includes `router` keeps an `IncidentRoom` as `app.state.incident_room`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from dateline.services.incident_room import IncidentRoom
from dateline.web.templating import render_page
from dateline.web.visitors import current_visitor

router = APIRouter(default_response_class=HTMLResponse)


async def incident_room(request: Request) -> IncidentRoom:
    """The incident room of the application that the request came to."""
    room = request.app.state.incident_room
    assert isinstance(room, IncidentRoom)
    return room


Room = Annotated[IncidentRoom, Depends(incident_room)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@router.api_route("/incidents", methods=["GET", "HEAD"])
def show_incidents(room: Room, page: PageNumber = 1) -> HTMLResponse:
    return render_page("incidents.html", page=room.list_incidents(page))


@router.api_route("/incidents/{incident_id}", methods=["GET", "HEAD"])
def show_incident(request: Request, room: Room, incident_id: str) -> HTMLResponse:
    can_pack = hasattr(request.app.state, "packer") and current_visitor().person is not None
    return render_page("incident.html", incident=room.read_incident(incident_id), can_pack=can_pack)
