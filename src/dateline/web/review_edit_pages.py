"""What the form of the desk sends: corrections and new records; and the look-ahead over actors and places.

The application that includes `router` keeps an `EditRoom` as `app.state.edit_room` and `Lookups` as
`app.state.lookups`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from dateline.model.errors import ConflictError, WrongCallError
from dateline.model.filters import RecordFilter
from dateline.services.lookups import Lookups
from dateline.services.review_edits import EditRoom, place_sentences
from dateline.services.reviewing import Outcome
from dateline.services.slot_edits import WrongSlotsError
from dateline.web.review_deeds import Coder, Sent, answer, refuse
from dateline.web.review_edits import EditForm, make_correction_form, make_new_form
from dateline.web.review_forms import Form, read_back
from dateline.web.review_pages import CODERS_ONLY, Room, render_desk
from dateline.web.visitors import wants_json

router = APIRouter()
_NOT_SLOTS = frozenset({"record_id", "report_id", "seen", "key", "back", "next", "why", "sentence"})


async def edit_room(request: Request) -> EditRoom:
    """The edit room of the application that the request came to."""
    room = request.app.state.edit_room
    assert isinstance(room, EditRoom)
    return room


async def lookups(request: Request) -> Lookups:
    """What names are looked up in."""
    found = request.app.state.lookups
    assert isinstance(found, Lookups)
    return found


Edits = Annotated[EditRoom, Depends(edit_room)]
Names = Annotated[Lookups, Depends(lookups)]
Typed = Annotated[str, Query(max_length=100)]
Country = Annotated[str, Query(max_length=2)]


@router.post("/review/corrections")
def correct(request: Request, room: Room, edits: Edits, person: Coder, form: Sent) -> Response:
    """Put the record of the form in the place of another."""
    fields = _read_slots(form)

    def do() -> Outcome:
        return edits.correct(form.record_id, fields, person.name, form.why, form.seen, form.key)

    def show(error: WrongSlotsError) -> Response:
        stored, row = room.read_record(form.record_id)
        again = make_correction_form(row.record, stored.report, {**fields, "why": form.why or ""}, error.problems)
        return _show_again(room, person, form, again)

    return _answer(request, form, do, show)


@router.post("/review/records")
def add(request: Request, room: Room, edits: Edits, person: Coder, form: Sent) -> Response:
    """Keep a record made by hand."""
    fields, kind = _read_slots(form), form.get("kind")

    def do() -> Outcome:
        return edits.add(form.get("report_id"), kind, fields, person.name, form.key)

    def show(error: WrongSlotsError) -> Response:
        stored, _ = room.read_record(form.record_id)
        again = make_new_form(kind, (), stored.report, fields, error.problems)
        return _show_again(room, person, form, again)

    return _answer(request, form, do, show)


@router.get("/lookups/actors.json", dependencies=CODERS_ONLY)
def look_up_actors(names: Names, q: Typed, country: Country = "") -> JSONResponse:
    """Actors with a name that begins, or sounds, like what was typed."""
    return JSONResponse([asdict(row) for row in names.find_actors(q, country=country.upper() or None)])


@router.get("/lookups/places.json", dependencies=CODERS_ONLY)
def look_up_places(names: Names, q: Typed, country: Country = "") -> JSONResponse:
    """Places with a name that begins, or sounds, like what was typed."""
    return JSONResponse([asdict(row) for row in names.find_places(q, country=country.upper() or None)])


def _read_slots(form: Form) -> dict[str, str]:
    slots = {name: value for name, value in form.flat.items() if name not in _NOT_SLOTS and name != "kind"}
    return place_sentences(slots, form.get_all("sentence"))


def _answer(
    request: Request, form: Form, do: Callable[[], Outcome], show: Callable[[WrongSlotsError], Response]
) -> Response:
    try:
        outcome = do()
    except WrongSlotsError as error:
        if wants_json(request):
            return JSONResponse({"problem": str(error), "problems": error.problems}, status_code=422)
        return show(error)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, form, error)
    return answer(request, form, outcome, show=outcome.record_id)


def _show_again(room: Room, person: Coder, form: Form, again: EditForm) -> Response:
    """The whole page with the form as it was sent, and what is not right in it."""
    chosen = RecordFilter.from_query(read_back(form.get("back")))
    return render_desk(room, person, chosen, form.record_id, form=again, status_code=422)
