"""Reports that are reports already: one JSON object a line."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from dateline.model.errors import ReadError
from dateline.model.ids import bytes_hash, text_hash
from dateline.model.reports import Report, report_id
from dateline.read.captures import NO_DATE, Overrides, ReadReport, override_report
from dateline.read.conversions import OURS, Arrival, Extraction, follow, tool_version
from dateline.read.kinds import Kind


def read_row(line: bytes, subject: str) -> Report:
    """The report in a line: a `report` object, or `{"report": {...}}`; other keys are ignored, a given id is kept.

    The text is left exactly as it is, since offsets of records may count in it already.
    Raises: ReadError where the line is no JSON object, or has no text.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError("not a line of JSON", subject, str(error)) from error
    return report_from_row(row, subject)


def report_from_row(row: object, subject: str) -> Report:
    """The report in a parsed row. Raises: ReadError as `read_row`."""
    if isinstance(row, dict) and "report" in row:
        row = row["report"]
    if not isinstance(row, dict):
        raise ReadError("no report in it", subject, "a JSON object with a report is expected")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError("no report in it", subject, "the report has no text")
    try:
        return Report.model_validate({**_without_nulls(row), "id": _given_id(row, text)})
    except (ValidationError, UnicodeError) as error:
        raise ReadError("not a report", subject, _first_fault(error)) from error


def keep_row(report: Report, row: bytes, subject: str, arrival: Arrival, overrides: Overrides) -> ReadReport:
    """The report of a row with the row as its original, and how it came.

    Where the row tells of a capture of its own, that is the original; its bytes, and what was made of them, are not
    known here.
    """
    report = override_report(report, overrides)
    if report.capture is None:
        original, sha256, what = row, bytes_hash(row), "a report as data"
    else:
        original, sha256, what = (
            None,
            report.capture.sha256,
            "a report as data, without the bytes that it was read from",
        )
    told = Arrival(arrival.step, f"{what}, {subject}")
    parse = Extraction("load", OURS, tool_version(OURS), text_hash(report.text), "the text as it stood in the data")
    way = follow(told.begin(sha256, overrides.who), (parse, *overrides.steps(report.text)))
    media_type = Kind.JSON.value if original is not None else None
    return ReadReport(report, original, media_type, () if report.published else (NO_DATE,), way)


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    """The row without nulls, which stand for "not known" in any field."""
    return {key: value for key, value in row.items() if value is not None}


def _given_id(row: dict[str, Any], text: str) -> str:
    given = row.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, str) and given.strip():
        return given
    parts = {
        key: value if isinstance(value := row.get(key), str) else None for key in ("title", "published", "publisher")
    }
    return report_id(**parts, text=text)


def _first_fault(error: ValidationError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return str(error)
    fault = error.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
