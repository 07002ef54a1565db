"""The audit trail: who did what, all that was done to one record with its proof, and checkpoints to be printed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dateline.model.checkpoints import Checkpoint
from dateline.model.errors import NotKeptError
from dateline.model.people import Person
from dateline.model.ports import Store
from dateline.publish.audit_words import in_fours, say_deed, say_time
from dateline.review.signatures import is_signed
from dateline.services.audit_trails import AuditLine, AuditTrail, Wanted
from dateline.services.checkpoints import ProofShelf, make_checkpoint
from dateline.web.templating import render_page
from dateline.web.threads import run_long
from dateline.web.visitors import current_visitor, require

router = APIRouter(default_response_class=HTMLResponse)
LINES_A_PAGE = 50


class AuditRoom:
    """What the pages of the audit trail are made from: a store, its trail, and the trees for proofs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.trail = AuditTrail(store)
        self.proofs = ProofShelf(store)


async def audit_room(request: Request) -> AuditRoom:
    room: AuditRoom = request.app.state.audit_room
    return room


def add_audit_pages(app: FastAPI, room: AuditRoom) -> None:
    """The pages over a store's audit trail."""
    app.state.audit_room = room
    app.include_router(router)


Room = Annotated[AuditRoom, Depends(audit_room)]
Settler = Annotated[Person, Depends(require("settle"))]
Admin = Annotated[Person, Depends(require("administer"))]
Text = Annotated[str, Query(max_length=200)]
Seq = Annotated[int | None, Query(ge=1, le=1 << 62)]


@router.api_route("/audit", methods=["GET", "HEAD"])
def show_audit(
    room: Room, _settler: Settler, who: Text = "", subject: Text = "", decision: Seq = None, entry: Seq = None
) -> Response:
    """Both chains as one list, newest first; `decision` and `entry` are where the page before ended."""
    before = None if decision is None or entry is None else (decision, entry)
    wanted = Wanted(who=who.strip() or None, subject=_subject_of(subject.strip()))
    page = room.trail.page(wanted, before=before, limit=LINES_A_PAGE)
    lines = [describe(line) for line in page.lines]
    later = page.before is not None
    return render_page("audit.html", lines=lines, who=who, subject=subject, before=page.before, more=later)


def _subject_of(typed: str) -> str | None:
    """What is asked for: a subject as the log has it, or the bare id of a record."""
    if not typed:
        return None
    return typed if ":" in typed else f"record:{typed}"


@router.api_route("/records/{record_id}/history", methods=["GET", "HEAD"])
def show_history(room: Room, record_id: str) -> Response:
    """All that was done to a record; who exported it is told to those who settle."""
    lines = _history(room, record_id)
    if not current_visitor().may("settle"):
        lines = [line for line in lines if line.chain != "entries"]
    points = room.store.checkpoints.list()
    report_id, _ = room.store.find_record(record_id)
    return render_page(
        "history.html",
        record_id=record_id,
        report_id=report_id,
        lines=[describe(line) for line in lines],
        last=points[-1] if points else None,
    )


@router.api_route("/records/{record_id}/proof.json", methods=["GET", "HEAD"])
def give_proof(room: Room, record_id: str) -> Response:
    """The decisions on a record, each with the proof that the last checkpoint is over it."""
    decided = [line for line in _history(room, record_id) if line.chain == "decisions"]
    points = room.store.checkpoints.list()
    last = points[-1] if points else None
    rows: list[dict[str, Any]] = []
    for line in decided:
        proof = room.proofs.prove("decisions", line.seq, line.hash, last) if last else None
        rows.append({**line.to_json(), "proof": proof.to_json() if proof else None})
    stated = {"statement": last.statement(), "signatures": _signatures(room, last)} if last else None
    return JSONResponse({"record_id": record_id, "checkpoint": stated, "decisions": rows})


def _history(room: AuditRoom, record_id: str) -> list[AuditLine]:
    try:
        return room.trail.history(record_id)
    except NotKeptError as error:
        raise HTTPException(404, "No record with this id is kept.") from error


@router.api_route("/audit/checkpoints", methods=["GET", "HEAD"])
def list_checkpoints(room: Room, _settler: Settler) -> Response:
    points = room.store.checkpoints.list()[::-1]
    signed = {row.checkpoint for row in room.store.checkpoints.signatures()}
    rows = [{"point": point, "made": say_time(point.made), "signed": point.number in signed} for point in points]
    return render_page("checkpoints.html", rows=rows)


@router.post("/audit/checkpoints")
async def add_checkpoint(room: Room, admin: Admin) -> Response:
    made = await run_long(make_checkpoint, room.store, admin.name)
    return RedirectResponse(f"/audit/checkpoints/{made.number}", 303)


@router.api_route("/audit/checkpoints/{number}", methods=["GET", "HEAD"])
def show_checkpoint(room: Room, _settler: Settler, number: int) -> Response:
    """One A4 page: what a checkpoint states, who signed it, and how it is checked."""
    point = _checkpoint(room, number)
    return render_page(
        "checkpoint.html",
        point=point,
        made=say_time(point.made),
        roots=[
            ("decisions", point.decision_count, in_fours(point.decision_root)),
            ("entries of the log", point.entry_count, in_fours(point.entry_root)),
        ],
        signatures=_signatures(room, point),
        in_fours=in_fours,
    )


@router.api_route("/audit/checkpoints/{number}/statement.txt", methods=["GET", "HEAD"])
def give_statement(room: Room, _settler: Settler, number: int) -> Response:
    """What a checkpoint states, byte for byte as it is signed."""
    name = f"checkpoint-{number}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_checkpoint(room, number).statement().encode(), media_type="text/plain", headers=headers)


def _checkpoint(room: AuditRoom, number: int) -> Checkpoint:
    try:
        return room.store.checkpoints.get(number)
    except NotKeptError as error:
        raise HTTPException(404, "There is no such checkpoint.") from error


def _signatures(room: AuditRoom, point: Checkpoint) -> list[dict[str, Any]]:
    return [
        {
            "public_key": row.public_key,
            "signature": row.signature,
            "who": row.who,
            "made": row.made,
            "fits": is_signed(point.statement(), row.public_key, row.signature),
        }
        for row in room.store.checkpoints.signatures(point.number)
    ]


def describe(line: AuditLine) -> dict[str, Any]:
    """A line as the templates show it."""
    return {
        "line": line,
        "when": say_time(line.when),
        "deed": say_deed(line.deed),
        "short": line.hash[:8],
        "anchor": f"{line.chain}-{line.seq}" if line.chain else "proposal",
    }
