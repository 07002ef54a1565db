"""What is written: each function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from dateline.model.custody import NO_NOTES, CustodyNotes
from dateline.model.errors import NotKeptError, StoreError
from dateline.model.ids import bytes_hash, canonical_json, content_hash
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Capture, Report, is_content_id, report_id_of
from dateline.model.stores import (
    HAND_VERSION,
    HandMade,
    RunRow,
    hand_coder,
    hash_coding,
    hash_report,
    make_payloads,
    make_record_id,
)
from dateline.store import queries
from dateline.store.custody import insert_notes
from dateline.store.incident_lines import lock_numbers, raise_epoch, replace_all_lines
from dateline.store.schema import (
    captures,
    codings,
    incidents,
    pending,
    records,
    reports,
    runs,
)
from dateline.store.word_searches import insert_words


def format_time(moment: datetime) -> str:
    """A moment as the store writes it: ISO 8601 with its offset, to the microsecond."""
    return moment.isoformat(timespec="microseconds")


def insert_capture(
    connection: Connection, capture: Capture, data: bytes | None, media_type: str | None, address: str | None
) -> str:
    """Keep original bytes, unless they are there; gives the capture's id."""
    if data is not None and bytes_hash(data) != capture.sha256:
        raise StoreError("the original bytes do not have the hash of their capture", capture.address)
    row: dict[str, Any] = {
        "address": address,
        "retrieved": capture.retrieved,
        "sha256": capture.sha256,
        "media_type": media_type,
    }
    capture_id = content_hash(row)
    if connection.execute(select(captures.c.id).where(captures.c.id == capture_id)).first() is None:
        connection.execute(insert(captures).values(id=capture_id, data=data, **row))
    return capture_id


def insert_run(connection: Connection, coder: str, version: str, settings: Mapping[str, Any], started: str) -> int:
    """Note that a run starts; gives its id."""
    values = {"coder": coder, "version": version, "settings": canonical_json(dict(settings)), "started": started}
    key = connection.execute(insert(runs).values(**values)).inserted_primary_key
    if key is None:  # pragma: no cover - every database that SQLAlchemy knows gives it
        raise StoreError("the database did not give a run its number")
    return int(key[0])


def finish_run(connection: Connection, run_id: int, finished: str) -> None:
    """Note that a run ended. Raises NotKeptError where it is unknown or has ended before."""
    open_run = (runs.c.id == run_id) & runs.c.finished.is_(None)
    if connection.execute(update(runs).where(open_run).values(finished=finished)).rowcount != 1:
        raise NotKeptError("no run with this number is going on", str(run_id))


@dataclass(frozen=True, slots=True)
class Addition:
    """All that `insert_coded` writes in one go."""

    coded: CodedReport
    run_id: int
    original: bytes | None
    media_type: str | None
    added: str
    custody: CustodyNotes = NO_NOTES


def insert_coded(connection: Connection, addition: Addition) -> bool:
    """Keep a report with its capture and records; False where it is there already."""
    report = addition.coded.report
    _check_report(report)
    if is_kept(connection, report):
        return False
    run = queries.select_run(connection, addition.run_id)
    rows, incident_rows = _record_rows(addition.coded, run)
    capture_id = _keep_capture(connection, addition)
    _insert_report(connection, report, capture_id, addition.added)
    insert_notes(connection, report.id, capture_id, addition.custody, addition.added)
    if rows:
        connection.execute(insert(records), rows)
        connection.execute(insert(pending), [{"record_id": row["id"]} for row in rows])
    if incident_rows:
        lock_numbers(connection, incidents)
        connection.execute(insert(incidents), incident_rows)
    _insert_coding(connection, report.id, run, [row["id"] for row in rows])
    return True


def insert_hand_made(connection: Connection, made: HandMade, who: str, when: str) -> str:
    """Keep a record that a person made, as a coding of its own; gives its id. One that is there stays as it is.

    Raises NotKeptError where its report is not kept, StoreError where its evidence is not in the text.
    """
    record_id = made.record_id(who)
    if queries.has_record(connection, record_id):
        return record_id
    content = queries.select_content(connection, made.report_id)
    if content is None:
        raise NotKeptError("no report with this id is kept", made.report_id)
    _check_evidence(Report.model_validate_json(content), made.kind, made.payload)
    run_id = insert_run(connection, hand_coder(who), HAND_VERSION, {}, when)
    finish_run(connection, run_id, when)
    row = {
        "id": record_id,
        "report_id": made.report_id,
        "run_id": run_id,
        "kind": made.kind,
        "position": 0,
        "payload": canonical_json(made.payload),
    }
    connection.execute(insert(records).values(**row))
    connection.execute(insert(pending).values(record_id=record_id))
    _insert_coding(connection, made.report_id, queries.select_run(connection, run_id), [record_id])
    return record_id


