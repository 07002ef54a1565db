"""Where readers can comment: a moderator closes a page and opens it again; an admin does so with all at once."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.services.commenting import REPORT
from dateline.web.moderation_deeds import is_comment_id
from dateline.web.moderation_tools import NO_STORE, Admin, ModerationTools, ModeratorPerson, Tools
from dateline.web.review_deeds import Sent
from dateline.web.review_forms import Form
from dateline.web.templating import render_page

router = APIRouter(prefix="/moderation/closed", default_response_class=HTMLResponse)


@router.api_route("", methods=["GET", "HEAD"])
def show_closed(tools: Tools, _person: ModeratorPerson) -> Response:
    page = render_page(
        "moderation/closed.html",
        are_open=tools.switches.are_open(),
        pages=[_describe(tools, page) for page in tools.switches.list_closed()],
    )
    page.headers.update(NO_STORE)
    return page


@router.post("")
def close_page(tools: Tools, person: ModeratorPerson, form: Sent) -> Response:
    """Close or open one page; the way back is the comment that was shown, or the list."""
    page, is_open = form.get("page"), _read_switch(form)
    if tools.desk.find_article(page).report_id is None:
        raise HTTPException(404, "There is no such report.")
    tools.switches.open_page(page, person.name, is_open=is_open)
    back = form.get("back")
    return RedirectResponse(f"/moderation/{back if is_comment_id(back) else 'closed'}", 303)


@router.post("/all")
def close_all(tools: Tools, admin: Admin, form: Sent) -> Response:
    tools.switches.open_all(admin.name, is_open=_read_switch(form))
    return RedirectResponse("/moderation/closed", 303)


def _read_switch(form: Form) -> bool:
    """Raises HTTPException where the form says neither."""
    wish = form.get("wish")
    if wish not in ("open", "close"):
        raise HTTPException(422, "The form does not say what is wished.")
    return wish == "open"


def _describe(tools: ModerationTools, page: str) -> dict[str, Any]:
    report_id = page.removeprefix(REPORT)
    return {"page": page, "report_id": report_id, "title": tools.desk.find_article(page).title or report_id}
