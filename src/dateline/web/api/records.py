"""Reports and records."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dateline.model.decisions import state_of
from dateline.model.errors import NotKeptError
from dateline.model.stores import StoredRecord
from dateline.web.api.answers import answer
from dateline.web.api.problems import COMMON
from dateline.web.api.queries import RecordQuery
from dateline.web.api.schemas import (
    DecisionOut,
    HistoryOut,
    RecordOut,
    RecordPage,
    ReportLine,
    ReportOut,
    ReportPage,
)
from dateline.web.api.sources import Cursor, Id, Limit, Sources, knows_people, read_cursor, show_record

router = APIRouter(responses=COMMON)


@router.get("/reports", summary="The reports, newest publication first", response_model=ReportPage, tags=["reports"])
def list_reports(request: Request, sources: Sources, limit: Limit = 50, cursor: Cursor = None) -> Response:
    first = read_cursor(cursor)
    rows = sources.store.list_reports(limit=limit + 1, offset=first)
    items = [
        ReportLine(
            report_id=row.report_id, title=row.title, publisher=row.publisher, published=row.published,
            language=row.language, url=row.url, added=row.added, counts=dict(row.counts),
            states={str(state): number for state, number in row.states.items()},
        )
        for row in rows[:limit]
    ]  # fmt: skip
    goes_on = str(first + limit) if len(rows) > limit else None
    return answer(request, ReportPage(total=sources.store.count_reports(), next=goes_on, items=items))


@router.get(
    "/reports/{report_id}", summary="A report with its text and records", response_model=ReportOut, tags=["reports"]
)
def get_report(request: Request, sources: Sources, report_id: Id) -> Response:
    stored = sources.store.get_coded(report_id)
    records = [show_record(row) for row in stored.records]
    return answer(request, ReportOut(report=stored.report, added=stored.added, records=records))


@router.get(
    "/records",
    summary="Records by filter, in the order they were kept",
    description="Without `state`, all that count: neither rejected nor superseded ones. A cursor stays good while "
    "records are added and decided on.",
    response_model=RecordPage,
    tags=["records"],
)
def list_records(request: Request, sources: Sources, asked: Annotated[RecordQuery, Query()]) -> Response:
    chosen = asked.to_filter()
    page, goes_on = sources.index.stretch(chosen, limit=asked.limit, after=read_cursor(asked.cursor))
    wanted = {line.record_id: line.report_id for line in page.lines}
    found = _read_records(sources, wanted)
    items = [show_record(found[record_id]) for record_id in wanted if record_id in found]
    shown = RecordPage(total=page.total, next=None if goes_on is None else str(goes_on), items=items)
    return answer(request, shown)


@router.get("/records/{record_id}", summary="A record", response_model=RecordOut, tags=["records"])
def get_record(request: Request, sources: Sources, record_id: Id) -> Response:
    row, added = _find_record(sources, record_id)
    changed = max([added, *(decision.when for decision in row.decisions)])
    return answer(request, show_record(row), changed)


@router.get(
    "/records/{record_id}/history",
    summary="All decisions on a record, oldest first",
    response_model=HistoryOut,
    tags=["records"],
)
def get_history(request: Request, sources: Sources, record_id: Id) -> Response:
    sources.store.find_record(record_id)
    rows, tells = sources.store.decisions(record_id), knows_people()
    decisions = [
        DecisionOut(
            seq=row.seq, kind=row.kind, when=row.when, who=row.who if tells else None, why=row.why if tells else None,
            supersedes=row.supersedes, others=list(row.others), act=row.act, hash=row.hash,
        )
        for row in rows
    ]  # fmt: skip
    return answer(request, HistoryOut(record_id=record_id, state=state_of(rows), decisions=decisions))


def _find_record(sources: Sources, record_id: str) -> tuple[StoredRecord, str]:
    """A record, and when its report was added."""
    report_id, _ = sources.store.find_record(record_id)
    stored = sources.store.get_coded(report_id)
    for row in stored.records:
        if row.record_id == record_id:
            return row, stored.added
    raise NotKeptError("no record with this id is kept", record_id)


def _read_records(sources: Sources, wanted: dict[str, str]) -> dict[str, StoredRecord]:
    report_ids = list(dict.fromkeys(wanted.values()))
    return {
        row.record_id: row
        for stored in sources.store.iter_coded(report_ids)
        for row in stored.records
        if row.record_id in wanted
    }
