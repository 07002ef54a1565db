"""The page of who is signed in: own name and role, password, where else one is signed in, and keys of the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.people import SCOPES, Person, Session
from dateline.publish.moments import say_moment
from dateline.services.rate_limits import TooOftenError
from dateline.services.sign_ins import MAX_TOKEN_DAYS, TOKEN_DAYS, SignInError
from dateline.services.ways_in import PeopleDesk
from dateline.web.cookies import give_cookie
from dateline.web.guards import address_of
from dateline.web.sign_in_pages import NO_STORE, Desk, Typed, tell
from dateline.web.templating import render_page
from dateline.web.visitors import require_session

router = APIRouter(prefix="/me", default_response_class=HTMLResponse)
WRONG = "The present password is not right."
Mine = Annotated[tuple[Person, Session], Depends(require_session)]


@router.api_route("", methods=["GET", "HEAD"])
def show_me(desk: Desk, mine: Mine) -> Response:
    return _show_me(desk, mine)


@router.post("/password")
def change_password(request: Request, desk: Desk, mine: Mine, old: Typed = "", new: Typed = "") -> Response:
    """A new session here; all others are ended."""
    try:
        secret = desk.sign_ins.change_password(mine[0], old, new, address_of(request))
    except SignInError:
        return _show_me(desk, mine, wrong_password=WRONG)
    except (TooOftenError, WrongCallError) as error:
        return _show_me(desk, mine, wrong_password=tell(error))
    response = RedirectResponse("/me", 303)
    give_cookie(request, response, secret)
    return response


@router.post("/tokens")
def make_token(
    desk: Desk,
    mine: Mine,
    name: Typed = "",
    scope: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form(ge=1, le=MAX_TOKEN_DAYS)] = TOKEN_DAYS,
) -> Response:
    """The key is shown once, here."""
    try:
        _, secret = desk.sign_ins.make_token(mine[0], name, scope or (), days, mine[0].name)
    except WrongCallError as error:
        return _show_me(desk, mine, wrong_token=tell(error))
    return _show_me(desk, mine, new_token=secret)


@router.post("/tokens/{token_id}/end")
def end_token(desk: Desk, mine: Mine, token_id: str) -> Response:
    try:
        desk.sign_ins.end_token(mine[0], token_id, mine[0].name)
    except NotKeptError as error:
        return _show_me(desk, mine, wrong_token=tell(error))
    return RedirectResponse("/me#keys", 303)


def _show_me(
    desk: PeopleDesk,
    mine: tuple[Person, Session],
    *,
    wrong_password: str = "",
    wrong_token: str = "",
    new_token: str = "",
) -> Response:
    person, session = mine
    page = render_page(
        "me.html",
        status_code=422 if wrong_password or wrong_token else 200,
        person=person,
        sessions=[
            (say_moment(row.made), say_moment(row.seen), row.hash == session.hash)
            for row in desk.sign_ins.sessions_of(person)
        ],
        tokens=[
            (row, say_moment(row.expires) if row.expires else "", say_moment(row.used) if row.used else "")
            for row in desk.sign_ins.tokens_of(person)
        ],
        scopes=[scope for scope in SCOPES if scope != "decide" or "decide" in person.rights],
        token_days=TOKEN_DAYS,
        max_token_days=MAX_TOKEN_DAYS,
        wrong_password=wrong_password,
        wrong_token=wrong_token,
        new_token=new_token,
    )
    page.headers.update(NO_STORE)
    return page
