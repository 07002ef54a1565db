"""The coder's page of a round: one record after the other, judged blind. It shows nobody's answers but one's own."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dateline.annotate.sentences import split_sentences
from dateline.model.errors import WrongCallError
from dateline.model.people import Person
from dateline.model.records import Record
from dateline.model.reports import Report
from dateline.model.rounds import VERDICTS
from dateline.publish.cards import say_headline
from dateline.publish.desk_items import make_desk_item
from dateline.publish.differences import list_differences
from dateline.publish.reasons import list_reasons, make_reason
from dateline.publish.round_words import VERDICT_WORDS
from dateline.publish.wordings import say_title
from dateline.services.double_coding import Task
from dateline.services.review_edits import place_sentences
from dateline.services.slot_edits import WrongSlotsError
from dateline.web.region_lines import read_region_lines
from dateline.web.review_deeds import Sent
from dateline.web.review_edits import EditForm, make_correction_form
from dateline.web.review_forms import Form
from dateline.web.round_tools import NO_STORE, Coder, RoundTools, Tools
from dateline.web.templating import render_page
from dateline.web.visitors import wants_json

router = APIRouter(prefix="/rounds", default_response_class=HTMLResponse)
NOT_SLOTS = frozenset({"record_id", "report_id", "seen", "key", "back", "next", "why", "sentence", "letter"})


@router.api_route("/{round_id}/code", methods=["GET", "HEAD"])
def show_task(
    tools: Tools,
    person: Coder,
    round_id: int,
    record: Annotated[str | None, Query(max_length=64)] = None,
    do: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:
    """A record to judge; the first without an answer where none is named. When all are judged, all of one's own."""
    try:
        task = tools.desk.read_task(round_id, person, record)
    except WrongCallError as error:
        return refuse(error, "/rounds")
    if task is None:
        return RedirectResponse(f"/rounds/{round_id}/answers", 303)
    form = _make_form(task) if do == "correct" and not task.is_done else None
    return _show(task, form=form, do=do)


@router.api_route("/{round_id}/answers", methods=["GET", "HEAD"])
def show_own(tools: Tools, person: Coder, round_id: int) -> Response:
    """All records with one's own answers, and the button that says that they stand."""
    try:
        rows = tools.desk.list_own_answers(round_id, person)
    except WrongCallError as error:
        return refuse(error, "/rounds")
    found = tools.store.rounds.get(round_id)
    page = render_page(
        "round_end.html",
        round=found,
        rows=[(row, say_headline(row.record), say_title(row.report.title)) for row in rows],
        is_done=person.id in found.done,
        verdict_words=VERDICT_WORDS,
    )
    page.headers.update(NO_STORE)
    return page


@router.post("/{round_id}/answers")
def answer(request: Request, tools: Tools, person: Coder, round_id: int, form: Sent) -> Response:
    """Approve, reject, or be unsure."""
    verdict = form.get("verdict")
    if verdict not in VERDICTS:
        raise HTTPException(422, "The form does not say what you judge.")
    back = _address(round_id, form.record_id)
    try:
        why = make_reason(form.get("reason") or None, form.why) if verdict == "reject" else form.why
        tools.desk.answer(round_id, form.record_id, verdict, why, person)
    except WrongCallError as error:
        return refuse(error, back)
    return _go_on(request, tools, person, round_id, form)


@router.post("/{round_id}/corrections")
def correct(request: Request, tools: Tools, person: Coder, round_id: int, form: Sent) -> Response:
    """Judge a record by how it should be."""
    fields = read_slots(form)
    try:
        tools.desk.correct(round_id, form.record_id, fields, form.why, person)
    except WrongSlotsError as error:
        if wants_json(request):
            return JSONResponse({"problem": str(error), "problems": error.problems}, status_code=422)
        task = tools.desk.read_task(round_id, person, form.record_id)
        assert task is not None
        return _show(task, form=_make_form(task, form, error), do="correct", status_code=422)
    except WrongCallError as error:
        if wants_json(request):
            return JSONResponse({"problem": str(error)}, status_code=422)
        return refuse(error, _address(round_id, form.record_id))
    return _go_on(request, tools, person, round_id, form)


@router.post("/{round_id}/done")
def finish(tools: Tools, person: Coder, round_id: int) -> Response:
    """Say that one's answers stand."""
    try:
        tools.desk.finish(round_id, person)
    except WrongCallError as error:
        return refuse(error, f"/rounds/{round_id}/code")
    return RedirectResponse("/rounds", 303)


def read_slots(form: Form) -> dict[str, str]:
    """The slots of a form, without what else it sends."""
    slots = {name: value for name, value in form.flat.items() if name not in NOT_SLOTS}
    return place_sentences(slots, form.get_all("sentence"))


def refuse(error: Exception, back: str, status_code: int = 409) -> HTMLResponse:
    """What was asked for cannot be done: why, and the way back."""
    text = str(error)
    said = f"{text[:1].upper()}{text[1:]}."
    page = render_page("round_refused.html", status_code=status_code, problem=said, back=back)
    page.headers.update(NO_STORE)
    return page


def make_form(
    record: Record, report: Report, action: str, sent: Form | None, error: WrongSlotsError | None
) -> EditForm:
    """The form of a version of a record. In: `sent`, what was not taken, with its `error`."""
    fields = {**read_slots(sent), "why": sent.why or ""} if sent else None
    form = make_correction_form(record, report, fields, error.problems if error else None)
    return replace(form, action=action)


def _make_form(task: Task, sent: Form | None = None, error: WrongSlotsError | None = None) -> EditForm:
    return make_form(task.record, task.stored.report, f"/rounds/{task.round.id}/corrections", sent, error)


def _address(round_id: int, record_id: str | None = None) -> str:
    return f"/rounds/{round_id}/code" + (f"?record={record_id}" if record_id else "")


def _go_on(request: Request, tools: RoundTools, person: Person, round_id: int, form: Form) -> Response:
    """To the next record of the round, or to the first that was left out; at the end to all answers."""
    task = tools.desk.read_task(round_id, person, form.record_id)
    address = _address(round_id, task.next_id if task else None)
    if wants_json(request):
        return JSONResponse({"said": "kept", "record_id": form.record_id, "states": {}, "next": address})
    return RedirectResponse(address, 303)


def _show(task: Task, *, form: EditForm | None, do: str | None, status_code: int = 200) -> Response:
    item = make_desk_item(task.stored, task.row.record_id, read_region_lines)
    page = render_page(
        "round_code.html",
        status_code=status_code,
        task=task,
        round=task.round,
        item=item,
        form=form,
        do=do,
        changes=list_differences(task.row.record, task.record),
        verdict_words=VERDICT_WORDS,
        reasons=list_reasons(),
        sentences=";".join(f"{row.span.start},{row.span.end}" for row in split_sentences(item.text)),
        fresh_key=_fresh_key,
    )
    page.headers.update(NO_STORE)
    return page


def _fresh_key() -> str:
    return token_hex(12)
