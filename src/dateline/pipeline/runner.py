"""Runs reports through the stages; one report that fails never takes another with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from dateline.base.logging import get_logger
from dateline.model.drafts import CONFIDENCES, CONTROL, EVENTS, FIGURES, REPORT_DAYS, STATEMENTS, Draft, Layer
from dateline.model.errors import CodingError
from dateline.model.records import CodedReport, Confidence, Control, Event, Figure, Statement
from dateline.model.reports import Report
from dateline.pipeline.stages import Stage

log = get_logger(__name__)
MOST_CHARS = 200_000
"""The longest articles have a tenth of it; what has more was made to keep us busy."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that was set aside, and why."""

    report: Report
    error: CodingError


def check_order(stages: Sequence[Stage]) -> None:
    """Raises ValueError where a stage requires a layer that none before it provides, or one is provided twice."""
    known: set[str] = set()
    for stage in stages:
        missing = [layer.name for layer in stage.requires if layer.name not in known]
        if missing:
            raise ValueError(f"stage {stage.name!r} requires {missing[0]!r}, which no stage before it provides")
        twice = [layer.name for layer in stage.provides if layer.name in known]
        if twice:
            raise ValueError(f"stage {stage.name!r} provides {twice[0]!r}, which is there already")
        known.update(layer.name for layer in stage.provides)


def run_stages(
    reports: Iterable[Report], stages: Sequence[Stage], batch_size: int = 16
) -> Iterator[CodedReport | Failure]:
    """Code reports in batches, in order; each comes out coded or as a Failure with its reason.

    The first stage works one batch ahead in a thread of its own: it is the encoder, which leaves Python free while it
    computes, and the others are nothing but Python.
    """
    check_order(stages)
    source = iter(reports)
    first, others = stages[:1], stages[1:]
    with ThreadPoolExecutor(max_workers=1) as ahead:
        begun: deque[Future[Drafts]] = deque()
        while batch := list(islice(source, batch_size)):
            begun.append(ahead.submit(_run_all, first, [_take_up(report) for report in batch]))
            if len(begun) > 1:
                yield from _finish(begun.popleft().result(), others)
        for drafts in begun:
            yield from _finish(drafts.result(), others)


Drafts = list[Draft | Failure]


def _take_up(report: Report) -> Draft | Failure:
    if len(report.text) <= MOST_CHARS:
        return Draft(report)
    cause = f"it has {len(report.text):,} characters, and at most {MOST_CHARS:,} are coded"
    return Failure(report, CodingError("the report is too long", _name_report(report), cause))


def _run_all(stages: Sequence[Stage], drafts: Sequence[Draft | Failure]) -> Drafts:
    for stage in stages:
        drafts = _run_stage(stage, drafts)
    return list(drafts)


def _finish(drafts: Drafts, stages: Sequence[Stage]) -> list[CodedReport | Failure]:
    done = _run_all(stages, drafts)
    return [_coded(draft) if isinstance(draft, Draft) else draft for draft in done]


def select_stages(stages: Sequence[Stage], layer: Layer[Any]) -> tuple[Stage, ...]:
    """Those of the stages without which `layer` cannot be had, in their order."""
    wanted: set[str] = {layer.name}
    chosen: list[Stage] = []
    for stage in reversed(stages):
        if wanted.intersection(provided.name for provided in stage.provides):
            chosen.append(stage)
            wanted.update(required.name for required in stage.requires)
    return tuple(reversed(chosen))


def _run_stage(stage: Stage, drafts: Sequence[Draft | Failure]) -> list[Draft | Failure]:
    going = [draft for draft in drafts if isinstance(draft, Draft)]
    try:
        done: list[Draft | Failure] = list(_apply(stage, going))
    except Exception as error:  # noqa: BLE001 - any stage may be at fault; each report is tried alone to find which
        log.debug("stage %s failed on a batch (%s); trying its reports one by one", stage.name, error)
        done = [_apply_alone(stage, draft) for draft in going]
    results = iter(done)
    return [next(results) if isinstance(draft, Draft) else draft for draft in drafts]


def _apply(stage: Stage, drafts: Sequence[Draft]) -> list[Draft]:
    additions = stage.run(drafts)
    return [draft.plus(added) for draft, added in zip(drafts, additions, strict=True)]


def _apply_alone(stage: Stage, draft: Draft) -> Draft | Failure:
    try:
        return _apply(stage, [draft])[0]
    except Exception as error:  # noqa: BLE001 - the error policy: set aside, name it, go on
        cause = f"stage {stage.name} {stage.version}: {type(error).__name__}: {error}"
        return Failure(draft.report, CodingError("the report could not be coded", _name_report(draft.report), cause))


def _name_report(report: Report) -> str:
    """What a person knows the report by: where it was read from, else its title, else its id."""
    return (report.capture.address if report.capture else report.title) or report.id


R = TypeVar("R", Event, Figure, Statement, Control)


def _coded(draft: Draft) -> CodedReport:
    sure, days = iter(draft.find(CONFIDENCES)), draft.first(REPORT_DAYS)
    return CodedReport(
        report=draft.report.model_copy(update={"published_inferred": days.bounds if days else None}),
        events=_with_confidence(draft.get(EVENTS), sure),
        figures=_with_confidence(draft.get(FIGURES), sure),
        statements=_with_confidence(draft.get(STATEMENTS), sure),
        control=_with_confidence(draft.get(CONTROL), sure),
    )


def _with_confidence(records: tuple[R, ...], confidences: Iterator[Confidence]) -> tuple[R, ...]:
    return tuple(record.model_copy(update={"confidence": next(confidences, None)}) for record in records)
