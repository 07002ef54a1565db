"""The review page: the queue, one record with its report, and what stands beside it. It changes nothing.

The application that includes `router` keeps a `ReviewRoom` as `app.state.review_room`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from secrets import token_hex
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from dateline.annotate.sentences import split_sentences
from dateline.base.clock import now_utc
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.filters import RecordFilter
from dateline.model.people import Person
from dateline.publish.reasons import list_reasons
from dateline.services.review_room import Queue, ReviewRoom
from dateline.web.review_edits import EditForm, make_correction_form, make_new_form
from dateline.web.review_forms import read_back
from dateline.web.templating import render_page
from dateline.web.visitors import require

router = APIRouter(default_response_class=HTMLResponse)
MAX_ID_CHARS = 64


async def review_room(request: Request) -> ReviewRoom:
    """The review room of the application that the request came to."""
    room = request.app.state.review_room
    assert isinstance(room, ReviewRoom)
    return room


Room = Annotated[ReviewRoom, Depends(review_room)]
Coder = Annotated[Person, Depends(require("decide"))]
Spans = Annotated[tuple[str, ...], Query(max_length=50)]
CODERS_ONLY = [Depends(require("decide"))]
RecordId = Annotated[str | None, Query(max_length=MAX_ID_CHARS)]


@router.get("/review")
def show_desk(
    request: Request,
    room: Room,
    person: Coder,
    record: RecordId = None,
    do: Annotated[str | None, Query(max_length=10)] = None,
    done: RecordId = None,
    kind: Annotated[str | None, Query(max_length=100)] = None,
    span: Spans = (),
) -> HTMLResponse:
    chosen, problem = _read_filter({**request.query_params, "kind": ""} if do == "new" else request.query_params)
    form = _make_form(room, record, do, kind, span) if record else None
    return render_desk(room, person, chosen, record, form=form, problem=problem, do=do, done=done)


def render_desk(
    room: ReviewRoom,
    person: Person,
    chosen: RecordFilter,
    record: str | None,
    *,
    form: EditForm | None = None,
    problem: str = "",
    do: str | None = None,
    done: str | None = None,
    status_code: int = 200,
) -> HTMLResponse:
    """The whole page, with a form in place of the proposal where one is given.

    In: `record`, the record to show, else the first of the queue; `done`, the one that was decided on last.
    """
    queue = room.list_queue(chosen)
    record_id = record or (queue.rows[0].record_id if queue.rows else None)
    values = {**_list_frame(room, chosen, queue, person), **_list_item(room, record_id, queue), "form": form}
    said = _say_done(room, done) if done else ""
    return render_page("review.html", status_code=status_code, **values, problem=problem, do=do, done=said)


@router.get("/review/items/{record_id}", dependencies=CODERS_ONLY)
def show_item(request: Request, room: Room, record_id: str) -> HTMLResponse:
    """Text and proposal of one record, as the page has them: what the next item is shown from."""
    chosen, _ = _read_filter(request.query_params)
    values = _list_item(room, record_id, Queue((), 0, 0))
    return render_page("review_item.html", **values, query=_write(chosen), fresh_key=_fresh_key, do=None)


@router.get("/review/items/{record_id}/form", dependencies=CODERS_ONLY)
def show_form(
    request: Request,
    room: Room,
    record_id: str,
    do: Annotated[str, Query(max_length=10)] = "correct",
    kind: Annotated[list[str], Query(max_length=3)] = [],  # noqa: B006  # FastAPI's way of a list without values
    span: Spans = (),
) -> HTMLResponse:
    """The form alone, to be put in the place of the proposal. In: `kind`, of a new record; the filter may follow."""
    chosen, _ = _read_filter({**request.query_params, "kind": kind[1] if do == "new" and kind[1:] else ""})
    values = _list_item(room, record_id, Queue((), 0, 0))
    values["form"] = _make_form(room, record_id, do, kind[0] if kind else None, span)
    return render_page("review_form_pane.html", **values, query=_write(chosen), fresh_key=_fresh_key, do=do)


@router.get("/review/queue", dependencies=CODERS_ONLY)
def show_queue(request: Request, room: Room, after: RecordId = None) -> HTMLResponse:
    """The lines of the queue after a record."""
    chosen, _ = _read_filter(request.query_params)
    queue = room.list_queue(chosen, after)
    response = render_page("review_queue.html", queue=queue, item=None, query=_write(chosen))
    response.headers["X-Left"] = f"{queue.left}"
    return response


@router.get("/review/act", dependencies=CODERS_ONLY)
def choose_act(
    record_id: Annotated[str, Query(max_length=MAX_ID_CHARS)],
    do: Annotated[str, Query(max_length=10)],
    back: Annotated[str, Query(max_length=2000)] = "",
) -> RedirectResponse:
    """Where a button leads that first asks something, on a page without scripts."""
    query = urlencode({**read_back(back), "record": record_id, "do": do})
    return RedirectResponse(f"/review?{query}{'#mates' if do == 'mates' else '#proposal'}", status_code=303)


@router.get("/review/keys", dependencies=CODERS_ONLY)
def show_keys() -> HTMLResponse:
    return render_page("review_keys.html")


def _make_form(
    room: ReviewRoom, record_id: str, do: str | None, kind: str | None, spans: Sequence[str]
) -> EditForm | None:
    if do not in ("correct", "new"):
        return None
    stored, row = room.read_record(record_id)
    if do == "correct":
        return make_correction_form(row.record, stored.report)
    return make_new_form(kind, spans, stored.report, drafts=room.draft_fields)


def _list_frame(room: ReviewRoom, chosen: RecordFilter, queue: Queue, person: Person) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "narrowed": not chosen.is_empty,
        "query": _write(chosen),
        "facets": room.list_facets(chosen),
        "queue": queue,
        "today": room.count_decided(person.name, _today()),
        "fresh_key": _fresh_key,
    }


def _list_item(room: ReviewRoom, record_id: str | None, queue: Queue) -> dict[str, Any]:
    """What the two panes of a record are set from; raises NotKeptError where there is none of this id."""
    if record_id is None:
        none = {"item": None, "mates": None, "form": None, "sentences": "", "next_id": ""}
        return {**none, "reasons": list_reasons()}
    item, mates = room.read_item(record_id)
    sentences = ";".join(f"{row.span.start},{row.span.end}" for row in split_sentences(item.text))
    return {
        "item": item,
        "mates": mates,
        "form": None,
        "sentences": sentences,
        "next_id": _find_next(queue, record_id),
        "reasons": list_reasons(),
    }


def _find_next(queue: Queue, record_id: str) -> str:
    """The line after a record; the first where it is not among them, none after the last."""
    names = [row.record_id for row in queue.rows]
    at = names.index(record_id) + 1 if record_id in names else 0
    return names[at] if at < len(names) else ""


def _say_done(room: ReviewRoom, record_id: str) -> str:
    try:
        return room.say_state(record_id)
    except NotKeptError:
        return ""


def _read_filter(query: Mapping[str, str]) -> tuple[RecordFilter, str]:
    """The filter of an address; an empty one, and what is wrong, where it cannot be read."""
    try:
        return RecordFilter.from_query(query), ""
    except WrongCallError as error:
        return RecordFilter(), f"The filter was left out: {error}"


def _write(chosen: RecordFilter) -> str:
    return urlencode(chosen.to_query())


def _fresh_key() -> str:
    return token_hex(12)


def _today() -> date:
    return now_utc().date()
