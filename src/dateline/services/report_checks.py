"""Checks of reports, of the records that were made of them, and of the runs that made these."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from dateline.base.merkle import Frontier
from dateline.model.ids import canonical_json
from dateline.model.ports import Store
from dateline.model.reports import Report, is_content_id, report_id_of
from dateline.model.seals import detail_of_run, make_run_leaf
from dateline.model.stores import (
    HAND,
    RECORD_TYPES,
    Dossier,
    KeptRecord,
    KeptReport,
    hash_coding,
    hash_report,
    make_record_id,
)
from dateline.services.faults import Background, Fault


class _RunTrees:
    """What the log should tell of each run, from the reports as they lie there."""

    def __init__(self) -> None:
        self.trees: dict[int, Frontier] = defaultdict(Frontier)
        self.record_counts: Counter[int] = Counter()

    def add(self, dossier: Dossier) -> None:
        for coding in dossier.codings:
            self.record_counts[coding.run_id] += coding.record_count
            self.trees[coding.run_id].add(
                make_run_leaf(
                    report_id=dossier.report_id,
                    report_sha256=dossier.report.sha256 if dossier.report else "",
                    coding_sha256=coding.sha256,
                    has_bytes=dossier.has_bytes,
                    conversions=dossier.conversions,
                )
            )


def check_reports(store: Store, background: Background) -> Iterator[Fault]:
    """Every report with all that lies under its id, and every run."""
    background.runs.update({run.run_id: run for run in store.runs()})
    trees = _RunTrees()
    for dossier in store.iter_dossiers():
        trees.add(dossier)
        report = _parse_report(dossier.report) if dossier.report else None
        yield from _check_report(dossier, report, background)
        for kept in dossier.records:
            for problem in _record_problems(kept, report, background):
                yield Fault(f"record {kept.record_id}", problem)
        yield from _check_codings(dossier, background)
    yield from _check_runs(trees, background)


def _check_runs(trees: _RunTrees, background: Background) -> Iterator[Fault]:
    sealed = background.sealed_runs
    first = min(sealed, default=None)
    for run_id, run in background.runs.items():
        if run.coder.startswith(HAND):
            if run.finished != run.started or trees.record_counts[run_id] != 1 or trees.trees[run_id].size != 1:
                yield Fault(f"run {run_id}", "is not that of one record that was made by hand")
        elif run_id in sealed:
            tree = trees.trees[run_id]
            if sealed[run_id] != detail_of_run(run, tree.size, tree.root().hex()):
                yield Fault(f"run {run_id}", "it, or what it kept of its reports, is not what the log tells")
        elif run.finished is not None and first is not None and run_id > first:
            yield Fault(f"run {run_id}", "has ended, but the log does not tell of it")
    for run_id in sorted(sealed.keys() - background.runs.keys()):
        yield Fault(f"run {run_id}", "is missing, but the log tells of it")


def _check_report(dossier: Dossier, report: Report | None, background: Background) -> Iterator[Fault]:
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


def _record_problems(kept: KeptRecord, report: Report | None, background: Background) -> Iterator[str]:
    payload = _parse_payload(kept)
    if payload is None:
        yield "its content is not that of a record"
        return
    run = background.runs.get(kept.run_id)
    if run is None:
        yield f"the run that made it ({kept.run_id}) is missing"
    elif kept.record_id != _id_of_content(kept, payload, run.coder):
        yield "its content, coder or report was changed: they do not give its id"
    if run is not None and run.coder.startswith(HAND) and kept.record_id not in background.named_by_hand:
        yield "it was made by hand, but no decision tells of it"
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


def _check_codings(dossier: Dossier, background: Background) -> Iterator[Fault]:
    """The records of each run must be all those, and only those, that the run gave."""
    subject = f"report {dossier.report_id}"
    by_run: dict[int, list[str]] = defaultdict(list)
    for record in dossier.records:
        by_run[record.run_id].append(record.record_id)
    for coding in dossier.codings:
        record_ids, run = by_run.pop(coding.run_id, []), background.runs.get(coding.run_id)
        if run is None:
            yield Fault(subject, f"the run that coded it ({coding.run_id}) is missing")
        elif [row.position for row in dossier.records if row.run_id == coding.run_id] != list(range(len(record_ids))):
            yield Fault(subject, "its records do not stand at the places that they had")
        elif len(record_ids) != coding.record_count:
            yield Fault(subject, f"has {len(record_ids)} of the {coding.record_count} records that were kept")
        elif coding.sha256 != hash_coding(report_id=coding.report_id, run=run, record_ids=record_ids):
            yield Fault(subject, "its records or the run that made them are not those that were kept")
    for run_id in by_run:
        yield Fault(subject, f"has records of run {run_id}, which did not code it")
    if not dossier.codings:
        yield Fault(subject, "which run coded it is missing")
