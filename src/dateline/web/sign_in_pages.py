"""The pages by which people come in: sign in, sign out, and the one-time link of an invitation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.errors import DatelineError, NotKeptError, WrongCallError
from dateline.model.people import Person, Session
from dateline.services.people import FIRST_NAME
from dateline.services.rate_limits import TooOftenError
from dateline.services.sign_ins import SignInError
from dateline.services.ways_in import PeopleDesk
from dateline.web.cookies import give_cookie, take_cookie
from dateline.web.guards import address_of
from dateline.web.templating import render_page
from dateline.web.visitors import current_visitor, require_session

router = APIRouter(default_response_class=HTMLResponse)
NO_STORE = {"Cache-Control": "no-store"}
_SECRET_CHARACTERS = 43


async def people_desk(request: Request) -> PeopleDesk:
    """The people of the application that the request came to."""
    desk = request.app.state.people_desk
    assert isinstance(desk, PeopleDesk)
    return desk


Desk = Annotated[PeopleDesk, Depends(people_desk)]
Typed = Annotated[str, Form(max_length=1000)]


@router.api_route("/sign-in", methods=["GET", "HEAD"])
def show_sign_in(onward: Annotated[str, Query(alias="next", max_length=2000)] = "/") -> Response:
    if current_visitor().session is not None:
        return RedirectResponse(choose_onward(onward), 303)
    return _show_sign_in(choose_onward(onward))


@router.post("/sign-in")
def sign_in(
    request: Request,
    desk: Desk,
    name: Typed = "",
    password: Typed = "",
    onward: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """A new session; one that the browser held before is ended."""
    try:
        _, secret = desk.sign_ins.sign_in(name, password, address_of(request))
    except TooOftenError as error:
        answer = _show_sign_in(choose_onward(onward), name, tell(error), 429)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    except SignInError as error:
        return _show_sign_in(choose_onward(onward), name, tell(error), 401)
    return enter(request, desk, secret, choose_onward(onward))


@router.post("/sign-out")
def sign_out(desk: Desk) -> Response:
    """Ends the session, where there is one."""
    session = current_visitor().session
    if session is not None:
        desk.sign_ins.sign_out(session)
    response = RedirectResponse("/sign-in", 303)
    take_cookie(response)
    return response


@router.post("/sign-out/elsewhere")
def sign_out_elsewhere(desk: Desk, mine: Annotated[tuple[Person, Session], Depends(require_session)]) -> Response:
    """Ends all other sessions of the same person."""
    desk.sign_ins.sign_out_elsewhere(mine[1])
    return RedirectResponse("/me", 303)


@router.api_route("/welcome/{secret}", methods=["GET", "HEAD"])
def show_welcome(desk: Desk, secret: str) -> Response:
    """Looking at the link does not use it: mail programs look at links too."""
    person = _read_invitation(desk, secret)
    return _show_gone() if person is None else _show_welcome(person, "" if person.name == FIRST_NAME else person.name)


@router.post("/welcome/{secret}")
def accept_welcome(request: Request, desk: Desk, secret: str, name: Typed = "", password: Typed = "") -> Response:
    """The name and password of who comes, who is then signed in."""
    person = _read_invitation(desk, secret)
    if person is None:
        return _show_gone()
    try:
        joined = desk.accounts.accept(secret, name, password)
    except WrongCallError as error:
        return _show_welcome(person, name, tell(error), 422)
    except NotKeptError:  # used in the meantime
        return _show_gone()
    return enter(request, desk, desk.sign_ins.begin(joined), "/")


def enter(request: Request, desk: PeopleDesk, secret: str, onward: str) -> Response:
    """On to a page with the cookie of a new session; the session that the browser held before is ended."""
    before = current_visitor().session
    if before is not None:
        desk.sign_ins.sign_out(before)
    response = RedirectResponse(onward, 303)
    give_cookie(request, response, secret)
    return response


def tell(error: DatelineError) -> str:
    """An error as a sentence."""
    about = f" ({error.subject})" if error.subject else ""
    words = f"{error.message}{about}: {error.cause}" if error.cause else f"{error.message}{about}"
    return f"{words[:1].upper()}{words[1:]}."


def choose_onward(address: str) -> str:
    """An address of this desk, never of another site: what is not surely ours leads to the first page."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and address.isprintable() and "\\" not in address else "/"


def _read_invitation(desk: PeopleDesk, secret: str) -> Person | None:
    return desk.accounts.read_invitation(secret) if len(secret) == _SECRET_CHARACTERS else None


def _show_sign_in(onward: str, name: str = "", problem: str = "", status_code: int = 200) -> Response:
    page = render_page("sign_in.html", status_code=status_code, onward=onward, name=name[:100], problem=problem)
    page.headers.update(NO_STORE)
    return page


def _show_welcome(person: Person, name: str, problem: str = "", status_code: int = 200) -> Response:
    is_first = person.name == FIRST_NAME
    page = render_page(
        "welcome.html", status_code=status_code, person=person, is_first=is_first, name=name[:100], problem=problem
    )
    page.headers.update(NO_STORE)
    return page


def _show_gone() -> Response:
    return render_page("welcome_gone.html", status_code=404)
