"""The deeds of moderation: each takes a form and answers with the next page, or with JSON where that is asked."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from dateline.model.comment_states import state_of
from dateline.model.comments import Comment
from dateline.model.errors import ConflictError, WrongCallError
from dateline.publish.comment_words import DEED_WORDS
from dateline.web.moderation_tools import ModerationTools, ModeratorPerson, Tools
from dateline.web.review_deeds import Sent
from dateline.web.review_forms import Form
from dateline.web.templating import render_page
from dateline.web.visitors import wants_json

router = APIRouter(prefix="/moderation")


@router.post("/decisions")
def decide(request: Request, tools: Tools, person: ModeratorPerson, form: Sent) -> Response:
    """Approve or reject a comment. Sent twice, as a bad connection does, it is done once."""
    deed = form.get("deed")
    if deed not in ("approve", "reject"):
        raise HTTPException(422, "The form does not say what is decided.")
    comment_id, rule = read_comment_id(form), form.get("rule")
    try:
        seen = _forgive_own(tools, comment_id, person.name, form.seen)
        if deed == "approve":
            comment = tools.desk.approve(comment_id, person.name, seen=seen)
        else:
            comment = tools.desk.reject(comment_id, rule, person.name, seen=seen)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, error, comment_id)
    return _answer(request, comment, DEED_WORDS["approve" if deed == "approve" else "reject"], show=form.get("next"))


def _forgive_own(tools: ModerationTools, comment_id: int, who: str, seen: int | None) -> int | None:
    """The last act that the person knows of: what they did themselves since their page was made is known to them."""
    acts = tools.store.comments.get(comment_id).acts
    if seen is None or not acts or any(act.who != who for act in acts if act.seq > seen):
        return seen
    return acts[-1].seq


@router.post("/undo")
def undo(request: Request, tools: Tools, person: ModeratorPerson, form: Sent) -> Response:
    """Take back the person's decision on the comment named; without one their last, then the one before it."""
    comment_id = read_comment_id(form) if form.get("comment_id") else None
    try:
        comment = tools.undo_once(person.name, form.key, comment_id)
    except (ConflictError, WrongCallError) as error:
        return refuse(request, error, comment_id)
    return _answer(request, comment, "taken back", show=str(comment.id) if comment else "")


def read_comment_id(form: Form) -> int:
    """Raises HTTPException where the form names no comment."""
    value = form.get("comment_id")
    if not is_comment_id(value):
        raise HTTPException(422, "The form names no comment.")
    return int(value)


def is_comment_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _answer(request: Request, comment: Comment | None, said: str, *, show: str) -> Response:
    """In: `show`, the comment to show next on a page without scripts."""
    if wants_json(request):
        return JSONResponse(_write(comment, said))
    there = f"/moderation/{show}" if show.isascii() and show.isdecimal() else "/moderation"
    return RedirectResponse(f"{there}?done={comment.id}" if comment else there, status_code=303)


def _write(comment: Comment | None, said: str) -> dict[str, object]:
    """In the form of the desk's outbox."""
    if comment is None:
        return {"said": "There is nothing left", "record_id": None, "states": {}}
    return {
        "said": said.capitalize(),
        "record_id": str(comment.id),
        "states": {str(comment.id): state_of(comment.acts)},
    }


def refuse(request: Request, error: WrongCallError | ConflictError, comment_id: int | None) -> Response:
    """What was asked for cannot be done: why, and the way back."""
    status = 409 if isinstance(error, ConflictError) else 422
    if wants_json(request):
        return JSONResponse({"problem": str(error)}, status_code=status)
    back = f"/moderation/{comment_id}" if comment_id is not None else "/moderation"
    text = str(error)
    problem = f"{text[:1].upper()}{text[1:]}."
    return render_page("moderation/refused.html", status_code=status, problem=problem, back=back)
