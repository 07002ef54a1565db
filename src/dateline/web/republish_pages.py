"""The right to republish a report's text, noted on its page by who may release.

The application that includes `router` keeps a `Republications` as `app.state.republications`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dateline.model.people import Person
from dateline.model.republications import MOST_WORDS, RepublicationMark, Republications
from dateline.web.visitors import current_visitor, require

router = APIRouter()
Releaser = Annotated[Person, Depends(require("release"))]


@dataclass(frozen=True, slots=True)
class RepublicationView:
    """What the page of a report says of the right to its text; `marks` are all, the newest first."""

    is_allowed: bool
    marks: Sequence[RepublicationMark]


async def find_republications(request: Request) -> Republications:
    marks: Republications = request.app.state.republications
    return marks


Marks = Annotated[Republications, Depends(find_republications)]


def add_republish_pages(app: FastAPI, republications: Republications) -> None:
    app.state.republications = republications
    app.include_router(router)


def tell_republication(request: Request, report_id: str) -> RepublicationView | None:
    """For who may release; None for others, and in an application without it."""
    marks: Republications | None = getattr(request.app.state, "republications", None)
    if marks is None or not current_visitor().may("release"):
        return None
    found = list(marks.list(report_id))
    return RepublicationView(bool(found) and found[-1].is_allowed, found[::-1])


@router.post("/reports/{report_id}/republish")
def mark_republication(
    marks: Marks,
    person: Releaser,
    report_id: str,
    allowed: Annotated[bool, Form()],
    ground: Annotated[str, Form(max_length=MOST_WORDS)] = "",
) -> Response:
    """Note that readers may see the full text, or may not any more."""
    if not ground.strip():
        raise HTTPException(422, "Say on what it rests.")
    marks.mark(report_id, allowed=allowed, ground=ground, who=person.name)
    return RedirectResponse(f"/reports/{quote(report_id, safe='')}#republish", 303)
