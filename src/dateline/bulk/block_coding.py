"""Codes one block: reads it, runs the coder, and puts its tables into place, the mark that it is done last."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from dateline.base.settings import Settings
from dateline.bulk.block_reading import read_block
from dateline.bulk.blocks import Block
from dateline.bulk.journals import Journal
from dateline.bulk.outputs import Output
from dateline.bulk.tables import (
    ACCOUNTS,
    FAILURES,
    RECORDS,
    REPORTS,
    Coding,
    Row,
    make_account_rows,
    make_failure_row,
    make_record_rows,
    make_report_row,
)
from dateline.linkage.actor_codes import ActorCodes
from dateline.model.errors import CodingError
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.model.stores import RECORD_KINDS
from dateline.pipeline.runner import Failure
from dateline.read.captures import ReadFailure
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import Coder

DONE = "done"
ENDS_ITS_PROCESS = "the process that codes it ends each time, without an error"


@dataclass(slots=True)
class BlockCount:
    """What a block came to. `seconds`: of the process that coded it."""

    block_id: str
    reports: int = 0
    records: int = 0
    failures: int = 0
    skipped: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class _Tables:
    reports: list[Row] = field(default_factory=list)
    failures: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    records: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in RECORD_KINDS})


class BlockCoder:
    """Codes blocks into an output. It holds the model, and nothing of the blocks that it has coded."""

    def __init__(self, coder: Coder, output: Output, settings: Settings, *, keeps_texts: bool) -> None:
        self._coder, self._output, self._settings = coder, output, settings
        self._coding = Coding(coder.name, coder.version, keeps_texts)
        self._codes = ActorCodes(make_actor_registry())

    def code(self, block: Block, journal: Journal | None = None) -> BlockCount:
        """Code a block and put its results into place; whatever was there of it is replaced by the same.

        In: `journal`, where the block has ended a process: then reports are coded one by one, and noted before.
        Raises: OSError and MemoryError where it cannot be read or written now; it is not marked as done.
        """
        try:
            count = self._code(block, journal)
        except (OSError, MemoryError):
            if journal:
                journal.withdraw()
            raise
        if journal:
            journal.close()
        return count

    def _code(self, block: Block, journal: Journal | None) -> BlockCount:
        began = time.perf_counter()
        tables = _Tables()
        for number, result in self._code_reports(block, tables, journal):
            if isinstance(result, Failure):
                tables.failures.append(make_failure_row(block, number, "code", result.report, result.error))
            else:
                self._add_coded(block, number, result, tables)
        self._write(block.block_id, tables)
        count = BlockCount(
            block.block_id,
            len(tables.reports),
            sum(map(len, tables.records.values())),
            len(tables.failures),
            len(block.skipped),
            time.perf_counter() - began,
        )
        self._output.write_json(f"{DONE}/{block.block_id}.json", asdict(count))
        return count

    def _code_reports(
        self, block: Block, tables: _Tables, journal: Journal | None
    ) -> Iterator[tuple[int, CodedReport | Failure]]:
        waiting: deque[int] = deque()

        def hand_over() -> Iterator[Report]:
            for number, outcome in read_block(block, self._settings):
                if isinstance(outcome, ReadFailure):
                    tables.failures.append(make_failure_row(block, number, "read", None, outcome.error))
                else:
                    waiting.append(number)
                    yield outcome

        if journal is None:
            results = self._coder.code(hand_over())
        else:
            results = self._code_singly(hand_over(), waiting, journal)
        for result in results:  # one result for each report, in order
            yield waiting.popleft(), result

    def _code_singly(
        self, reports: Iterable[Report], waiting: Sequence[int], journal: Journal
    ) -> Iterator[CodedReport | Failure]:
        for report in reports:
            if journal.is_fatal(waiting[0]):
                yield Failure(report, CodingError("the report was set aside", report.id, ENDS_ITS_PROCESS))
                continue
            journal.begin(waiting[0])
            yield from self._coder.code([report])

    def _add_coded(self, block: Block, number: int, coded: CodedReport, tables: _Tables) -> None:
        data = coded.to_json()
        tables.reports.append(make_report_row(block, number, coded, data, keeps_text=self._coding.keeps_texts))
        for kind, row in make_record_rows(block, number, coded, data, self._coding):
            tables.records[kind].append(row)
        made = len(coded.events)
        names = [row["record_id"] for row in tables.records["events"][-made:]] if made else []
        tables.accounts += make_account_rows(data, names, self._codes)

    def _write(self, block_id: str, tables: _Tables) -> None:
        """Tables without a row are not written, but for the reports'."""
        self._output.write_rows(name_table("reports", block_id), tables.reports, REPORTS)
        for kind, rows in tables.records.items():
            if rows:
                self._output.write_rows(name_table(f"records/{kind}", block_id), rows, RECORDS)
        if tables.failures:
            failures = sorted(tables.failures, key=lambda row: row["row"])
            self._output.write_rows(name_table("failures", block_id), failures, FAILURES)
        if tables.accounts:
            self._output.write_rows(name_table("accounts", block_id), tables.accounts, ACCOUNTS)


FOLDERS = ("reports", *(f"records/{kind}" for kind in RECORD_KINDS), "failures", "accounts")
"""Where the tables of blocks lie."""


def name_table(folder: str, block_id: str) -> str:
    return f"{folder}/{block_id}.parquet"
