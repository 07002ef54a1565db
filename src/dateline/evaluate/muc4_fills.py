"""What the fills of MUC-4's 24-slot templates say: alternatives, what they refer to, dates and places.

A fill is what stands on one line of a slot: alternatives parted by `/`, each with a value and, after a colon, the
string of another slot that it is about (its referents, which may have alternatives too); `?` before it says that it
need not be given. An alternative with a referent of its own is put in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

QUOTE = '"'
NOTHING = "-"
CENTURY = 1900

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d{2})\b")
_DATES = re.compile(rf"(?P<open>-)?\s*{_DAY.pattern}(?:\s*-\s*{_DAY.pattern})?")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill: the value without quotes, and the strings, each as good, that it may refer to."""

    value: str
    referents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fill:
    """The alternatives, at least one, best first as the key has them."""

    options: tuple[Option, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class DateFill:
    """The days that a date fill names, both included; no start for "on or before"."""

    start: date | None
    end: date


@dataclass(frozen=True, slots=True)
class LocationFill:
    """A country, and below it places from large to small, each with the names at its two ends or its only name."""

    country: str
    places: tuple[frozenset[str], ...]

    @property
    def finest(self) -> frozenset[str]:
        """The names of the most specific place; none where only the country is given."""
        return self.places[-1] if self.places else frozenset()


def parse_fill(text: str, *, refers: bool) -> Fill:
    """A fill as the keys write it. `refers` says that a colon parts the value from its referents."""
    bare = text.strip()
    optional = bare.startswith("?")
    bare = bare.removeprefix("?").strip()
    value, referents = _cut(bare) if refers else (bare, "")
    options = tuple(_parse_options(value, referents, refers=refers))
    return Fill(options, optional)


def _parse_options(value: str, referents: str, *, refers: bool) -> Iterator[Option]:
    shared = _parse_strings(referents)
    for part in _split(value, "/"):
        inner = _open_parentheses(part)
        own_value, own = _cut(inner) if refers and inner != part else (inner, "")
        for alternative in _split(own_value, "/"):
            yield Option(unquote(alternative), _parse_strings(own) or shared)


def _parse_strings(text: str) -> tuple[str, ...]:
    return tuple(unquote(part) for part in _split(text, "/")) if text else ()


def unquote(text: str) -> str:
    """A string without the quotes around it and with its inner ones bare."""
    bare = text.strip()
    if bare.startswith(QUOTE):
        bare = bare.lstrip(QUOTE).removesuffix(QUOTE)
    return " ".join(bare.replace('\\"', QUOTE).split())


def _cut(text: str) -> tuple[str, str]:
    """What stands before and after the first colon that is outside quotes and parentheses."""
    head, *rest = _split(text, ":")
    return head, ":".join(rest).strip()


def _split(text: str, mark: str) -> list[str]:
    """The parts between marks that stand outside quotes and parentheses."""
    parts = [""]
    depth, quoted, before = 0, False, ""
    for character in text:
        if character == QUOTE and before != "\\":
            quoted = not quoted
        elif not quoted and character in "()":
            depth += 1 if character == "(" else -1
        if character == mark and not quoted and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
        before = character
    return [part.strip() for part in parts]


def _open_parentheses(text: str) -> str:
    """The inside of a text that stands in parentheses as a whole, else the text."""
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def parse_date(text: str) -> DateFill | None:
    """`21 JAN 89`, `15 JAN 89 - 21 JAN 89` or `- 21 JAN 89`; None for what is no such date."""
    match = _DATES.fullmatch(" ".join(text.upper().split()))
    if match is None:
        return None
    is_open, *parts = match.groups()
    start, end = _make_day(parts[:3]), _make_day(parts[3:]) if parts[3] else None
    if start is None or (end is None and parts[3]) or (end is not None and (is_open or end < start)):
        return None
    return DateFill(None if is_open else start, end or start)


def find_day(text: str) -> date | None:
    """The first day that a text names in full, as `4 FEB 90`; None where it names none."""
    match = _DAY.search(text.upper())
    return _make_day(match.groups()) if match else None


def _make_day(parts: tuple[str, ...] | list[str]) -> date | None:
    day, month, year = parts
    if month not in _MONTHS:
        return None
    try:
        return date(CENTURY + int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def parse_location(text: str) -> LocationFill:
    """`COUNTRY: LARGE PLACE (TYPE): SMALL PLACE (TYPE)`, where ` - ` parts the two ends of a stretch."""
    country, *places = (part for part in _split(text.upper(), ":"))
    names = (frozenset(_name_places(place)) for place in places)
    return LocationFill(" ".join(country.split()), tuple(named for named in names if named))


def _name_places(text: str) -> Iterator[str]:
    for end in re.split(r"\s-\s", re.sub(r"\([^)]*\)", "", text)):
        if name := " ".join(end.split()):
            yield name