def _insert_coding(connection: Connection, report_id: str, run: RunRow, record_ids: list[str]) -> None:
    digest = hash_coding(report_id=report_id, run=run, record_ids=record_ids)
    coding = {"report_id": report_id, "run_id": run.run_id, "record_count": len(record_ids), "sha256": digest}
    connection.execute(insert(codings).values(**coding))


def _insert_report(connection: Connection, report: Report, capture_id: str | None, added: str) -> None:
    content = canonical_json(report.model_copy(update={"capture": None}).to_json())
    connection.execute(
        insert(reports).values(
            id=report.id,
            title=report.title,
            publisher=report.publisher,
            published=report.published,
            language=report.language,
            url=report.url,
            content=content,
            sha256=hash_report(content=content, capture_id=capture_id, added=added),
            capture_id=capture_id,
            added=added,
        )
    )
    insert_words(connection, report)


def _check_report(report: Report) -> None:
    if not report.id:
        raise StoreError("a report without an id cannot be kept", report.title or "")
    if is_content_id(report.id) and report.id != report_id_of(report):
        raise StoreError("the report's id is not the hash of its content", report.id)


def is_kept(connection: Connection, report: Report) -> bool:
    """Whether the report is there. What was published counts, not where or how well it was read this time."""
    content = queries.select_content(connection, report.id)
    if content is None:
        return False
    if report_id_of(Report.model_validate_json(content)) != report_id_of(report):
        cause = "a kept report never changes; give the other one an id of its own"
        raise StoreError("another report is kept under this id, with other content", report.id, cause)
    return True


def _keep_capture(connection: Connection, addition: Addition) -> str | None:
    capture, data, media_type = addition.coded.report.capture, addition.original, addition.media_type
    if capture is not None:
        return insert_capture(connection, capture, data, media_type, capture.address)
    if data is None:
        return None
    # Bytes whose origin was not told: kept with the time they came here, and no address.
    untold = Capture(address="", retrieved=addition.added, sha256=bytes_hash(data))
    return insert_capture(connection, untold, data, media_type, None)


def _record_rows(coded: CodedReport, run: RunRow) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The rows for `records` and for `incidents`; a record that came out twice is kept once."""
    rows: dict[str, dict[str, Any]] = {}
    incident_rows: dict[str, dict[str, str]] = {}
    for (kind, record), (_, payload) in zip(coded.records(), make_payloads(coded.to_json()), strict=True):
        _check_evidence(coded.report, kind, payload)
        record_id = make_record_id(report_id=coded.report.id, kind=kind, payload=payload, coder=run.coder)
        if record_id in rows:
            continue
        rows[record_id] = {
            "id": record_id,
            "report_id": coded.report.id,
            "run_id": run.run_id,
            "kind": kind,
            "position": len(rows),
            "payload": canonical_json(payload),
        }
        if isinstance(record, Event) and record.incident_id is not None:
            incident_rows[record_id] = {"record_id": record_id, "incident_id": record.incident_id}
    return list(rows.values()), list(incident_rows.values())


def _check_evidence(report: Report, kind: str, payload: Mapping[str, Any]) -> None:
    """A record that cannot show its evidence is not kept."""
    evidence = payload["evidence"]
    if not evidence:
        raise StoreError("a record without evidence cannot be kept", report.id, f"one of its {kind}")
    for row in evidence:
        if report.text[row["start"] : row["end"]] != row["quote"]:
            cause = f"one of its {kind}: {row['quote']!r} does not stand at {row['start']}-{row['end']}"
            raise StoreError("a record's evidence is not in the text", report.id, cause)


def replace_incidents(connection: Connection, mapping: Mapping[str, str]) -> None:
    """Drop the projection of incidents and build it again."""
    unknown = set(mapping) - queries.select_known_records(connection, list(mapping))
    if unknown:
        raise NotKeptError("no record with this id is kept", min(unknown))
    lock_numbers(connection, incidents)
    connection.execute(delete(incidents))
    if mapping:
        rows = [{"record_id": record_id, "incident_id": incident} for record_id, incident in sorted(mapping.items())]
        connection.execute(insert(incidents), rows)
    replace_all_lines(connection)
    raise_epoch(connection)
