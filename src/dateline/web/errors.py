"""Pages for what goes wrong: they say what happened and where to go on, and nothing of the inside."""

from __future__ import annotations

import re
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from dateline.base.logging import current_request, get_logger
from dateline.model.errors import NotKeptError, StoreError
from dateline.web.request_watches import REQUEST_ID
from dateline.web.security import SECURITY_HEADERS
from dateline.web.templating import render_page
from dateline.web.visitors import current_visitor, wants_json

log = get_logger(__name__)
PROBLEM = "application/problem+json"

_HEADINGS = {
    400: ("This was not understood", "What was sent is not of the form that this address takes."),
    401: ("Sign in first", "This is for people of the desk who are signed in."),
    403: (
        "This is not for you to do",
        "Your role does not allow it, or it was not asked for from a page of this desk.",
    ),
    410: (
        "This is not published any more",
        "It stood in an earlier release and was taken out of it since. The desk can say why.",
    ),
    404: ("Nothing is kept here", "There is no page or report at this address. It may have been mistyped."),
    405: ("This is not done here", "The address exists, but takes no request of this kind."),
    408: ("This took too long", "What was sent did not arrive in time. Nothing was changed."),
    413: ("This is too large", "More was sent than a form of this desk can hold. Nothing was changed."),
    422: ("The question is not understood", "A value in the address is not of the kind that this page takes."),
    429: ("Too much at once", "Wait a little and try again; nothing is lost, and nothing was changed."),
    500: ("Something went wrong on our side", "The page could not be made. Nothing that is kept was changed."),
    503: (
        "Not possible just now",
        "What is kept cannot be read or written at the moment. Nothing was changed; try again in a while.",
    ),
}
_OTHERWISE = ("This did not work", "The request could not be answered.")


def add_error_pages(app: FastAPI) -> None:
    """Give the application a page for every error."""
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(RequestValidationError, _show_validation_error)
    app.add_exception_handler(NotKeptError, _show_not_kept)
    app.add_exception_handler(StoreError, _show_store_failure)
    app.add_exception_handler(Exception, _show_failure)


def show_error(status_code: int, *, for_readers: bool = False) -> Response:
    """The page for a status code; `for_readers`: among their pages, so with no way to the desk."""
    heading, explanation = _HEADINGS.get(status_code, _OTHERWISE)
    template = "readers/error.html" if for_readers else "error.html"
    return render_page(
        template, status_code=status_code, status=status_code, heading=heading, explanation=explanation
    )


def is_for_readers(path: str) -> bool:
    """Whether a path is one of the readers' pages, which are open to all."""
    return path in ("/read", "/robots.txt") or path.startswith("/read/")


def _asks_as_reader(request: Request) -> bool:
    """Whether an answer goes to a reader: by its path, or as there is no desk in this application."""
    app = request.scope.get("app")
    return is_for_readers(request.scope["path"]) or bool(getattr(getattr(app, "state", None), "readers_only", False))


def describe_problem(error: HTTPException) -> dict[str, object]:
    """An error as programs are told it (RFC 9457)."""
    title = HTTPStatus(error.status_code).phrase
    return {"type": "about:blank", "title": title, "status": error.status_code, "detail": error.detail}


def answer_error(request: Request, error: HTTPException) -> Response:
    """The answer to an error: a page, or JSON for a program; where it leads elsewhere, the way there."""
    response: Response
    if error.status_code == 403:
        _note_refusal(request, error)
    if error.status_code == 303:
        response = Response(status_code=303)
    elif wants_json(request):
        response = JSONResponse(describe_problem(error), error.status_code, media_type=PROBLEM)
    else:
        response = show_error(error.status_code, for_readers=_asks_as_reader(request))
    response.headers.update(error.headers or {})
    return response


def answer_store_failure(request: Request, error: StoreError) -> Response:
    """The answer where the store cannot be used: what is the matter goes to the log, the reason in a word to all."""
    log.error("%s could not be answered: %s", show_path(request), error)
    return answer_error(request, HTTPException(503, f"{error.message}.", headers={"Retry-After": "30"}))


_SECRET_PART = re.compile(r"/(welcome|receipts)/[^/]+")


def show_path(request: Request) -> str:
    """The path of a request as a log takes it: whatever stands in it, it stays on its line; a secret is left out."""
    return ascii(_SECRET_PART.sub(r"/\1/…", request.scope["path"]))


def _note_refusal(request: Request, error: HTTPException) -> None:
    """Who tried what without the right to: name and address, no secret."""
    who, host = current_visitor().person, request.client.host if request.client else "unknown"
    name = f"person {who.id}" if who else "nobody known"
    log.warning("%s %s was refused to %s from %s: %s", request.method, show_path(request), name, host, error.detail)


async def _show_store_failure(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)
    return answer_store_failure(request, error)


async def _show_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer_error(request, error)


async def _show_validation_error(request: Request, _error: Exception) -> Response:
    return answer_error(request, HTTPException(422, "A value is not of the kind that is asked for."))


async def _show_not_kept(request: Request, error: Exception) -> Response:
    return answer_error(request, HTTPException(404, str(error)))


async def _show_failure(request: Request, error: Exception) -> Response:
    """The outermost handler: it stands outside the middleware, so it sets the headers itself."""
    log.error("%s could not be answered", show_path(request), exc_info=error)
    response = show_error(500, for_readers=_asks_as_reader(request))
    response.headers.update(SECURITY_HEADERS)
    if (request_id := current_request()) is not None:
        response.headers[REQUEST_ID] = request_id
    return response
