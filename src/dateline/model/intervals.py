"""When: closed intervals of days."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

TimePrecision = Literal["day", "week", "month", "season", "year", "longer"]


class Interval(BaseModel):
    """A closed interval of days; an open side is None. `precision` as in the codebook.

    `inferred`: it rests on when a report without a date may have come out; written only where true.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: date | None
    end: date | None
    precision: TimePrecision
    inferred: bool = False

    @model_serializer(mode="wrap")
    def _leave_out_what_was_told(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = serialize(self)
        if not self.inferred:
            data.pop("inferred", None)
        return data

    @classmethod
    def day(cls, day: date) -> Interval:
        return cls(start=day, end=day, precision="day")

    @property
    def length_days(self) -> int | None:
        """The days from first to last, both included; None where a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1
