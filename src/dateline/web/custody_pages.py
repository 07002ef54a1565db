"""The original files of a report: its bytes as they came, and the picture of its page. Neither is ever run.

The application that includes `router` keeps a `CustodyRoom` as `app.state.custody_room`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dateline.services.custody import CustodyRoom, CustodyView
from dateline.web.visitors import current_visitor, need_sign_in

router = APIRouter()
INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of what came from elsewhere: even opened as a page, it loads, runs and sends nothing."""
_MAGIC = b"\x89PNG\r\n\x1a\n"


async def custody_room(request: Request) -> CustodyRoom:
    """The room of the application, for those who may read."""
    if not current_visitor().may("read"):
        raise need_sign_in(request)
    room = request.app.state.custody_room
    assert isinstance(room, CustodyRoom)
    return room


Room = Annotated[CustodyRoom, Depends(custody_room)]


def tell_custody(request: Request, report_id: str) -> CustodyView | None:
    """What the page of a report says of custody; None in an application without it."""
    room = getattr(request.app.state, "custody_room", None)
    return room.tell(report_id) if isinstance(room, CustodyRoom) else None


@router.api_route("/reports/{report_id}/screenshot.png", methods=["GET", "HEAD"])
def show_screenshot(room: Room, report_id: str) -> Response:
    data = room.get_screenshot(report_id)
    if not data.startswith(_MAGIC):  # nothing else is ever handed out as a picture
        raise HTTPException(404)
    return _make_inert(data, "image/png", "inline; filename=screenshot.png")


@router.api_route("/reports/{report_id}/original.txt", methods=["GET", "HEAD"])
def send_original(room: Room, report_id: str) -> Response:
    """As a download of plain text, whatever it is: a browser never takes it for a page of ours."""
    return _make_inert(room.get_original(report_id), "text/plain", "attachment; filename=original.txt")


def _make_inert(data: bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Type": media_type, "Content-Disposition": disposition, "Content-Security-Policy": INERT}
    return Response(data, headers=headers)
