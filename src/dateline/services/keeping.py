"""Keeps coded reports in a store; one that cannot be kept never takes another with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dateline.model.custody import NO_NOTES, CustodyNotes
from dateline.model.errors import StoreError
from dateline.model.ports import Store
from dateline.model.records import CodedReport


class Source(NamedTuple):
    """A coded report, the original bytes that it was read from, their media type, and how they became its text."""

    coded: CodedReport
    original: bytes | None = None
    media_type: str | None = None
    custody: CustodyNotes = NO_NOTES


@dataclass(frozen=True, slots=True)
class Refusal:
    """A report that was not kept, and why."""

    report_id: str
    error: StoreError


@dataclass(frozen=True, slots=True)
class KeepCounts:
    """What became of the reports: `added` are new, `present` were there already, `refused` could not be kept."""

    added: tuple[str, ...]
    present: tuple[str, ...]
    refused: tuple[Refusal, ...]


def keep_reports(
    store: Store, coded: Iterable[Source], *, coder: str, version: str, settings: Mapping[str, Any] | None = None
) -> KeepCounts:
    """Keep every report, in one transaction each, as one run of the coder.

    In: what the coder gave; its name, version and settings. Out: the ids, by what became of them.
    The run is begun with the first report that is new, so that adding twice leaves no trace. It is finished only
    where all went through: a run that was cut off stays unfinished, and `verify` tells it.
    """
    added: list[str] = []
    present: list[str] = []
    refused: list[Refusal] = []
    run_id: int | None = None
    for report, original, media_type, custody in coded:
        report_id = report.report.id
        try:
            if run_id is None and store.is_kept(report.report):
                present.append(report_id)
                continue
            if run_id is None:
                run_id = store.begin_run(coder, version, settings or {})
            is_new = store.add_coded(report, run_id=run_id, original=original, media_type=media_type, custody=custody)
        except StoreError as error:
            refused.append(Refusal(report_id, error))
            continue
        (added if is_new else present).append(report_id)
    if run_id is not None:
        store.finish_run(run_id)
    return KeepCounts(tuple(added), tuple(present), tuple(refused))
