"""Single values of a form: codes, numbers, days; each that is not right is told in one plain message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.model.errors import WrongCallError
from dateline.model.records import Attribution
from dateline.model.stores import RecordKind
from dateline.services.slot_fields import YES, Fields, list_codes

MOST_CHARS = 2000
"""More than this stands in no slot."""


class WrongSlotsError(WrongCallError):
    """What is not right in a form: a message by field, as in {"place.lat": "between -90 and 90"}."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("this cannot be kept", "", "; ".join(f"{name}: {said}" for name, said in problems.items()))


class Problems:
    """Gathers what is not right; the first message on a field stands."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def add(self, field: str, said: str) -> None:
        self._said.setdefault(field, said)

    def check(self) -> None:
        """Raises WrongSlotsError where there is anything."""
        if self._said:
            raise WrongSlotsError(self._said)


@dataclass(frozen=True, slots=True)
class Values:
    """Reads the fields of a form by their names; what cannot be read is None, and told to `problems`."""

    kind: RecordKind
    fields: Fields
    problems: Problems

    def raw(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def text(self, name: str) -> str | None:
        """Text on one line, without control characters; None for nothing."""
        value = " ".join("".join(char if char.isprintable() else " " for char in self.raw(name)).split())
        if len(value) > MOST_CHARS:
            self.problems.add(name, f"at most {MOST_CHARS} characters")
            return None
        return value or None

    def code(self, name: str) -> str | None:
        """One of the code list of this field."""
        value = self.raw(name)
        plain = ".".join(part for part in name.split(".") if not part.isdecimal())
        codes = list_codes(self.kind, plain)
        if value in codes:
            return value
        self.problems.add(name, "choose one of the list" if not value else f"“{value[:40]}” is not in the list")
        return None

    def flag(self, name: str) -> bool:
        return self.raw(name) in (YES, "on", "true", "1")

    def whole(self, name: str) -> int | None:
        """A whole number from 0 on."""
        value = self.raw(name).replace(",", "")
        if not value:
            return None
        if not (value.isascii() and value.isdecimal()) or len(value) > 12:
            self.problems.add(name, "a whole number, 0 or more")
            return None
        return int(value)

    def count(self, name: str) -> int | None:
        """A whole number from 1 on."""
        value = self.whole(name)
        if value == 0:
            self.problems.add(name, "1 or more, or nothing")
        return value

    def number(self, name: str) -> float | None:
        """A number that is not negative."""
        value = self.decimal(name)
        if value is not None and value < 0:
            self.problems.add(name, "0 or more")
        return value

    def decimal(self, name: str) -> float | None:
        value = self.raw(name).replace(",", "")
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not abs(number) < 1e15:
            self.problems.add(name, "a number")
            return None
        return number

    def day(self, name: str) -> date | None:
        """A day as in 2021-12-02."""
        value = self.raw(name)
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.problems.add(name, "a day, as in 2021-12-02")
            return None
        if day.year < 1900:
            self.problems.add(name, "a day since 1900")
        return day

    def attribution(self, name: str) -> Attribution:
        source_type, stance = self.code(f"{name}.source_type"), self.raw(f"{name}.stance") or "says"
        if stance != "says":
            stance = self.code(f"{name}.stance") or "says"
        source = self.text(f"{name}.source")
        if source_type == "outlet" and source:
            self.problems.add(f"{name}.source", "the report's own voice has no name here; choose another type")
        given: dict[str, Any] = {"source": source, "source_type": source_type or "outlet", "stance": stance}
        return Attribution.model_validate(given)
