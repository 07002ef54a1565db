"""The page that settles a round: the versions of a record side by side, without names until one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.publish.cards import say_provenance
from dateline.publish.desk_items import make_desk_item
from dateline.publish.round_words import VERDICT_WORDS
from dateline.services.round_reports import ComparedRound, Comparison, compare_round
from dateline.services.round_settling import shuffle_coders
from dateline.services.slot_edits import WrongSlotsError
from dateline.web.region_lines import read_region_lines
from dateline.web.review_deeds import Sent
from dateline.web.review_edits import EditForm
from dateline.web.review_forms import Form
from dateline.web.round_coding_pages import make_form, read_slots, refuse
from dateline.web.round_tools import NO_STORE, RoundTools, Settler, Tools
from dateline.web.templating import render_page
from dateline.web.visitors import wants_json

router = APIRouter(prefix="/rounds", default_response_class=HTMLResponse)
RecordId = Annotated[str | None, Query(max_length=64)]
Letter = Annotated[str, Query(max_length=4)]


@router.api_route("/{round_id}/settle", methods=["GET", "HEAD"])
def show(
    tools: Tools, _person: Settler, round_id: int, record: RecordId = None, edit: Letter = "", done: RecordId = None
) -> Response:
    """A record to settle; the first difference that is not settled where none is named."""
    try:
        compared = compare_round(tools.store, round_id)
    except WrongCallError as error:
        return refuse(error, f"/rounds/{round_id}")
    chosen = _choose(compared, record)
    if chosen is None:
        return RedirectResponse(f"/rounds/{round_id}?" + urlencode({"done": done} if done else {}), 303)
    form = _make_form(compared, chosen, edit) if edit and chosen.settled is None else None
    return _show(tools, compared, chosen, form=form, done=done)


@router.post("/{round_id}/settle")
def settle(tools: Tools, person: Settler, round_id: int, form: Sent) -> Response:
    """Take a version, one's own, or none."""
    record_id, letter = form.record_id, form.get("letter")
    back = f"/rounds/{round_id}/settle?record={record_id}"
    try:
        if letter == "none":
            if not form.why:
                raise WrongCallError("a rejection needs a reason", "", "say it in a few words")
            tools.settling.reject(round_id, record_id, form.why, person.name, form.key)
        else:
            tools.settling.choose(round_id, record_id, letter, form.why, person.name, form.key)
    except (WrongCallError, ConflictError) as error:
        return refuse(error, back)
    return RedirectResponse(f"/rounds/{round_id}/settle?done={record_id}", 303)


@router.post("/{round_id}/versions")
def settle_by_own(request: Request, tools: Tools, person: Settler, round_id: int, form: Sent) -> Response:
    """Settle with a version of one's own, slot by slot."""
    record_id = form.record_id
    address = f"/rounds/{round_id}/settle?done={record_id}"
    try:
        tools.settling.edit(round_id, record_id, read_slots(form), form.why, person.name, form.key)
    except WrongSlotsError as error:
        if wants_json(request):
            return JSONResponse({"problem": str(error), "problems": error.problems}, status_code=422)
        compared = compare_round(tools.store, round_id)
        chosen = _choose(compared, record_id)
        assert chosen is not None
        again = _make_form(compared, chosen, "own", form, error)
        return _show(tools, compared, chosen, form=again, status_code=422)
    except (WrongCallError, ConflictError) as error:
        if wants_json(request):
            return JSONResponse({"problem": str(error)}, status_code=409)
        return refuse(error, f"/rounds/{round_id}/settle?record={record_id}")
    if wants_json(request):
        return JSONResponse({"said": "settled", "record_id": record_id, "states": {}, "next": address})
    return RedirectResponse(address, 303)


@router.post("/{round_id}/agreed")
def take_shared(tools: Tools, person: Settler, round_id: int) -> Response:
    """Decide as all coders did, where they all gave the same answer."""
    try:
        tools.settling.take_shared(round_id, person.name)
    except (WrongCallError, ConflictError) as error:
        return refuse(error, f"/rounds/{round_id}")
    return RedirectResponse(f"/rounds/{round_id}", 303)


def _choose(compared: ComparedRound, record_id: str | None) -> Comparison | None:
    if record_id is None:
        return next((row for row in compared.disputed if row.settled is None), None)
    found = next((row for row in compared.comparisons if row.record_id == record_id), None)
    if found is None:
        raise NotKeptError("this round has no such record", record_id)
    return found


def _make_form(
    compared: ComparedRound,
    chosen: Comparison,
    letter: str,
    sent: Form | None = None,
    error: WrongSlotsError | None = None,
) -> EditForm:
    """The slots to edit: those of a version, or of the proposal."""
    at = shuffle_coders(compared.round, chosen.record_id).get(letter)
    version = chosen.versions[at] if at is not None else None
    action = f"/rounds/{compared.round.id}/versions"
    return make_form(version or chosen.row.record, chosen.stored.report, action, sent, error)


def _show(
    tools: RoundTools,
    compared: ComparedRound,
    chosen: Comparison,
    *,
    form: EditForm | None,
    done: str | None = None,
    status_code: int = 200,
) -> Response:
    letters = shuffle_coders(compared.round, chosen.record_id)
    named = {at: row.name for at, row in enumerate(compared.coders)}
    left = [row for row in compared.disputed if row.settled is None]
    item = make_desk_item(chosen.stored, chosen.record_id, read_region_lines)
    page = render_page(
        "round_settle.html",
        status_code=status_code,
        round=compared.round,
        item=item,
        chosen=chosen,
        settled=say_provenance(chosen.row) if chosen.settled else "",
        columns=[_describe_version(chosen, letter, at, named[at]) for letter, at in letters.items()],
        lines=[(line, [line.said[at] for at in letters.values()]) for line in chosen.lines],
        form=form,
        left=len(left),
        total=len(compared.disputed),
        next_id=_find_next(left, chosen.record_id),
        done=_say_done(tools, compared, done),
        fresh_key=lambda: token_hex(12),
    )
    page.headers.update(NO_STORE)
    return page


def _describe_version(chosen: Comparison, letter: str, at: int, name: str) -> dict[str, Any]:
    answer = chosen.answers[at]
    return {
        "letter": letter,
        "name": name if chosen.settled else "",
        "verdict": VERDICT_WORDS[answer.verdict] if answer else "",
        "why": answer.why if answer else None,
        "has_version": chosen.versions[at] is not None,
        "can_be_taken": answer is not None,
    }


def _find_next(left: Sequence[Comparison], record_id: str) -> str:
    ids = [row.record_id for row in left]
    if record_id not in ids:
        return ids[0] if ids else ""
    return ids[(ids.index(record_id) + 1) % len(ids)] if len(ids) > 1 else ""


def _say_done(tools: RoundTools, compared: ComparedRound, record_id: str | None) -> dict[str, str] | None:
    """What was settled last: as the log tells it, whose version was taken; names are told from here on."""
    row = next((each for each in compared.comparisons if each.record_id == record_id), None)
    if row is None or row.settled is None:
        return None
    entries = tools.store.log.entries(subject=f"round:{compared.round.id}", limit=50)
    noted = [each for each in entries if each.kind == "round-settle" and each.detail.get("record") == record_id]
    coder = noted[-1].detail.get("coder") if noted else None
    name = next((each.name for each in compared.coders if each.person_id == coder), "")
    return {"record_id": row.record_id, "said": say_provenance(row.row), "coder": name}
