"""Pages for what goes wrong: they say what happened and where to go on, and nothing of the inside."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dateline.base.logging import get_logger
from dateline.model.errors import NotKeptError
from dateline.web.security import SECURITY_HEADERS
from dateline.web.templating import render_page

log = get_logger(__name__)

_HEADINGS = {
    404: ("Nothing is kept here", "There is no page or report at this address. It may have been mistyped."),
    405: ("This can only be read", "These pages answer questions; they take nothing in."),
    422: ("The question is not understood", "A value in the address is not of the kind that this page takes."),
    500: ("Something went wrong on our side", "The page could not be made. Nothing that is kept was changed."),
}
_OTHERWISE = ("This did not work", "The request could not be answered.")


def add_error_pages(app: FastAPI) -> None:
    """Give the application a page for every error."""
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(RequestValidationError, _show_validation_error)
    app.add_exception_handler(NotKeptError, _show_not_kept)
    app.add_exception_handler(Exception, _show_failure)


def show_error(status_code: int) -> Response:
    """The page for a status code."""
    heading, explanation = _HEADINGS.get(status_code, _OTHERWISE)
    return render_page(
        "error.html", status_code=status_code, status=status_code, heading=heading, explanation=explanation
    )


async def _show_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = show_error(error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _show_validation_error(_request: Request, _error: Exception) -> Response:
    return show_error(422)


async def _show_not_kept(_request: Request, _error: Exception) -> Response:
    return show_error(404)


async def _show_failure(request: Request, error: Exception) -> Response:
    """The outermost handler: it stands outside the middleware, so it sets the headers itself."""
    log.error("%s could not be answered", request.url.path, exc_info=error)
    response = show_error(500)
    response.headers.update(SECURITY_HEADERS)
    return response
