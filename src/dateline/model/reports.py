"""What is read: a report, its credits, and the capture it was read from."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from dateline.model.ids import content_hash


class Credit(BaseModel):
    """Who else worked on the report: `role` is "translation", "video editing", "photo", "reporting", …"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    name: str


class Capture(BaseModel):
    """The original bytes: where they came from, when (ISO 8601, UTC), and their SHA-256 (hex)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    retrieved: str
    sha256: str


class DayBounds(BaseModel):
    """Between which days something lies, both included; an open side is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: date | None
    end: date | None


class Report(BaseModel):
    """One report as published. `text` is the body only; all offsets of records count in it.

    `published` is an ISO date or date-time; None says that the date is missing. `notes` are messages for
    people about what the reading could not find out; they are not part of the contract's output.
    `published_inferred` says between which days a report without a date came out, as far as its text and the day
    that it was fetched tell; it is no part of what the report's id is made of, and is written only where it is known.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    published_inferred: DayBounds | None = None
    byline: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    capture: Capture | None = None
    dateline: str | None = None
    text: str

    @model_serializer(mode="wrap")
    def _leave_out_unknown_bounds(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = serialize(self)
        if data.get("published_inferred") is None:
            data.pop("published_inferred", None)
        return data

    def to_json(self) -> dict[str, Any]:
        """The `report` object of the contract; `capture` is left out where there is none."""
        data = self.model_dump(mode="json")
        if data["capture"] is None:
            del data["capture"]
        return data


def read_day(published: str | None) -> date | None:
    """The day of a report's `published`, as the outlet wrote it.

    None where there is none, it is not a date, or no report can be from that year.
    """
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return day if 1000 <= day.year <= 2999 else None


def report_id(*, title: str | None, published: str | None, publisher: str | None, text: str) -> str:
    """The id of a report: a hash of what was published, not of where or when it was fetched."""
    digest = content_hash({"title": title, "published": published, "publisher": publisher, "text": text})
    return f"r-{digest[:20]}"


def report_id_of(report: Report) -> str:
    """The id that the content of a report gives; two reports with the same one are the same report."""
    return report_id(title=report.title, published=report.published, publisher=report.publisher, text=report.text)


def is_content_id(text: str) -> bool:
    """Whether an id has the form of one that `report_id` gives; others come from outside, as given."""
    return re.fullmatch(r"r-[0-9a-f]{20}", text) is not None
