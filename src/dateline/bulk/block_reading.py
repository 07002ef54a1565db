"""The reports of a block, read as every other face reads them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.base.settings import Settings
from dateline.bulk.archives import open_bytes, open_lines, open_random
from dateline.bulk.blocks import Block
from dateline.model.errors import ReadError
from dateline.model.reports import Report
from dateline.read.captures import ReadFailure
from dateline.read.inputs import read_stream
from dateline.read.jsonl import report_from_row
from dateline.read.kinds import Kind

Reading = tuple[int, Report | ReadFailure]
"""The number of a report in its block, from 1, and the report, or why there is none."""

_NO_PAGES = "no pages in the archive"


def read_block(block: Block, settings: Settings) -> Iterator[Reading]:
    """Everything in a block but what it skips; what cannot be read is there as a failure with its reason.

    Raises: OSError and MemoryError, which are of the disk, the network or the machine: the block is to be read again.
    """
    skipped = frozenset(block.skipped)
    for number, outcome in enumerate(_read_all(block, settings), 1):
        if number not in skipped:
            yield number, outcome


def _read_all(block: Block, settings: Settings) -> Iterator[Report | ReadFailure]:
    read = {"jsonl": _read_lines, "parquet": _read_table, "warc": _read_archive}[block.file.kind]
    try:
        yield from read(block, settings)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - no input may end a block; the rest of it is told to be missing
        cause = f"{type(error).__name__}: {error}"
        yield ReadFailure(block.file.name, ReadError("the rest of the block cannot be read", block.file.name, cause))


def _read_lines(block: Block, settings: Settings) -> Iterator[Report | ReadFailure]:
    with open_lines(block.file, block.start) as stream:
        lines = io.BufferedReader(Portion(stream, block.end - block.start))
        for outcome in read_stream(cast(BinaryIO, lines), block.file.name, settings, kind=Kind.JSON_LINES):
            if isinstance(outcome, ReadFailure):
                yield _renumber(outcome, block.first)
            else:
                yield outcome.report


def _renumber(failure: ReadFailure, shift: int) -> ReadFailure:
    """The failure of a line, by its number in the whole file."""
    name, _, line = failure.subject.rpartition(":")
    if not line.isdigit():
        return failure
    subject = f"{name}:{int(line) + shift}"
    return ReadFailure(subject, ReadError(failure.error.message, subject, failure.error.cause))


def _read_archive(block: Block, settings: Settings) -> Iterator[Report | ReadFailure]:
    with open_bytes(block.file, block.start) as stream:
        records = io.BufferedReader(Portion(stream, block.end - block.start))
        for outcome in read_stream(cast(BinaryIO, records), block.file.name, settings, kind=Kind.ARCHIVE):
            if not isinstance(outcome, ReadFailure):
                yield outcome.report
            elif not (block.start and outcome.error.message == _NO_PAGES):  # only the block has none
                yield outcome


def _read_table(block: Block, settings: Settings) -> Iterator[Report | ReadFailure]:
    del settings
    with open_random(block.file) as source:
        for number, row in _take_rows(pq.ParquetFile(source), block.start, block.end):
            yield _read_row(row, f"{block.file.name}:{number}")


def _read_row(row: pa.RecordBatch, subject: str) -> Report | ReadFailure:
    try:
        return report_from_row(_as_report(row.to_pylist()[0]), subject)
    except ReadError as error:
        return ReadFailure(subject, error)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - letters that are none, dates beyond all bounds, nests too deep, …
        return ReadFailure(subject, ReadError("not a report", subject, f"{type(error).__name__}: {error}"))


def _take_rows(table: pq.ParquetFile, start: int, end: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The rows from `start` up to `end`, each alone, with their numbers from 1; only their row groups are read."""
    first = 0
    for group in range(table.metadata.num_row_groups):
        last = first + table.metadata.row_group(group).num_rows
        if first < end and start < last:
            rows = table.read_row_group(group).slice(max(start - first, 0), min(end, last) - max(start, first))
            for batch in rows.to_batches(max_chunksize=256):
                begin = max(start, first)
                yield from ((begin + index + 1, batch.slice(index, 1)) for index in range(batch.num_rows))
                start = begin + batch.num_rows
        first = last


def _as_report(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as the object of a report: columns of its names, or one column `report` of JSON or of its fields."""
    inner = row.get("report")
    if isinstance(inner, str):
        try:
            inner = json.loads(inner)
        except ValueError:
            inner = None
    plain: Mapping[str, Any] = _plain(inner if inner is not None else row)
    return plain


def _plain(value: Any) -> Any:
    """Dates as texts, all the way down."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


class Portion(io.RawIOBase):
    """So many bytes of a stream."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__()
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(min(len(buffer), self._left))
        self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)
