"""When: closed intervals of days."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

TimePrecision = Literal["day", "week", "month", "season", "year", "longer"]


class Interval(BaseModel):
    """A closed interval of days; an open side is None. `precision` as in the codebook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: date | None
    end: date | None
    precision: TimePrecision

    @classmethod
    def day(cls, day: date) -> Interval:
        return cls(start=day, end=day, precision="day")
