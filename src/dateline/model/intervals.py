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

    @property
    def length_days(self) -> int | None:
        """The days from first to last, both included; None where a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1
