"""Moments in words, to the minute."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.publish.wordings import say_date


def say_moment(moment: str) -> str:
    """ "2 December 2021, 14:05 UTC", of an ISO time with an offset. Raises ValueError for what is none."""
    when = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{say_date(when.date())}, {when:%H:%M} UTC"
