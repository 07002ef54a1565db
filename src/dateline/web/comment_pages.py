"""Comments as readers write them: what is sent, its receipt, another look at a rejection, and the rules.

All of it is open to whoever comes. Of what waits or was rejected nothing is shown but to who holds the receipt.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Form, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.comments import Guidelines
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.publish.moments import say_moment
from dateline.services.comment_texts import WrongCommentError
from dateline.services.commenting import PublicComment, ReceiptView
from dateline.services.rate_limits import TooOftenError
from dateline.web.comment_rooms import CommentRoom, SentForm
from dateline.web.comment_sections import (
    SHOWN_AT_ONCE,
    CommentSection,
    DatedVersion,
    Typed,
    article_address,
    comments_address,
    lay_out,
    split_paragraphs,
)
from dateline.web.guards import address_of
from dateline.web.sign_in_pages import tell
from dateline.web.templating import render_page

router = APIRouter(default_response_class=HTMLResponse)
UNLISTED = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
Words = Annotated[str, Form()]


def add_comment_pages(app: FastAPI, room: CommentRoom) -> None:
    """Give an application the pages of comments."""
    app.state.comment_room = room
    app.state.tell_comments = section_of
    app.include_router(router)


async def comment_room(request: Request) -> CommentRoom:
    """Where the application that the request came to keeps comments."""
    room: CommentRoom = request.app.state.comment_room
    return room


Room = Annotated[CommentRoom, Depends(comment_room)]


def section_of(request: Request, report_id: str) -> CommentSection | None:
    """What stands under a report's page; None where the application takes no comments."""
    room: CommentRoom | None = getattr(request.app.state, "comment_room", None)
    return None if room is None else _make_section(room, report_id)


@router.api_route("/read/reports/{report_id}/comments", methods=["GET", "HEAD"])
def list_comments(room: Room, report_id: str, first: Annotated[int, Query(alias="from", ge=1)] = 1) -> Response:
    """All approved comments, so many a page from the `first` on, counted from 1."""
    title = _need_title(room, report_id)
    section = _make_section(room, report_id, first)
    later = first + SHOWN_AT_ONCE
    return render_page(
        "readers/comment_list.html",
        comments=section,
        title=title,
        article=article_address(report_id),
        first=first,
        earlier=max(1, first - SHOWN_AT_ONCE) if first > 1 else None,
        later=later if later <= section.total else None,
    )


@router.post("/read/reports/{report_id}/comments")
def send_comment(
    request: Request,
    room: Room,
    report_id: str,
    name: Words = "",
    text: Words = "",
    contact: Words = "",
    website: Words = "",
    began: Words = "",
) -> Response:
    """Leads to the receipt; where something is not right, the form comes back with all that was typed.

    `website` is the field that no person sees.
    """
    _need_title(room, report_id)
    form = SentForm(f"report:{report_id}", name, text, contact, website, began, address_of(request))
    try:
        token = room.send(form)
    except TooOftenError as error:
        answer = _show_again(room, report_id, form, {"": tell(error)}, 429)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    except WrongCommentError as error:
        return _show_again(room, report_id, form, error.problems)
    except WrongCallError as error:
        return _show_again(room, report_id, form, {"": tell(error)})
    return RedirectResponse(_receipt_address(token), 303, headers=UNLISTED)


@router.api_route("/read/receipts/{token}", methods=["GET", "HEAD"])
def show_receipt(room: Room, token: str) -> Response:
    """How it went with a comment, for who has the secret in the address."""
    return _show_receipt(room, token, _need_receipt(room, token))


@router.post("/read/receipts/{token}")
def appeal(room: Room, token: str, words: Words = "") -> Response:
    """Asks for another look at a rejection."""
    view = _need_receipt(room, token)
    try:
        room.desk.appeal(token, words)
    except WrongCommentError as error:
        return _show_receipt(room, token, view, words, " ".join(error.problems.values()))
    except WrongCallError:  # appealed, or approved, in the meantime: the receipt tells
        pass
    return RedirectResponse(_receipt_address(token), 303, headers=UNLISTED)


