"""Filters: which records a queue, a map, a timeline or a search is about, and how they stand in an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import get_args

from dateline.model.decisions import State
from dateline.model.errors import WrongCallError
from dateline.model.records import SourceType

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; east may be less than west, where the box passes the date line."""

STATES: tuple[State, ...] = get_args(State)
KIND_KEYS = (
    "battles", "explosions", "violence", "protests", "riots", "developments", "figure", "statement", "control",
)  # fmt: skip
"""The keys of `publish.kinds.ALL_KINDS`, in their order; a test holds them equal."""
SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)
MAX_LENGTH = 200
"""Longer values are no names of anything."""
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records are meant; what is None or empty does not narrow them.

    `actor` is an `ActorRef.key`; days are closed, and a record whose time lies partly between them is meant;
    `kinds` are keys of kinds, `source` a publisher, `text` words of the report. Without `states`, those are meant
    that count: all but rejected and superseded ones.
    """

    country: str | None = None
    admin1: str | None = None
    box: Box | None = None
    actor: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    kinds: frozenset[str] = frozenset()
    source: str | None = None
    source_type: str | None = None
    coder: str | None = None
    states: frozenset[State] = frozenset()
    text: str | None = None

    def __post_init__(self) -> None:
        """Raises WrongCallError for values that no record can have."""
        if self.country is not None and not _COUNTRY.fullmatch(self.country):
            raise WrongCallError("a country is given by its two letters", self.country[:MAX_LENGTH], "as in IQ")
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise WrongCallError("the first day comes after the last", f"{self.first_day}, {self.last_day}")
        _check_known("kind", self.kinds, KIND_KEYS)
        _check_known("state", self.states, STATES)
        if self.source_type is not None:
            _check_known("type of source", {self.source_type}, SOURCE_TYPES)
        if self.box is not None:
            _check_box(self.box)

    @property
    def is_empty(self) -> bool:
        return self == RecordFilter()

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> RecordFilter:
        """The filter that stands in an address; other names than those of `to_query` are passed over.

        Raises WrongCallError for values that cannot be read.
        """
        given = {name: query[name].strip() for name in _QUERY_NAMES if query.get(name, "").strip()}
        for name, value in given.items():
            if len(value) > MAX_LENGTH:
                raise WrongCallError("a filter's value is too long", name)
        return cls(
            country=given.get("country", "").upper() or None,
            admin1=given.get("admin1"),
            box=_read_box(given["box"]) if "box" in given else None,
            actor=given.get("actor"),
            first_day=_read_day(given.get("first")),
            last_day=_read_day(given.get("last")),
            kinds=frozenset(_split(given.get("kind", ""))),
            source=given.get("source"),
            source_type=given.get("source_type"),
            coder=given.get("coder"),
            states=frozenset(_split(given.get("state", ""))),  # type: ignore[arg-type]  # checked where it is made
            text=given.get("q"),
        )

    def to_query(self) -> dict[str, str]:
        """The filter as it stands in an address: `from_query` reads the same filter from it."""
        named = {
            "country": self.country,
            "admin1": self.admin1,
            "box": ",".join(f"{side:.6g}" for side in self.box) if self.box else None,
            "actor": self.actor,
            "first": self.first_day.isoformat() if self.first_day else None,
            "last": self.last_day.isoformat() if self.last_day else None,
            "kind": ",".join(sorted(self.kinds)),
            "source": self.source,
            "source_type": self.source_type,
            "coder": self.coder,
            "state": ",".join(sorted(self.states)),
            "q": self.text,
        }
        return {name: value for name, value in named.items() if value}


_QUERY_NAMES = (
    "country", "admin1", "box", "actor", "first", "last", "kind", "source", "source_type", "coder", "state", "q",
)  # fmt: skip
assert len(_QUERY_NAMES) == len(fields(RecordFilter))


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _check_known(what: str, values: frozenset[str] | set[str] | frozenset[State], known: tuple[str, ...]) -> None:
    if unknown := set(values) - set(known):
        raise WrongCallError(f"there is no such {what}", min(unknown)[:MAX_LENGTH], f"known: {', '.join(known)}")


def _read_day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise WrongCallError("a day is written as 2024-05-31", str(value)) from error


def _read_box(value: str) -> Box:
    try:
        west, south, east, north = (float(side) for side in value.split(","))
    except ValueError as error:
        raise WrongCallError("a box is written as west,south,east,north in degrees", value) from error
    return west, south, east, north


def _check_box(box: Box) -> None:
    west, south, east, north = box
    if not (-90 <= south <= north <= 90 and -540 <= west <= 540 and -540 <= east <= 540):
        raise WrongCallError("a box is written as west,south,east,north in degrees", str(box))
