"""Errors of the API, each as an object of RFC 9457 (`application/problem+json`)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from dateline.base.logging import get_logger
from dateline.model.errors import DatelineError, NotKeptError, StoreError, WrongCallError
from dateline.web.errors import show_path
from dateline.web.security import SECURITY_HEADERS

log = get_logger(__name__)
MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong. `detail` is for people; `errors` names the values that cannot be."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[str] | None = None


_WORDS = {
    401: "Reading needs a session or a key here.",
    403: "This is more than the caller may do.",
    404: "There is no such thing.",
    422: "A value is not of the kind that is asked for.",
    429: "Too much at once; `Retry-After` says when to come again.",
    500: "It went wrong on our side.",
    503: "Too many exports are being written; `Retry-After` says when to come again.",
}


def describe_problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The answers that go wrong, for the description of an operation."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {code: {"description": _WORDS[code], "content": {MEDIA_TYPE: {"schema": schema}}} for code in codes}


COMMON = describe_problems(401, 404, 422, 429)


def show_problem(
    status: int, detail: str | None = None, errors: list[str] | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    problem = Problem(
        type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors
    )
    return JSONResponse(problem.model_dump(exclude_none=True), status, headers, media_type=MEDIA_TYPE)


def add_problems(app: FastAPI) -> None:
    """Give the application an answer to every error."""
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(RequestValidationError, _show_invalid)
    app.add_exception_handler(DatelineError, _show_own_error)
    app.add_exception_handler(Exception, _show_failure)


async def _show_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(dict.fromkeys([*headers["Allow"].split(", "), "HEAD"]))
    return show_problem(error.status_code, error.detail, headers=headers)


async def _show_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = [f"{'.'.join(str(part) for part in row['loc'][1:])}: {row['msg']}" for row in error.errors()]
    return show_problem(422, "A value is not of the kind that is asked for.", found)


async def _show_own_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, NotKeptError):
        return show_problem(404, str(error))
    if isinstance(error, WrongCallError):
        return show_problem(422, str(error))
    if isinstance(error, StoreError):
        log.error("%s could not be answered: %s", show_path(request), error)
        return show_problem(503, f"{error.message}.", headers={"Retry-After": "30"})
    return await _show_failure(request, error)


async def _show_failure(request: Request, error: Exception) -> JSONResponse:
    """Nothing of the inside is told; the headers are set here, as the outermost handler stands outside all others."""
    log.error("%s could not be answered", show_path(request), exc_info=error)
    return show_problem(500, "Nothing that is kept was changed.", headers=dict(SECURITY_HEADERS))
