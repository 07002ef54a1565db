"""Refuses what no page of ours sends: changes asked for by other sites, endless bodies, endless changes."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.services.rate_limits import RateLimit
from dateline.web.errors import answer_error
from dateline.web.sign_ins import read_key
from dateline.web.visitors import current_visitor

MAX_BODY_BYTES = 1_000_000
MAX_BODY_SECONDS = 60.0
WRITES_A_MINUTE = 300
_READS = ("GET", "HEAD", "OPTIONS")
_FOREIGN = HTTPException(403, "A change can only be asked for from a page of this desk.")
_TOO_SLOW = HTTPException(408, "What was sent did not arrive in time.", headers={"Connection": "close"})
_TOO_LARGE = HTTPException(413, f"More than {MAX_BODY_BYTES // 1_000_000} MB were sent.")


class RefuseForeignWrites:
    """ASGI middleware: what changes something comes from a page of ours, or with a key of the API.

    Browsers say which site a request comes from (`Sec-Fetch-Site`, or `Origin` where the page came over plain http);
    what says neither is refused. A key is sent by no browser on its own, so calls with one need no page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READS:
            request = Request(scope)
            if read_key(request) is None and not comes_from_us(request):
                await answer_error(request, _FOREIGN)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def comes_from_us(request: Request) -> bool:
    """Whether the browser says that a page of ours, or the visitor's own hand, made the request."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = urlsplit(request.headers.get("origin", ""))
    return origin.scheme in ("http", "https") and origin.netloc == request.headers.get("host")


class LimitBodies:
    """ASGI middleware that takes no body above a size, whether it is announced or not, and none that drips in."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES, max_seconds: float = MAX_BODY_SECONDS) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        announced = request.headers.get("content-length", "0")
        if not announced.isascii() or not announced.isdigit() or int(announced[:20]) > self._max_bytes:
            await answer_error(request, _TOO_LARGE)(scope, receive, send)
            return
        taken, is_whole = 0, False
        end = asyncio.get_running_loop().time() + self._max_seconds

        async def receive_some() -> Message:
            nonlocal taken, is_whole
            try:  # what comes after the body is the end of the connection, however late
                async with asyncio.timeout_at(None if is_whole else end):
                    message = await receive()
            except TimeoutError:
                raise _TOO_SLOW from None
            taken += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if taken > self._max_bytes:
                raise _TOO_LARGE
            return message

        await self._app(scope, receive_some, send)


class LimitWrites:
    """ASGI middleware: so many changes a minute for each session, key or address."""

    def __init__(self, app: ASGIApp, limit: RateLimit | None = None) -> None:
        self._app = app
        self._limit = limit or RateLimit(WRITES_A_MINUTE, 60)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READS:
            request = Request(scope)
            wait = self._limit.take(name_caller(request))
            if wait:
                refusal = HTTPException(429, "Too much at once.", headers={"Retry-After": str(wait)})
                await answer_error(request, refusal)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def name_caller(request: Request) -> str:
    """By what the changes, or the questions, of one caller are counted: the key, the session, else the address."""
    visitor = current_visitor()
    if visitor.token is not None:
        return f"key {visitor.token.id}"
    if visitor.session is not None:
        return f"session {visitor.session.hash}"
    return f"address {address_of(request)}"


def address_of(request: Request) -> str:
    """Where a request comes from, as far as we can see."""
    return request.client.host if request.client else "unknown"
