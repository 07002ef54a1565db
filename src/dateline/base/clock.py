"""Time from outside, passed in so that tests can hold it still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now_utc() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)
