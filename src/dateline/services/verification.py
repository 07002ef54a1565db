"""Checks a store against itself: nothing was changed, nothing is missing, every quote stands where it should."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from dateline.model.errors import StoreError
from dateline.model.ids import bytes_hash, canonical_json, content_hash
from dateline.model.ports import Store
from dateline.model.reports import Report, is_content_id, report_id_of
from dateline.model.stores import (
    RECORD_TYPES,
    CaptureRow,
    Dossier,
    KeptRecord,
    KeptReport,
    RunRow,
    hash_coding,
    hash_report,
    make_record_id,
)
from dateline.review.chains import walk_chain
from dateline.services.faults import Fault


@dataclass(slots=True)
class _Background:
    """What a check needs to know from elsewhere in the store."""

    captures: set[str] = field(default_factory=set)
    runs: dict[int, RunRow] = field(default_factory=dict)
    missing_records: set[str] = field(default_factory=set)
    """Records that decisions and incidents name; those that are met are taken out."""


def verify_store(store: Store) -> list[Fault]:
    """Every fault of a store, in the order of the checks; empty where all is as it was kept.

    Checked are the database's own files, captures against their hashes, reports against theirs and against their
    ids, records against their ids, evidence against the text, codings against the records that they gave, and the
    chain of decisions. What a damaged file makes unreadable is a fault too, and the other checks still run.
    An unfinished run is no fault: `list_unfinished_runs` tells it.
    """
    background = _Background()
    checks: tuple[tuple[str, Callable[[Store, _Background], Iterator[Fault]]], ...] = (
        ("database", _check_files),
        ("captures", _check_captures),
        ("decisions", _check_decisions),
        ("reports", _check_dossiers),
    )
    faults: list[Fault] = []
    for subject, check in checks:
        try:
            faults.extend(check(store, background))
        except StoreError as error:
            faults.append(Fault(subject, f"cannot be read: {error}"))
        except (TypeError, ValueError) as error:  # damage can put bytes where text was, or cut JSON short
            faults.append(Fault(subject, f"cannot be read: a value is not of its type ({error})"))
    return faults


def list_unfinished_runs(store: Store) -> list[RunRow]:
    """Runs that were cut off, or are going on; none where they cannot be read, which `verify_store` tells."""
    try:
        return [run for run in store.runs() if run.finished is None]
    except StoreError:
        return []


def _check_files(store: Store, _: _Background) -> Iterator[Fault]:
    for problem in store.check_files():
        yield Fault("database", problem)


def _check_captures(store: Store, background: _Background) -> Iterator[Fault]:
    for capture in store.iter_captures():
        background.captures.add(capture.capture_id)
        subject = f"capture {capture.capture_id[:16]}"
        if capture.data is not None and bytes_hash(capture.data) != capture.sha256:
            yield Fault(subject, "its bytes do not have the hash that was kept with them")
        if content_hash(_capture_fields(capture)) != capture.capture_id:
            yield Fault(subject, "its address, time, hash or media type was changed")


def _capture_fields(capture: CaptureRow) -> dict[str, str | None]:
    return {
        "address": capture.address,
        "retrieved": capture.retrieved,
        "sha256": capture.sha256,
        "media_type": capture.media_type,
    }


def _check_decisions(store: Store, background: _Background) -> Iterator[Fault]:
    rows = store.decisions()
    background.missing_records.update(row.record_id for row in rows)
    background.missing_records.update(store.incidents())
    for fault in walk_chain(rows, store.chain_head()):
        yield Fault(f"decision {fault.seq}", fault.problem)


def _check_dossiers(store: Store, background: _Background) -> Iterator[Fault]:
    background.runs.update({run.run_id: run for run in store.runs()})
    for dossier in store.iter_dossiers():
        report = _parse_report(dossier.report) if dossier.report else None
        yield from _check_report(dossier, report, background)
        for kept in dossier.records:
            background.missing_records.discard(kept.record_id)
            for problem in _record_problems(kept, report, background):
                yield Fault(f"record {kept.record_id}", problem)
        yield from _check_codings(dossier, background)
    for record_id in sorted(background.missing_records):
        yield Fault(f"record {record_id}", "is missing, but a decision or incident is about it")


def _check_report(dossier: Dossier, report: Report | None, background: _Background) -> Iterator[Fault]:
    kept, subject = dossier.report, f"report {dossier.report_id}"
    if kept is None:
        yield Fault(subject, "is missing, but records of it are there")
        return
    if hash_report(content=kept.content, capture_id=kept.capture_id, added=kept.added) != kept.sha256:
        yield Fault(subject, "its content, capture or time does not have the hash that was kept with it")
    if kept.capture_id is not None and kept.capture_id not in background.captures:
        yield Fault(subject, "its original bytes are missing")
    if report is None:
        yield Fault(subject, "its content is not that of a report")
    else:
        yield from _check_report_ids(kept, report, subject)


def _parse_report(kept: KeptReport) -> Report | None:
    try:
        return Report.model_validate_json(kept.content)
    except ValidationError:
        return None


def _check_report_ids(kept: KeptReport, report: Report, subject: str) -> Iterator[Fault]:
    if report.id != kept.report_id:
        yield Fault(subject, f"its content is that of {report.id}")
    elif is_content_id(report.id) and report_id_of(report) != report.id:
        yield Fault(subject, "its id is not the hash of its content")
    columns = (kept.title, kept.publisher, kept.published, kept.language, kept.url)
    if columns != (report.title, report.publisher, report.published, report.language, report.url):
        yield Fault(subject, "what the list of reports shows is not what its content says")


def _record_problems(kept: KeptRecord, report: Report | None, background: _Background) -> Iterator[str]:
    payload = _parse_payload(kept)
    if payload is None:
        yield "its content is not that of a record"
        return
    run = background.runs.get(kept.run_id)
    if run is None:
        yield f"the run that made it ({kept.run_id}) is missing"
    elif kept.record_id != _id_of_content(kept, payload, run.coder):
        yield "its content, coder or report was changed: they do not give its id"
    if report is not None:  # one that is missing or cannot be read is a fault of its own
        yield from _evidence_problems(payload, report.text)


def _parse_payload(kept: KeptRecord) -> dict[str, Any] | None:
    """The payload, where it is a record of its kind, written as it was kept."""
    try:
        payload = json.loads(kept.payload)
        RECORD_TYPES[kept.kind].model_validate_json(kept.payload)
    except (ValueError, KeyError):  # ValidationError is a ValueError
        return None
    return payload if isinstance(payload, dict) and canonical_json(payload) == kept.payload else None


def _id_of_content(kept: KeptRecord, payload: dict[str, Any], coder: str) -> str:
    return make_record_id(report_id=kept.report_id, kind=kept.kind, payload=payload, coder=coder)


def _evidence_problems(payload: dict[str, Any], text: str) -> Iterator[str]:
    if not payload["evidence"]:
        yield "it has no evidence"
    for row in payload["evidence"]:
        if text[row["start"] : row["end"]] != row["quote"]:
            yield f"its evidence does not stand at {row['start']}-{row['end']} of the text: {row['quote'][:60]!r}"


def _check_codings(dossier: Dossier, background: _Background) -> Iterator[Fault]:
    """The records of each run must be all those, and only those, that the run gave."""
    subject = f"report {dossier.report_id}"
    by_run: dict[int, list[str]] = defaultdict(list)
    for record in dossier.records:
        by_run[record.run_id].append(record.record_id)
    for coding in dossier.codings:
        record_ids, run = by_run.pop(coding.run_id, []), background.runs.get(coding.run_id)
        if run is None:
            yield Fault(subject, f"the run that coded it ({coding.run_id}) is missing")
        elif len(record_ids) != coding.record_count:
            yield Fault(subject, f"has {len(record_ids)} of the {coding.record_count} records that were kept")
        elif coding.sha256 != hash_coding(report_id=coding.report_id, run=run, record_ids=record_ids):
            yield Fault(subject, "its records or the run that made them are not those that were kept")
    for run_id in by_run:
        yield Fault(subject, f"has records of run {run_id}, which did not code it")
    if not dossier.codings:
        yield Fault(subject, "which run coded it is missing")
