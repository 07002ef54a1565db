"""The read API: an application of its own under /api, described by OpenAPI."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline import __version__
from dateline.services.rate_limits import RateLimit
from dateline.web.api import places, records, releases
from dateline.web.api.problems import Problem, add_problems, show_problem
from dateline.web.api.sources import ApiSources
from dateline.web.guards import name_caller

_TITLE = "Dateline"
_DESCRIPTION = """\
The record of a Dateline desk: reports, the records taken out of them, incidents, areas and releases. It only reads.
Lists are paged by `cursor` (`next` of the page before). Errors are problem objects (RFC 9457). Every answer has an
ETag. Send `Authorization: Bearer KEY` with a key from the page "Me", where reading is not open to all."""


def make_api(sources: ApiSources) -> FastAPI:
    """The application to mount at /api."""
    app = FastAPI(
        title=_TITLE,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        middleware=[Middleware(AnswerHeads), Middleware(LimitReads, sources.limit)],
    )
    app.state.sources = sources
    for part in (records, places, releases):
        app.include_router(part.router, prefix="/v1")
    add_problems(app)
    app.openapi = lambda: describe_api(app)  # type: ignore[method-assign]
    return app


def describe_api(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        found = get_openapi(title=_TITLE, version=__version__, description=_DESCRIPTION, routes=app.routes)
        parts = found.setdefault("components", {})
        parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
        parts["securitySchemes"] = {
            "key": {"type": "http", "scheme": "bearer", "description": "A key of the API."},
            "session": {"type": "apiKey", "in": "cookie", "name": "dateline", "description": "A signed-in browser."},
        }
        found["security"] = [{}, {"key": []}, {"session": []}]
        found["servers"] = [{"url": "/api"}]
        app.openapi_schema = found
    return app.openapi_schema


class AnswerHeads:
    """ASGI middleware: HEAD is answered as GET is, without the body. Files are not written for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        if "/files/" in scope["path"] or "/exports/" in scope["path"]:
            refusal = show_problem(405, "A file is only written to be sent.", headers={"Allow": "GET"})
            await refusal(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_head)


class LimitReads:
    """ASGI middleware: so many requests a minute for each key, session or address."""

    def __init__(self, app: ASGIApp, limit: RateLimit) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            wait = self._limit.take(name_caller(Request(scope)))
            if wait:
                refusal: Response = show_problem(429, "Too much at once.", headers={"Retry-After": str(wait)})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
