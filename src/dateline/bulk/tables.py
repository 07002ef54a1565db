"""The tables of results: their columns, and their rows out of coded reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dateline.bulk.blocks import Block
from dateline.linkage.accounts import ACCOUNT, ReportFacts, make_account, make_table
from dateline.linkage.actor_codes import ActorCodes
from dateline.model.errors import DatelineError
from dateline.model.ids import text_hash
from dateline.model.records import CodedReport
from dateline.model.reports import Report, read_day
from dateline.model.stores import RECORD_KINDS, StoredRecord, make_payloads, make_record_id
from dateline.publish.exports.cells import clean_text
from dateline.publish.exports.parquet import SCHEMA as EXPORT_SCHEMA
from dateline.publish.exports.parquet import make_row

Row = dict[str, Any]
Data = Mapping[str, Any]
"""A coded report as its object in `coded.jsonl`, which is made once for all tables."""

_TEXT, _NUMBER = pa.string(), pa.int32()

WHERE = [pa.field("block", _TEXT, nullable=False), pa.field("row", _NUMBER, nullable=False)]
"""The block that a row comes from, and the number of its report in it, from 1."""

REPORTS = pa.schema(
    [
        *WHERE,
        pa.field("input", _TEXT, nullable=False),
        pa.field("report_id", _TEXT, nullable=False),
        ("url", _TEXT),
        ("publisher", _TEXT),
        ("published", _TEXT),
        ("published_day", pa.date32()),
        ("title", _TEXT),
        ("language", _TEXT),
        pa.field("text_sha256", _TEXT, nullable=False),
        pa.field("chars", _NUMBER, nullable=False),
        *(pa.field(kind, _NUMBER, nullable=False) for kind in RECORD_KINDS),
        pa.field("report", _TEXT, nullable=False),
        ("text", _TEXT),
    ]
)
"""A row a coded report. `report`: the object of the codebook as JSON, without its text. `text`: only if asked for."""

RECORDS = pa.schema([*WHERE, pa.field("number", _NUMBER, nullable=False), *EXPORT_SCHEMA])
"""A row a record: the columns of the `parquet` export, and the record's number among those of its kind and report."""

FAILURES = pa.schema(
    [
        *WHERE,
        pa.field("input", _TEXT, nullable=False),
        pa.field("step", _TEXT, nullable=False),
        pa.field("subject", _TEXT, nullable=False),
        ("report_id", _TEXT),
        pa.field("message", _TEXT, nullable=False),
    ]
)
"""A row a report that was set aside. `step`: "read" or "code"."""

ACCOUNTS = pa.schema(
    [
        pa.field("record_id", _TEXT, nullable=False),
        pa.field("report_id", _TEXT, nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("data", pa.binary(ACCOUNT.itemsize), nullable=False),
    ]
)
"""A row an event, as linking sees it."""


@dataclass(frozen=True, slots=True)
class Coding:
    """By which coder, and whether the texts are kept with the results."""

    coder: str
    version: str
    keeps_texts: bool


def make_report_row(block: Block, number: int, coded: CodedReport, data: Data, *, keeps_text: bool) -> Row:
    report, text = coded.report, coded.report.text
    inner = {key: value for key, value in data["report"].items() if key != "text"}
    counts: Row = {kind: len(getattr(coded, kind)) for kind in RECORD_KINDS}
    row = {
        **_where(block, number),
        "input": block.file.name,
        "report_id": report.id,
        "url": report.url,
        "publisher": report.publisher,
        "published": report.published,
        "title": report.title,
        "language": report.language,
        "text_sha256": text_hash(text),
        "report": json.dumps(inner, ensure_ascii=False),
        "text": text if keeps_text else None,
    }
    cleaned = {key: clean_text(value) if isinstance(value, str) else value for key, value in row.items()}
    return {**cleaned, "published_day": read_day(report.published), "chars": len(text), **counts}


def make_record_rows(
    block: Block, number: int, coded: CodedReport, data: Data, coding: Coding
) -> Iterator[tuple[str, Row]]:
    """The rows of a coded report's records, each with its kind."""
    payloads = iter(make_payloads(data))
    for kind in RECORD_KINDS:
        for position, (record, told) in enumerate(zip(getattr(coded, kind), data[kind], strict=True), 1):
            _, payload = next(payloads)
            record_id = make_record_id(report_id=coded.report.id, kind=kind, payload=payload, coder=coding.coder)
            stored = StoredRecord(record_id, coded.report.id, kind, record, coding.coder, coding.version)
            yield kind, {**_where(block, number), "number": position, **make_row(stored, coded.report, told)}


def make_failure_row(block: Block, number: int, step: str, report: Report | None, error: DatelineError) -> Row:
    row = {
        **_where(block, number),
        "input": block.file.name,
        "step": step,
        "subject": error.subject or block.file.name,
        "report_id": report.id if report else None,
        "message": f"{error.message} ({error.cause})" if error.cause else error.message,
    }
    return {key: clean_text(value) if isinstance(value, str) else value for key, value in row.items()}


def make_account_rows(data: Data, names: list[str], codes: ActorCodes) -> list[Row]:
    """The rows of a coded report's events. In: `names`, their ids as records, in order."""
    facts = ReportFacts.of(data["report"])
    table = make_table(make_account(facts, event, codes) for event in data["events"])
    return [
        {
            "record_id": name,
            "report_id": clean_text(data["report"]["id"]),
            "start": int(account["start"]),
            "end": int(account["end"]),
            "data": account.tobytes(),
        }
        for name, account in zip(names, table, strict=True)
    ]


def _where(block: Block, number: int) -> Row:
    return {"block": block.block_id, "row": number}
