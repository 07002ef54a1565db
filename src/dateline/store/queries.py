"""What is read: each function runs inside the caller's transaction. Lists of ids are asked for in portions."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, func, select, union

from dateline.model.decisions import DISCARDED, Decision, State, state_of
from dateline.model.errors import NotKeptError, StoreError
from dateline.model.ids import canonical_json
from dateline.model.stores import CaptureRow, Dossier, KeptCoding, KeptRecord, KeptReport, ReportRow, RunRow
from dateline.store.desk_schema import conversions
from dateline.store.schema import captures, codings, decisions, incidents, records, reports, runs

T = TypeVar("T")
PORTION = 500
"""How many ids one query takes; databases bound the number of parameters."""


def in_portions(items: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while portion := list(islice(source, size)):
        yield portion


def has_report(connection: Connection, report_id: str) -> bool:
    return connection.execute(select(reports.c.id).where(reports.c.id == report_id)).first() is not None


def has_record(connection: Connection, record_id: str) -> bool:
    return connection.execute(select(records.c.id).where(records.c.id == record_id)).first() is not None


def select_origin(connection: Connection, record_id: str) -> tuple[str, int] | None:
    """The report of a record and the run that made it; None where it is not kept."""
    row = connection.execute(select(records.c.report_id, records.c.run_id).where(records.c.id == record_id)).first()
    return None if row is None else (str(row.report_id), int(row.run_id))


def count_reports(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(reports)).scalar_one())


def select_content(connection: Connection, report_id: str) -> str | None:
    """The canonical JSON of a report; None where it is not kept."""
    content = connection.execute(select(reports.c.content).where(reports.c.id == report_id)).scalar()
    return None if content is None else str(content)


def select_report_ids(connection: Connection) -> list[str]:
    """All ids, in the order of adding (index ix_reports_added_id)."""
    return list(connection.execute(select(reports.c.id).order_by(reports.c.added, reports.c.id)).scalars())


def select_run(connection: Connection, run_id: int) -> RunRow:
    """A run. Raises NotKeptError."""
    row = connection.execute(select(runs).where(runs.c.id == run_id)).first()
    if row is None:
        raise NotKeptError("no run with this number is kept", str(run_id))
    return _run_row(row)


def select_runs(connection: Connection) -> list[RunRow]:
    return [_run_row(row) for row in connection.execute(select(runs).order_by(runs.c.id))]


def _run_row(row: Row[Any]) -> RunRow:
    """Raises StoreError where the kept settings are not JSON any more."""
    try:
        settings = json.loads(row.settings)
        if canonical_json(settings) != row.settings:
            raise ValueError("its settings are not written as they were")
    except (TypeError, ValueError) as error:
        raise StoreError("a kept run is damaged", str(row.id), "run `dateline verify`") from error
    return RunRow(row.id, row.coder, row.version, settings, row.started, row.finished)


def select_known_records(connection: Connection, record_ids: Sequence[str]) -> set[str]:
    """Those of the ids that are kept."""
    known: set[str] = set()
    for portion in in_portions(record_ids):
        known.update(connection.execute(select(records.c.id).where(records.c.id.in_(portion))).scalars())
    return known


def select_report_rows(connection: Connection, limit: int | None, offset: int) -> list[ReportRow]:
    """The list of reports, newest publication first (index ix_reports_published_id)."""
    columns = [reports.c[name] for name in ("id", "title", "publisher", "published", "language", "url", "added")]
    newest_first = (reports.c.published.desc().nulls_last(), reports.c.id)
    # The ids alone come out of the index; the rows are read for one page only.
    page = select(reports.c.id).order_by(*newest_first).limit(limit).offset(offset).subquery()
    rows = connection.execute(select(*columns).join(page, page.c.id == reports.c.id).order_by(*newest_first)).all()
    counts: dict[str, Mapping[str, int]] = {}
    states: dict[str, Mapping[State, int]] = {}
    for portion in in_portions(row.id for row in rows):
        kinds = _count_kinds(connection, portion)
        states |= _count_states(connection, portion, kinds)
        counts |= kinds
    return [
        ReportRow(
            report_id=row.id, title=row.title, publisher=row.publisher, published=row.published,
            language=row.language, url=row.url, added=row.added,
            counts=counts.get(row.id, {}), states=states.get(row.id, {}),
        )
        for row in rows
    ]  # fmt: skip


def _count_kinds(connection: Connection, report_ids: Sequence[str]) -> dict[str, Counter[str]]:
    """Records by kind, of each report that has any (index ix_records_report_id_position)."""
    query = (
        select(records.c.report_id, records.c.kind, func.count().label("number"))
        .where(records.c.report_id.in_(report_ids))
        .group_by(records.c.report_id, records.c.kind)
    )
    counts: dict[str, Counter[str]] = {report_id: Counter() for report_id in report_ids}
    for row in connection.execute(query):
        counts[row.report_id][row.kind] = row.number
    return counts


def _count_states(
    connection: Connection, report_ids: Sequence[str], counts: Mapping[str, Counter[str]]
) -> dict[str, Mapping[State, int]]:
    """Records by state: those with decisions folded, the rest proposed (index ix_decisions_record_id_seq).

    Those that do not count any more are taken off their kind in `counts`.
    """
    query = (
        select(records.c.report_id, records.c.kind.label("record_kind"), decisions)
        .join(decisions, decisions.c.record_id == records.c.id)
        .where(records.c.report_id.in_(report_ids))
    )
    decided: dict[tuple[str, str, str], list[Decision]] = defaultdict(list)
    for row in connection.execute(query):
        decided[row.report_id, row.record_kind, row.record_id].append(_decision(row))
    states: dict[str, Counter[State]] = {report_id: Counter() for report_id in report_ids}
    for report_id in report_ids:
        states[report_id]["proposed"] = counts[report_id].total()
    for (report_id, kind, _), rows in decided.items():
        state = state_of(rows)
        states[report_id]["proposed"] -= 1
        states[report_id][state] += 1
        counts[report_id][kind] -= state in DISCARDED
    return {report_id: {state: n for state, n in counted.items() if n} for report_id, counted in states.items()}


def select_contents(connection: Connection, report_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Content, time of adding and capture of each report, by its id."""
    query = (
        select(reports.c.id, reports.c.content, reports.c.added, captures.c.address, captures.c.retrieved)
        .add_columns(captures.c.sha256)
        .outerjoin(captures, captures.c.id == reports.c.capture_id)
        .where(reports.c.id.in_(report_ids))
    )
    return {row.id: row for row in connection.execute(query)}


