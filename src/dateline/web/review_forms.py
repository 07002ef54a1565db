"""What the forms of the review page send: read from the request's body, and answered as page or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from starlette.exceptions import HTTPException

from dateline.model.errors import WrongCallError
from dateline.model.filters import RecordFilter
from dateline.web.visitors import current_visitor

MAX_FORM_BYTES = 200_000
MAX_FIELDS = 500
MAX_WHY_CHARS = 500


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in the order sent."""

    fields: Sequence[tuple[str, str]]

    def get(self, name: str) -> str:
        """The first value of a field, without spaces around it; empty where it was not sent."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def get_all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name and value]

    @property
    def flat(self) -> dict[str, str]:
        """The first value of each field."""
        flat: dict[str, str] = {}
        for key, value in self.fields:
            flat.setdefault(key, value)
        return flat

    @property
    def record_id(self) -> str:
        record_id = self.get("record_id")
        if not record_id or len(record_id) > 64:
            raise HTTPException(422, "The form names no record.")
        return record_id

    @property
    def seen(self) -> int | None:
        """The number of the last decision that the sender has seen; None where the sender does not say."""
        value = self.get("seen")
        return int(value) if value.isdecimal() and len(value) < 16 else None

    @property
    def key(self) -> str | None:
        """What makes a form that is sent twice one deed."""
        return self.get("key")[:100] or None

    @property
    def why(self) -> str | None:
        """The sender's own words."""
        return self.get("why")[:MAX_WHY_CHARS] or None


async def read_form(request: Request) -> Form:
    """The form of a request, as browsers send it without files.

    Raises HTTPException where it is too large, or says that it was filled in as somebody else (`as`): a page may
    still be open, or a deed still wait, from before another person signed in.
    """
    body = b""
    async for portion in request.stream():
        body += portion
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, "The form is too large.")
    try:
        form = Form(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise HTTPException(422, "The form cannot be read.") from error
    person, filled_by = current_visitor().person, form.get("as")
    if filled_by and (person is None or person.id != filled_by):
        raise HTTPException(403, "This was done by somebody else, who is not signed in any more.")
    return form


def read_back(back: str) -> Mapping[str, str]:
    """The filter that a form carries along, made anew so that nothing else can stand in the address."""
    try:
        return RecordFilter.from_query(dict(parse_qsl(back, max_num_fields=40))).to_query()
    except (WrongCallError, ValueError):
        return {}


def write_address(form: Form, **more: str) -> str:
    """Where to go on after a deed: the queue under the same filter."""
    query = {**read_back(form.get("back")), **{key: value for key, value in more.items() if value}}
    return f"/review?{urlencode(query)}" if query else "/review"
