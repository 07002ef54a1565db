"""Watches every request go by: gives it an id, counts it, and logs a line of it where logs are for programs."""

from __future__ import annotations

import secrets
import time

from fastapi.routing import iter_route_contexts
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.base.logging import FIELDS, get_logger, set_request
from dateline.web.metrics import RequestMetrics

log = get_logger("dateline.requests")

REQUEST_ID = "X-Request-Id"
OTHER = "other"
"""The route of what has none: strangers can make up as many addresses as they like."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = ("/static/", "/health/")
GIVEN_UP = 499
"""The status of a request whose caller went before an answer began."""


class WatchRequests:
    """ASGI middleware around all others. In: `is_logging`, whether each request has a line in the log.

    An id is made anew for each request and never taken from outside, where it could be anything; it stands in the
    answer's `X-Request-Id` and in every line of the log that is about this request.
    """

    def __init__(self, app: ASGIApp, metrics: RequestMetrics, *, is_logging: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        self._is_logging = is_logging
        self._names = RouteNames()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, began, status = secrets.token_hex(8), time.perf_counter(), GIVEN_UP
        set_request(request_id)

        async def send_watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        self._metrics.open.inc()
        try:
            await self._app(scope, receive, send_watched)
        except BaseException:
            status = 500 if status == GIVEN_UP else status
            raise
        finally:
            self._metrics.open.dec()
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, duration_s: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else OTHER
        route = self._names.name(scope)
        self._metrics.note(method, route, status, duration_s)
        if not self._is_logging or (status < 400 and scope["path"].startswith(_QUIET)):
            return
        fields = {"method": method, "route": route, "status": status, "duration_ms": round(duration_s * 1000, 1)}
        log.info("request", extra={FIELDS: fields})


class RouteNames:
    """What routes are called: as written in the code, "/reports/{report_id}". No value of an address is in a name."""

    def __init__(self) -> None:
        self._paths: dict[int, dict[int, str]] = {}

    def name(self, scope: Scope) -> str:
        """The route that answered; that of a part of the site, as "/static", where the part is no application."""
        route, app, root = scope.get("route"), scope.get("app"), str(scope.get("root_path", ""))
        if route is None or app is None:
            return root or OTHER
        if id(app) not in self._paths:  # applications last as long as this does
            contexts = iter_route_contexts(app.routes)
            self._paths[id(app)] = {id(found.original_route): str(found.path) for found in contexts}
        path = self._paths[id(app)].get(id(route))
        return OTHER if path is None else root + path
