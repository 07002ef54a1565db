"""What the index of records reads. Its promises: `model.ports_index.IndexRows`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dateline.base.search_words import Question
from dateline.model.decisions import Decision, State, state_of
from dateline.model.index_answers import FoundReport, NumberedLine
from dateline.model.ports_index import IndexMark
from dateline.store.chaining import Chain
from dateline.store.index_schema import index_marks, report_numbers
from dateline.store.projecting import Door
from dateline.store.queries import in_portions, select_decisions
from dateline.store.schema import chain_heads, decisions, incidents, outlines, parts, reports
from dateline.store.word_searches import find_numbers

_ROWS_AT_A_TIME = 50_000


class SqlIndexRows:
    """Rows for the index, over the store's own transactions."""

    def __init__(self, reading: Door) -> None:
        self._reading = reading

    def mark(self) -> IndexMark:
        with self._reading() as connection:
            return IndexMark(*connection.execute(_MARK).one())

    def outlines(self, after: int, upto: int) -> Iterator[Sequence[Sequence[object]]]:
        while after < upto:
            with self._reading() as connection:
                query = _ROWS.where(outlines.c.number > after, outlines.c.number <= upto).limit(_ROWS_AT_A_TIME)
                rows = connection.execute(query).all()
            if not rows:
                return
            yield rows
            after = rows[-1][0]

    def parts(self, after: int, upto: int) -> Iterator[Sequence[Sequence[Any]]]:
        for first in range(after, upto, _ROWS_AT_A_TIME):
            last = min(first + _ROWS_AT_A_TIME, upto)
            query = (
                select(outlines.c.number, parts.c.actor)
                .join(parts, parts.c.record_id == outlines.c.record_id)
                .where(outlines.c.number > first, outlines.c.number <= last)
                .order_by(outlines.c.number, parts.c.actor)
            )
            with self._reading() as connection:
                rows = connection.execute(query).all()
            if rows:
                yield rows

    def states_of(self, after: int, upto: int) -> Mapping[int, State]:
        numbers = (outlines.c.number > after, outlines.c.number <= upto)
        query = select(outlines.c.record_id, outlines.c.number).where(*numbers)
        decided = query.where(outlines.c.record_id.in_(select(decisions.c.record_id)))
        with self._reading() as connection:
            return _states(connection, {row[0]: row[1] for row in connection.execute(decided)})

    def states_since(self, decision: int) -> Mapping[int, State]:
        newly = select(decisions.c.record_id).where(decisions.c.seq > decision)
        query = select(outlines.c.record_id, outlines.c.number).where(outlines.c.record_id.in_(newly))
        with self._reading() as connection:
            return _states(connection, {row[0]: row[1] for row in connection.execute(query)})

    def incidents_since(self, number: int) -> Sequence[tuple[int, str]]:
        query = (
            select(outlines.c.number, incidents.c.incident_id)
            .join(outlines, outlines.c.record_id == incidents.c.record_id)
            .where(incidents.c.number > number)
        )
        with self._reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def lines(self, numbers: Sequence[int]) -> Mapping[int, NumberedLine]:
        found: dict[int, NumberedLine] = {}
        with self._reading() as connection:
            for portion in in_portions(numbers):
                rows = connection.execute(_LINES.where(outlines.c.number.in_(portion)))
                found.update((row[0], NumberedLine(*row[1:])) for row in rows)
        return found

    def number_of(self, record_id: str) -> int | None:
        with self._reading() as connection:
            number = connection.execute(select(outlines.c.number).where(outlines.c.record_id == record_id)).scalar()
        return None if number is None else int(number)

    def find_reports(self, question: Question, limit: int) -> Sequence[int]:
        with self._reading() as connection:
            return find_numbers(connection, question, limit)

    def report_number(self, report_id: str) -> int | None:
        query = select(report_numbers.c.number).where(report_numbers.c.report_id == report_id)
        with self._reading() as connection:
            number = connection.execute(query).scalar()
        return None if number is None else int(number)

    def reports(self, numbers: Sequence[int]) -> Sequence[FoundReport]:
        columns = [reports.c[name] for name in ("id", "title", "publisher", "published", "content")]
        query = select(report_numbers.c.number, *columns).join(reports, reports.c.id == report_numbers.c.report_id)
        with self._reading() as connection:
            rows = {row[0]: row for row in connection.execute(query.where(report_numbers.c.number.in_(numbers)))}
        found = [rows[number] for number in numbers if number in rows]
        return [FoundReport(row[0], row[1], row[2], row[3], row[4], _text_of(row[5])) for row in found]


def _states(connection: Connection, numbers: Mapping[str, int]) -> dict[int, State]:
    decided: dict[str, list[Decision]] = {}
    for decision in select_decisions(connection, list(numbers)):
        decided.setdefault(decision.record_id, []).append(decision)
    return {numbers[record_id]: state_of(rows) for record_id, rows in decided.items()}


def _text_of(content: str) -> str:
    """The text of a kept report; a content that is damaged has none, which verification tells."""
    try:
        return str(json.loads(content).get("text") or "")
    except (ValueError, AttributeError):
        return ""


def _make_rows() -> Select[Any]:
    o = outlines.c
    days = (func.coalesce(column, -1) for column in (o.start_day, o.end_day, o.published_day, o.killed_low, o.killed))
    return (
        select(o.number, o.report_number, o.kind, o.event_type, o.modality, o.place, o.country, o.admin1)
        .add_columns(o.lat, o.lon, o.radius_km, *days, o.confidence, o.publisher, o.coder)
        .add_columns(o.source_types, o.is_told, o.is_denied, o.tolls_differ, incidents.c.incident_id)
        .outerjoin(incidents, incidents.c.record_id == o.record_id)
        .order_by(o.number)
    )


def _make_lines() -> Select[Any]:
    o = outlines.c
    return (
        select(o.number, o.record_id, report_numbers.c.report_id, o.label, o.place, o.country)
        .add_columns(o.start_day, o.end_day, o.killed, o.confidence, incidents.c.incident_id)
        .join(report_numbers, report_numbers.c.number == o.report_number)
        .outerjoin(incidents, incidents.c.record_id == o.record_id)
    )


_ROWS = _make_rows()
_LINES = _make_lines()
_MARK = select(
    select(index_marks.c.epoch).scalar_subquery(),
    func.coalesce(select(func.max(outlines.c.number)).scalar_subquery(), 0),
    func.coalesce(select(chain_heads.c.seq).where(chain_heads.c.id == int(Chain.DECISIONS)).scalar_subquery(), 0),
    func.coalesce(select(func.max(incidents.c.number)).scalar_subquery(), 0),
)
