"""What is written: each function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from dateline.model.decisions import GENESIS, RULINGS, Decision, DecisionKind, decision_in_force, rehash_decision
from dateline.model.errors import NotKeptError, StoreError, WrongCallError
from dateline.model.ids import bytes_hash, canonical_json, content_hash
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Capture, Report, is_content_id, report_id_of
from dateline.model.stores import RunRow, hash_coding, hash_report, make_payloads, make_record_id
from dateline.store import queries
from dateline.store.schema import (
    captures,
    chain_heads,
    codings,
    decisions,
    incidents,
    pending,
    records,
    reports,
    runs,
)

_CHAIN_HEAD = 1
"""The id of the one row of `chain_heads`."""


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


def insert_coded(connection: Connection, addition: Addition) -> bool:
    """Keep a report with its capture and records; False where it is there already."""
    report = addition.coded.report
    _check_report(report)
    if is_kept(connection, report):
        return False
    run = queries.select_run(connection, addition.run_id)
    rows, incident_rows = _record_rows(addition.coded, run)
    _insert_report(connection, report, _keep_capture(connection, addition), addition.added)
    if rows:
        connection.execute(insert(records), rows)
        connection.execute(insert(pending), [{"record_id": row["id"]} for row in rows])
    if incident_rows:
        connection.execute(insert(incidents), incident_rows)
    digest = hash_coding(report_id=report.id, run=run, record_ids=[row["id"] for row in rows])
    coding = {"report_id": report.id, "run_id": run.run_id, "record_count": len(rows), "sha256": digest}
    connection.execute(insert(codings).values(**coding))
    return True


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
    for (kind, record), (_, payload) in zip(coded.records(), make_payloads(coded), strict=True):
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


def insert_decision(
    connection: Connection,
    record_id: str,
    kind: DecisionKind,
    who: str,
    why: str | None,
    undoes: int | None,
    when: str,
    others: Sequence[str] = (),
) -> Decision:
    """Put a decision at the end of the chain, and note it as the chain's head."""
    if connection.dialect.name != "sqlite":  # SQLite has locked the whole database by now
        connection.execute(text("LOCK TABLE decisions IN SHARE ROW EXCLUSIVE MODE"))
    if not queries.has_record(connection, record_id):
        raise NotKeptError("no record with this id is kept", record_id)
    _check_others(connection, record_id, kind, others)
    supersedes = _find_superseded(queries.select_decisions(connection, [record_id]), record_id, kind, undoes)
    last = queries.select_last_decision(connection)
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, GENESIS)
    unsigned = Decision(seq, record_id, kind, who, when, why, supersedes, prev_hash, "", tuple(others))
    decision = replace(unsigned, hash=rehash_decision(unsigned))
    _insert_decision_row(connection, decision)
    return decision


def _check_others(connection: Connection, record_id: str, kind: DecisionKind, others: Sequence[str]) -> None:
    """A ruling is about other events; no other decision is."""
    if (kind in RULINGS) != bool(others):
        raise WrongCallError("only a merge or a split names other events, and it has to", record_id)
    if record_id in others:
        raise WrongCallError("an event cannot be merged with itself, or split from itself", record_id)
    if unknown := set(others) - queries.select_known_records(connection, others):
        raise NotKeptError("no record with this id is kept", min(unknown))


def _find_superseded(own: Sequence[Decision], record_id: str, kind: DecisionKind, undoes: int | None) -> int | None:
    in_force = decision_in_force(own)
    if kind in RULINGS:
        return None
    if kind != "undo":
        if undoes is not None:
            raise WrongCallError("only an undo names the decision that it takes back", record_id)
        return in_force.seq if in_force else None
    if undoes is not None and undoes not in {row.seq for row in own}:
        raise NotKeptError("no decision with this number is kept on the record", f"{record_id}, {undoes}")
    if undoes is None and in_force is None:
        raise WrongCallError("there is no decision to take back", record_id)
    return undoes if undoes is not None else in_force.seq if in_force else None


def _insert_decision_row(connection: Connection, decision: Decision) -> None:
    row = asdict(decision)
    row["when_utc"] = row.pop("when")
    row["others"] = canonical_json(decision.others) if decision.others else None
    connection.execute(insert(decisions).values(**row))
    head = {"seq": decision.seq, "hash": decision.hash}
    if connection.execute(update(chain_heads).where(chain_heads.c.id == _CHAIN_HEAD).values(**head)).rowcount == 0:
        connection.execute(insert(chain_heads).values(id=_CHAIN_HEAD, **head))


def replace_incidents(connection: Connection, mapping: Mapping[str, str]) -> None:
    """Drop the projection of incidents and build it again."""
    unknown = set(mapping) - queries.select_known_records(connection, list(mapping))
    if unknown:
        raise NotKeptError("no record with this id is kept", min(unknown))
    connection.execute(delete(incidents))
    if mapping:
        rows = [{"record_id": record_id, "incident_id": incident} for record_id, incident in sorted(mapping.items())]
        connection.execute(insert(incidents), rows)