@router.api_route("/read/guidelines", methods=["GET", "HEAD"])
def show_guidelines(room: Room) -> Response:
    """The rules as they are now."""
    return _show_guidelines(room, room.guidelines())


@router.api_route("/read/guidelines/{version}", methods=["GET", "HEAD"])
def show_guidelines_version(room: Room, version: int) -> Response:
    """The rules as they were."""
    return _show_guidelines(room, room.guidelines(version))


def _need_title(room: CommentRoom, report_id: str) -> str:
    """The title of a report that readers can see; of any other, nothing tells whether it is kept."""
    title = room.find_title(report_id)
    if title is None:
        raise HTTPException(404, "There is no such report.")
    return title


def _need_receipt(room: CommentRoom, token: str) -> ReceiptView:
    try:
        return room.desk.receipt(token)
    except NotKeptError as error:
        raise HTTPException(404, "There is no such receipt.") from error


def _make_section(room: CommentRoom, report_id: str, first: int = 1) -> CommentSection:
    page = f"report:{report_id}"
    approved = room.desk.approved(page)
    return CommentSection(
        comments_address(report_id),
        tuple(lay_out(comment) for comment in approved[first - 1 : first - 1 + SHOWN_AT_ONCE]),
        len(approved),
        room.guidelines(),
        room.desk.is_open(page),
    )


def _show_again(
    room: CommentRoom, report_id: str, form: SentForm, problems: Mapping[str, str], status_code: int = 422
) -> Response:
    """The form as it was sent, with what is not right. It keeps the time at which it was first made."""
    section = replace(
        _make_section(room, report_id),
        typed=Typed(form.name, form.text, form.contact),
        problems=problems,
        began=form.began_s or int(time.time()),
    )
    return render_page(
        "readers/comment_again.html",
        status_code=status_code,
        comments=section,
        title=room.find_title(report_id) or "",
        article=article_address(report_id),
    )


def _show_receipt(
    room: CommentRoom, token: str, view: ReceiptView, typed: str = "", problem: str | None = None
) -> Response:
    report_id = view.comment.page.partition(":")[2]
    title = room.find_title(report_id)
    page = render_page(
        "readers/receipt.html",
        status_code=422 if problem else 200,
        view=view,
        comment=lay_out(view.comment),
        reasons=split_paragraphs(view.appeal_words or ""),
        decided=say_moment(view.decided) if view.decided else "",
        token=token,
        title=title,
        article=article_address(report_id) if title is not None else None,
        way=_find_way(room, view.comment, report_id) if title is not None and view.state == "approved" else None,
        typed=typed,
        problem=problem,
    )
    page.headers.update(UNLISTED)
    return page


def _find_way(room: CommentRoom, comment: PublicComment, report_id: str) -> str | None:
    """The address at which an approved comment stands: under the article, or on a page of the list of all."""
    place = next((at for at, one in enumerate(room.desk.approved(comment.page)) if one.id == comment.id), None)
    if place is None:
        return None
    if place < SHOWN_AT_ONCE:
        return f"{article_address(report_id)}#comment-{comment.id}"
    return f"{comments_address(report_id)}?from={place - place % SHOWN_AT_ONCE + 1}#comment-{comment.id}"


def _show_guidelines(room: CommentRoom, shown: Guidelines) -> Response:
    present = room.guidelines()
    numbers = range(present.version, 0, -1)
    versions = [DatedVersion(number, say_moment(room.guidelines(number).since)) for number in numbers]
    is_present = shown.version == present.version
    until = None if is_present else say_moment(room.guidelines(shown.version + 1).since)
    return render_page(
        "readers/guidelines.html",
        guidelines=shown,
        is_present=is_present,
        since=say_moment(shown.since),
        until=until,
        versions=versions,
    )


def _receipt_address(token: str) -> str:
    return f"/read/receipts/{token}"
