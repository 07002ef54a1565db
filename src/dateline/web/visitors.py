"""Who asks for a page, and what they may do: known to every part of the web through the current visitor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import Request
from starlette.exceptions import HTTPException

from dateline.model.people import Person, Right, Scope, Session, Token

SIGN_IN = "/sign-in"
READING: frozenset[Right] = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a person, signed in or by a key of the API, or nobody known.

    `rights` are those of the role, fewer where a key asks; `session` or `token` is what the person came in by.
    `can_sign_in`: whether there is a door for somebody who is nobody known yet.
    """

    person: Person | None = None
    rights: frozenset[Right] = field(default=frozenset())
    session: Session | None = None
    token: Token | None = None
    can_sign_in: bool = False

    @property
    def name(self) -> str | None:
        return None if self.person is None else self.person.name

    def may(self, right: Right) -> bool:
        return right in self.rights

    def allows(self, scope: Scope) -> bool:
        """Whether the visitor's way in covers a scope: that of a key only its own ones."""
        if self.token is not None:
            return scope in self.token.scopes
        return self.may("decide" if scope == "decide" else "read")


ANYONE = Visitor(rights=READING)
"""Who asks an application that knows no people."""

_current: ContextVar[Visitor] = ContextVar("visitor", default=ANYONE)


def current_visitor() -> Visitor:
    """Who asks for the page that is being made."""
    return _current.get()


def set_visitor(visitor: Visitor) -> None:
    """Say who asks, for the request that is being answered in this context."""
    _current.set(visitor)


def require(right: Right) -> Callable[..., Awaitable[Person]]:
    """A dependency that gives the person who asks, where that person has a right.

    Nobody known who asks for a page is led to the sign-in and back; any other call of theirs is refused with 401.
    A person without the right is refused with 403.
    """

    async def check(request: Request) -> Person:
        visitor = current_visitor()
        if visitor.person is None:
            raise need_sign_in(request)
        if not visitor.may(right):
            raise HTTPException(403, "Your role does not allow this.")
        return visitor.person

    return check


async def require_session(request: Request) -> tuple[Person, Session]:
    """A dependency that gives the person who asks and the session: for what is no program's business."""
    visitor = current_visitor()
    if visitor.person is None:
        raise need_sign_in(request)
    if visitor.session is None:
        raise HTTPException(403, "This is done in a browser, not by a key.")
    return visitor.person, visitor.session


def need_sign_in(request: Request) -> HTTPException:
    """What to raise where nobody known asks for what only some may see or do."""
    if request.method in ("GET", "HEAD") and not wants_json(request):
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return HTTPException(303, headers={"Location": f"{SIGN_IN}?next={quote(path, safe='')}"})
    return HTTPException(401, "Sign in first.", headers={"WWW-Authenticate": "Bearer"})


def wants_json(request: Request) -> bool:
    """Whether the caller is a program: one that asks the API, or prefers JSON to a page."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith("/api") or ("json" in accepted and "text/html" not in accepted)
