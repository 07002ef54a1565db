"""The admin's page: who there is, who is invited, what the roles may do, and the rules of the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.people import RIGHTS, ROLES, Person
from dateline.publish.wordings import say_published
from dateline.services.people import Rules
from dateline.services.ways_in import PeopleDesk
from dateline.web.cookies import is_secure
from dateline.web.sign_in_pages import NO_STORE, Desk, Typed, tell
from dateline.web.templating import render_page
from dateline.web.visitors import require

router = APIRouter(prefix="/people", default_response_class=HTMLResponse)
Admin = Annotated[Person, Depends(require("administer"))]


@router.api_route("", methods=["GET", "HEAD"])
def show_people(desk: Desk, _admin: Admin) -> Response:
    return _show_people(desk)


@router.post("/invite")
def invite(request: Request, desk: Desk, admin: Admin, name: Typed = "", role: Typed = "") -> Response:
    """The link is shown once, here: it is no part of any address of ours."""
    try:
        person, secret = desk.accounts.invite(name, role, admin.name)
    except WrongCallError as error:
        return _show_people(desk, problem=tell(error), name=name)
    return _show_people(desk, link=make_link(request, secret), link_for=person)


@router.post("/rules")
def change_rules(
    desk: Desk,
    admin: Admin,
    two_person_rule: Annotated[bool, Form()] = False,
    open_reading: Annotated[bool, Form()] = False,
) -> Response:
    desk.accounts.change_rules(Rules(two_person_rule, open_reading), admin.name)
    return RedirectResponse("/people#rules", 303)


@router.post("/{person_id}/link")
def renew_link(request: Request, desk: Desk, admin: Admin, person_id: str) -> Response:
    try:
        secret = desk.accounts.invite_again(person_id, admin.name)
    except NotKeptError as error:
        return _show_people(desk, problem=tell(error))
    return _show_people(desk, link=make_link(request, secret), link_for=desk.accounts.get(person_id))


@router.post("/{person_id}/role")
def change_role(desk: Desk, admin: Admin, person_id: str, role: Typed = "") -> Response:
    try:
        desk.accounts.change_role(person_id, role, admin.name)
    except (NotKeptError, WrongCallError) as error:
        return _show_people(desk, problem=tell(error))
    return RedirectResponse("/people", 303)


@router.post("/{person_id}/end")
def end(desk: Desk, admin: Admin, person_id: str) -> Response:
    try:
        desk.accounts.end(person_id, admin.name)
    except (NotKeptError, WrongCallError) as error:
        return _show_people(desk, problem=tell(error))
    return RedirectResponse("/people", 303)


def make_link(request: Request, secret: str) -> str:
    """The one-time link, as the visitor reaches us."""
    return f"{'https' if is_secure(request) else 'http'}://{request.headers['host']}/welcome/{secret}"


def _show_people(
    desk: PeopleDesk, *, problem: str = "", name: str = "", link: str = "", link_for: Person | None = None
) -> Response:
    page = render_page(
        "people.html",
        status_code=422 if problem else 200,
        people=[(person, say_published(person.ended or person.made)) for person in desk.accounts.list_people()],
        roles=ROLES,
        rights=RIGHTS,
        rules=desk.accounts.rules(),
        problem=problem,
        name=name[:100],
        link=link,
        link_for=link_for,
    )
    page.headers.update(NO_STORE)
    return page
