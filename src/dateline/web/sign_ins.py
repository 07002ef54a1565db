"""Finds out who asks, before any page is made: by the cookie of a session, or by a key of the API."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline.model.errors import StoreError
from dateline.model.people import Person, Right, Token
from dateline.services.ways_in import PeopleDesk
from dateline.web.cookies import read_cookie
from dateline.web.errors import answer_error, answer_store_failure, is_for_readers
from dateline.web.operations import HEALTH, METRICS
from dateline.web.visitors import READING, SIGN_IN, Visitor, need_sign_in, set_visitor

_OPEN_TO_ALL = ("/static/", "/welcome/")
_NO_SUCH_KEY = HTTPException(401, "There is no such key, or no longer.", headers={"WWW-Authenticate": "Bearer"})


class KnowVisitors:
    """ASGI middleware that sets the current visitor, and lets only people in where reading is not open to all."""

    def __init__(self, app: ASGIApp, desk: PeopleDesk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        if is_for_readers(scope["path"]) or asks_unknown(scope):  # the same for whoever asks, so nobody is asked for
            set_visitor(Visitor())
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            visitor = await run_in_threadpool(self._recognise, request)
        except StoreError as error:
            await answer_store_failure(request, error)(scope, receive, send)
            return
        set_visitor(visitor or Visitor(can_sign_in=True))
        refusal = _NO_SUCH_KEY if visitor is None else _refuse(request, visitor)
        if refusal is not None:
            await answer_error(request, refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _recognise(self, request: HTTPConnection) -> Visitor | None:
        """None for a key that is not, or no longer, one of ours. A caller with a key is not asked for cookies."""
        key = read_key(request)
        if key is not None:
            owned = self._desk.sign_ins.recognise_token(key)
            return None if owned is None else Visitor(owned[1], limit_rights(*owned), token=owned[0])
        secret = read_cookie(request)
        found = self._desk.sign_ins.recognise(secret) if secret else None
        if found is None:
            is_open = self._desk.accounts.is_reading_open()
            return Visitor(rights=READING if is_open else frozenset(), can_sign_in=True)
        return Visitor(found[1], found[1].rights, session=found[0])


def asks_unknown(scope: Scope) -> bool:
    """Whether a call is about the desk's own health, or about its figures by nobody who could be known.

    Nothing is asked of the store for them, as it may be what is broken.
    """
    path, headers = scope["path"], Headers(scope=scope)
    return path.startswith(HEALTH) or (path == METRICS and not {"authorization", "cookie"} & set(headers.keys()))


def read_key(request: HTTPConnection) -> str | None:
    """The key of a call with `Authorization: Bearer …`."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def limit_rights(token: Token, person: Person) -> frozenset[Right]:
    """What a key may do: what its scopes name, of what its person may; reading is part of each scope."""
    asked: frozenset[Right] = READING | ({"decide"} if "decide" in token.scopes else frozenset())
    return person.rights & asked


def _refuse(request: Request, visitor: Visitor) -> HTTPException | None:
    is_open = request.url.path == SIGN_IN or request.url.path.startswith(_OPEN_TO_ALL)
    return None if visitor.may("read") or is_open or request.url.path == METRICS else need_sign_in(request)
