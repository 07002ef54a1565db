"""Answers of the API: JSON with an ETag of its bytes, so that what the caller has already is not sent again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from dateline.model.ids import bytes_hash
from dateline.web.downloads import is_known, not_modified


def answer(request: Request, body: BaseModel, changed: str | None = None) -> Response:
    """The body as JSON. In: `changed`, when it last changed (ISO 8601), where that is known.

    304 where the caller's `If-None-Match` names these bytes, or, without one, its `If-Modified-Since` is the last
    change.
    """
    data = body.model_dump_json().encode("utf-8", "surrogatepass")
    tag = bytes_hash(data)[:32]
    moment = _parse(changed)
    if is_known(request, tag, moment):
        return not_modified(tag)
    headers = {"ETag": f'"{tag}"', "Vary": "Authorization, Cookie"}
    if moment is not None:
        headers["Last-Modified"] = format_datetime(moment, usegmt=True)
    return Response(data, media_type="application/json", headers=headers)


def _parse(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment).astimezone(UTC).replace(microsecond=0) if moment else None