def select_records(connection: Connection, report_ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The records of each report in order, with coder and incident (index ix_records_report_id_position)."""
    query = (
        select(records.c.id, records.c.report_id, records.c.kind, records.c.payload)
        .add_columns(runs.c.coder, runs.c.version, incidents.c.incident_id)
        .join(runs, runs.c.id == records.c.run_id)
        .outerjoin(incidents, incidents.c.record_id == records.c.id)
        .where(records.c.report_id.in_(report_ids))
        .order_by(records.c.report_id, records.c.position)
    )
    rows: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        rows[row.report_id].append(row)
    return rows


def select_decisions(connection: Connection, record_ids: Sequence[str] | None = None) -> list[Decision]:
    """The decisions on these records, or all: oldest first (index ix_decisions_record_id_seq)."""
    query = select(decisions).order_by(decisions.c.seq)
    if record_ids is None:
        return [_decision(row) for row in connection.execute(query)]
    found: list[Decision] = []
    for portion in in_portions(record_ids):
        found += [_decision(row) for row in connection.execute(query.where(decisions.c.record_id.in_(portion)))]
    return sorted(found, key=lambda decision: decision.seq)


def select_decisions_by(connection: Connection, who: str, before: int | None, limit: int) -> list[Decision]:
    """The last decisions of one person, newest first; `before`: only those with a smaller seq."""
    query = select(decisions).where(decisions.c.who == who).order_by(decisions.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(decisions.c.seq < before)
    return [_decision(row) for row in connection.execute(query)]


def select_last_decisions(
    connection: Connection, who: str | None, record_id: str | None, before: int | None, limit: int
) -> list[Decision]:
    """Decisions of a person or on a record, newest first; all where neither is named."""
    query = select(decisions).order_by(decisions.c.seq.desc()).limit(limit)
    query = query if who is None else query.where(decisions.c.who == who)
    query = query if record_id is None else query.where(decisions.c.record_id == record_id)
    query = query if before is None else query.where(decisions.c.seq < before)
    return [_decision(row) for row in connection.execute(query)]


def select_decisions_after(connection: Connection, seq: int | None) -> list[Decision]:
    """The next decisions of the chain behind one of them; the first ones where none is named."""
    query = select(decisions).order_by(decisions.c.seq).limit(PORTION)
    query = query if seq is None else query.where(decisions.c.seq > seq)
    return [_decision(row) for row in connection.execute(query)]


def _decision(row: Row[Any]) -> Decision:
    """Raises StoreError where the list of others is not written as it was any more."""
    others = tuple(json.loads(row.others)) if row.others else ()
    if row.others != (canonical_json(others) if others else None):
        raise StoreError("a kept decision is damaged", str(row.seq), "run `dateline verify`")
    return Decision(
        seq=row.seq, record_id=row.record_id, kind=row.kind, who=row.who, when=row.when_utc, why=row.why,
        supersedes=row.supersedes, prev_hash=row.prev_hash, hash=row.hash,
        others=others, act=row.act,
    )  # fmt: skip


def select_incidents(connection: Connection) -> dict[str, str]:
    return {row.record_id: row.incident_id for row in connection.execute(select(incidents))}


def select_capture(connection: Connection, report_id: str) -> CaptureRow | None:
    """The capture that a report was read from."""
    query = select(captures).join(reports, reports.c.capture_id == captures.c.id).where(reports.c.id == report_id)
    row = connection.execute(query).first()
    return None if row is None else _capture_row(row)


def select_capture_ids(connection: Connection) -> list[str]:
    return list(connection.execute(select(captures.c.id).order_by(captures.c.id)).scalars())


def select_captures(connection: Connection, capture_ids: Sequence[str]) -> list[CaptureRow]:
    rows = connection.execute(select(captures).where(captures.c.id.in_(capture_ids)).order_by(captures.c.id))
    return [_capture_row(row) for row in rows]


def _capture_row(row: Row[Any]) -> CaptureRow:
    return CaptureRow(row.id, row.address, row.retrieved, row.sha256, row.media_type, row.data)


def select_named_reports(connection: Connection) -> list[str]:
    """Every report id that a row names, be the report itself there or not."""
    tables = (records, codings, conversions)
    query = union(select(reports.c.id), *(select(table.c.report_id) for table in tables))
    return sorted(connection.execute(query).scalars())


def select_dossiers(connection: Connection, report_ids: Sequence[str]) -> list[Dossier]:
    """All that lies under each of the report ids."""
    kept = {
        row.id: _kept_report(row) for row in connection.execute(select(reports).where(reports.c.id.in_(report_ids)))
    }
    own_records: dict[str, list[KeptRecord]] = defaultdict(list)
    in_order = select(records).order_by(records.c.report_id, records.c.run_id, records.c.position)
    for row in connection.execute(in_order.where(records.c.report_id.in_(report_ids))):
        record = KeptRecord(row.id, row.report_id, row.run_id, row.kind, row.position, row.payload)
        own_records[row.report_id].append(record)
    own_codings: dict[str, list[KeptCoding]] = defaultdict(list)
    for row in connection.execute(select(codings).where(codings.c.report_id.in_(report_ids))):
        own_codings[row.report_id].append(KeptCoding(row.report_id, row.run_id, row.record_count, row.sha256))
    steps = select_conversions(connection, report_ids)
    with_bytes = _select_with_bytes(connection, report_ids)
    return [
        Dossier(
            report_id=report_id,
            report=kept.get(report_id),
            records=tuple(own_records[report_id]),
            codings=tuple(own_codings[report_id]),
            has_bytes=report_id in with_bytes,
            conversions=tuple(steps.get(report_id, ())),
        )
        for report_id in report_ids
    ]


def _select_with_bytes(connection: Connection, report_ids: Sequence[str]) -> set[str]:
    """Those of the reports whose original bytes are there."""
    query = select(reports.c.id).join(captures, captures.c.id == reports.c.capture_id)
    return set(connection.execute(query.where(reports.c.id.in_(report_ids), captures.c.data.is_not(None))).scalars())


def select_conversions(connection: Connection, report_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """How the bytes of each report became its text, step by step."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    query = select(conversions).where(conversions.c.report_id.in_(report_ids))
    for row in connection.execute(query.order_by(conversions.c.report_id, conversions.c.position)).mappings():
        found[row["report_id"]].append(dict(row))
    return found


def _kept_report(row: Row[Any]) -> KeptReport:
    return KeptReport(
        report_id=row.id, title=row.title, publisher=row.publisher, published=row.published,
        language=row.language, url=row.url, content=row.content, sha256=row.sha256, capture_id=row.capture_id,
        added=row.added,
    )  # fmt: skip
