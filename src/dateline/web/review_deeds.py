"""The deeds of the review page: each takes a form and answers with the next page, or with JSON where that is asked.

The application that includes `router` keeps a `ReviewDesk` as `app.state.review_desk`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from dateline.model.errors import ConflictError, WrongCallError
from dateline.model.people import Person
from dateline.publish.reasons import make_reason
from dateline.services.reviewing import Outcome, ReviewDesk
from dateline.web.review_forms import Form, read_form, write_address
from dateline.web.templating import render_page
from dateline.web.visitors import require, wants_json

router = APIRouter()


async def review_desk(request: Request) -> ReviewDesk:
    """The review desk of the application that the request came to."""
    desk = request.app.state.review_desk
    assert isinstance(desk, ReviewDesk)
    return desk


Desk = Annotated[ReviewDesk, Depends(review_desk)]
Coder = Annotated[Person, Depends(require("decide"))]
Sent = Annotated[Form, Depends(read_form)]


@router.post("/review/decisions")
def decide(request: Request, desk: Desk, person: Coder, form: Sent) -> Response:
    """Approve, reject or leave a record."""
    deeds = {"approve": desk.approve, "reject": desk.reject, "unsure": desk.unsure}
    verdict = form.get("verdict")
    if verdict not in deeds:
        raise HTTPException(422, "The form does not say what is decided.")
    try:
        why = make_reason(form.get("reason") or None, form.why) if verdict == "reject" else form.why
        outcome = deeds[verdict](form.record_id, person.name, why, seen=form.seen, key=form.key)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, form, error)
    return answer(request, form, outcome, show=form.get("next"))


@router.post("/review/merges")
def merge(request: Request, desk: Desk, person: Coder, form: Sent) -> Response:
    """Rule that a record's event is one incident with others."""
    try:
        outcome = desk.merge([form.record_id, *form.get_all("others")], person.name, form.why, key=form.key)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, form, error)
    return answer(request, form, outcome, show=form.record_id)


@router.post("/review/splits")
def split(request: Request, desk: Desk, person: Coder, form: Sent) -> Response:
    """Rule that a record's event is another incident than others; than all of its incident where none is chosen."""
    try:
        outcome = desk.split(form.record_id, form.get_all("others"), person.name, form.why, key=form.key)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, form, error)
    return answer(request, form, outcome, show=form.record_id)


@router.post("/review/undo")
def undo(request: Request, desk: Desk, person: Coder, form: Sent) -> Response:
    """Take back the person's last act."""
    try:
        outcome = desk.undo(person.name, key=form.key)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, form, error)
    return answer(request, form, outcome, show=outcome.record_id if outcome else "")


@router.post("/review/redo")
def redo(request: Request, desk: Desk, person: Coder, form: Sent) -> Response:
    """Do again what the person's last undo took back."""
    try:
        outcome = desk.redo(person.name, key=form.key)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, form, error)
    return answer(request, form, outcome, show=outcome.record_id if outcome else "")


def answer(request: Request, form: Form, outcome: Outcome | None, *, show: str) -> Response:
    """In: `show`, the record to show next on a page without scripts."""
    if wants_json(request):
        return JSONResponse(_write(outcome))
    done = outcome.record_id if outcome else ""
    return RedirectResponse(write_address(form, record=show, done=done), status_code=303)


def _write(outcome: Outcome | None) -> dict[str, object]:
    if outcome is None:
        return {"said": "There is nothing left", "record_id": None, "states": {}}
    return {"said": outcome.said, "record_id": outcome.record_id, "states": dict(outcome.states)}


def refuse(request: Request, form: Form, error: ConflictError | WrongCallError) -> Response:
    """What was asked for cannot be done: why, and the way back to the record."""
    status = 409 if isinstance(error, ConflictError) else 422
    if wants_json(request):
        return JSONResponse({"problem": str(error)}, status_code=status)
    record_id = form.get("record_id")[:64]
    back = write_address(form, record=record_id)
    return render_page("review_refused.html", status_code=status, problem=str(error), back=back)
