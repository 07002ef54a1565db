"""Use case: reports as they were read, coded, kept with their original bytes, and linked to what is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from dateline.model.custody import CustodyNotes
from dateline.model.errors import DatelineError
from dateline.model.ports import Store
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.pipeline.runner import Failure
from dateline.read.captures import ReadReport
from dateline.services.coding import Coder
from dateline.services.keeping import KeepCounts, Source, keep_reports
from dateline.services.projecting import Projector


def add_reports(
    store: Store,
    reads: Iterable[ReadReport],
    coder: Coder,
    projector: Projector,
    *,
    on_failure: Callable[[DatelineError], None],
    on_coded: Callable[[CodedReport], None],
) -> KeepCounts:
    """Code and keep every report; each is kept, whole, as soon as its batch is coded. Their events are linked then.

    `on_failure` is told of every report that cannot be coded or kept, `on_coded` of every other.
    """
    sources = code_with_originals(reads, coder, on_failure=on_failure, on_coded=on_coded)
    counts = keep_reports(
        store, sources, coder=coder.name, version=coder.version, settings={"stages": coder.stage_versions()}
    )
    for refusal in counts.refused:
        on_failure(refusal.error)
    projector.catch_up()
    return counts


def code_with_originals(
    reads: Iterable[ReadReport],
    coder: Coder,
    *,
    on_failure: Callable[[DatelineError], None],
    on_coded: Callable[[CodedReport], None],
) -> Iterator[Source]:
    """Coded reports with the bytes that they were read from, and what was noted of these."""
    waiting: deque[ReadReport] = deque()

    def hand_over() -> Iterator[Report]:
        for read in reads:
            waiting.append(read)
            yield read.report

    for result in coder.code(hand_over()):  # one result for each report, in order
        read = waiting.popleft()
        if isinstance(result, Failure):
            on_failure(result.error)
            continue
        on_coded(result)
        yield Source(result, read.original, read.media_type, CustodyNotes(read.conversions, read.screenshot))
