"""Holds off floods and endless bodies of comments before anything is read, parsed or asked of the store.

Whoever sends too much gets an answer that was made once. What others send, and all reading, goes on.
"""

from __future__ import annotations

from functools import cache, lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline.services.fingerprints import fold_address
from dateline.services.rate_limits import RateLimit
from dateline.web.guards import LimitBodies, address_of
from dateline.web.languages import current_language
from dateline.web.templating import render_page

READERS = "/read/"
MAX_COMMENT_BYTES = 64 * 1024
"""4,000 characters of four bytes, each byte written as `%F0`, are 48,000 bytes."""
TRIES, TRIES_WINDOW_S = 30, 600
"""From one address, the forms that are sent back for a mistake too."""
SITE_TRIES, SITE_WINDOW_S = 600, 60
"""From all addresses together: ten a second is more than readers write, and less than is felt."""


class HoldFloods:
    """ASGI middleware for what is posted to the reader pages: so many by address and in all, each of a size."""

    def __init__(self, app: ASGIApp, by_address: RateLimit | None = None, in_all: RateLimit | None = None) -> None:
        self._app = app
        self._limited = LimitBodies(app, MAX_COMMENT_BYTES)
        self._by_address = by_address or RateLimit(TRIES, TRIES_WINDOW_S)
        self._in_all = in_all or RateLimit(SITE_TRIES, SITE_WINDOW_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(READERS):
            await self._app(scope, receive, send)
            return
        answer = self._refuse(Request(scope))
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self._limited(scope, receive, send)

    def _refuse(self, request: Request) -> Response | None:
        wait = self._by_address.take(line_of(address_of(request)))
        if wait:
            return _hold(429, wait)
        if announces_too_much(request):
            return _hold(413)
        wait = self._in_all.take("all")
        return _hold(503, wait) if wait else None


def announces_too_much(request: Request) -> bool:
    """Whether the head says that the body is larger than a comment can be, or says it in no number."""
    announced = request.headers.get("content-length", "0")
    return not (announced.isascii() and announced.isdigit()) or int(announced[:20]) > MAX_COMMENT_BYTES


@lru_cache(maxsize=4096)
def line_of(address: str) -> str:
    """The line that an address belongs to: of IPv6 the network that one line is given."""
    return fold_address(address)[:100]


def _hold(status_code: int, wait_s: int = 0) -> Response:
    headers = {"Content-Type": "text/html; charset=utf-8"}
    if wait_s:
        headers["Retry-After"] = str(wait_s)
    return Response(_held_page(status_code, current_language().code), status_code, headers)


@cache
def _held_page(status_code: int, _language: str) -> bytes:
    """The page for a status code, made once: a flood costs no template."""
    return bytes(render_page("readers/held.html", status=status_code).body)
