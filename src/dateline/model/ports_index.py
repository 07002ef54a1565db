"""What the index of records reads from a store: rows by increasing numbers, so that only new ones need be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from dateline.base.search_words import Question
from dateline.model.decisions import State
from dateline.model.index_answers import FoundReport, NumberedLine


class IndexMark(NamedTuple):
    """How far a reader has come: the last number of each table, and how often rows were taken away before."""

    epoch: int = 0
    outline: int = 0
    decision: int = 0
    incident: int = 0


class IndexRow(NamedTuple):
    """An outline as the index takes it up, with its incident. Numbers that are not known are -1."""

    number: int
    report_number: int
    kind: str
    event_type: str | None
    modality: str
    place: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    start_day: int
    end_day: int
    published_day: int
    killed_low: int
    killed: int
    confidence: float | None
    publisher: str | None
    coder: str
    source_types: int
    is_told: int
    is_denied: int
    tolls_differ: int
    incident_id: str | None


class IndexRows(Protocol):
    """Outlines and what belongs to them, by the numbers of outlines.

    Rows become visible in the order of their numbers, so that nothing is missed that comes between two readings.
    """

    def mark(self) -> IndexMark:
        """How far the store has come: quick, asked before every answer."""
        ...

    def outlines(self, after: int, upto: int) -> Iterator[Sequence[Sequence[object]]]:
        """The outlines in a stretch of numbers, in portions; each row in the order of `IndexRow`."""
        ...

    def parts(self, after: int, upto: int) -> Iterator[Sequence[Sequence[Any]]]:
        """Outline number and actor of those that have a part in the outlines of a stretch."""
        ...

    def states_of(self, after: int, upto: int) -> Mapping[int, State]:
        """The state of each decided record of a stretch, by outline number."""
        ...

    def states_since(self, decision: int) -> Mapping[int, State]:
        """The state of each record on which there are decisions after a `seq`, by outline number."""
        ...

    def incidents_since(self, number: int) -> Sequence[tuple[int, str]]:
        """Outline number and incident of the events that came into another incident after a number."""
        ...

    def lines(self, numbers: Sequence[int]) -> Mapping[int, NumberedLine]:
        """What is shown of records, by outline number; those that are gone are left out."""
        ...

    def number_of(self, record_id: str) -> int | None:
        """The outline number of a record; None where it has no outline."""
        ...

    def find_reports(self, question: Question, limit: int) -> Sequence[int]:
        """The numbers of reports with all the words, the newest first."""
        ...

    def report_number(self, report_id: str) -> int | None: ...

    def reports(self, numbers: Sequence[int]) -> Sequence[FoundReport]:
        """The reports of these numbers, in this order."""
        ...
