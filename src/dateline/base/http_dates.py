"""Dates as headers of HTTP have them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_http_date(text: str) -> datetime | None:
    """A moment with its zone, UTC where none is told; None where it is no date. Source: RFC 9110, section 5.6.7."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter of years and zones beyond all bounds
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
