"""Inputs of every kind, one after the other, into reports; what cannot be read is named and the rest goes on."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from dateline.base.clock import Clock, now_utc
from dateline.base.settings import Settings
from dateline.model.errors import ReadError
from dateline.read.captures import Original, Overrides, ReadFailure, ReadReport, make_report, override_report
from dateline.read.encodings import decode_bytes
from dateline.read.jsonl import read_row
from dateline.read.text import read_text

__all__ = ["Overrides", "ReadFailure", "ReadReport", "count_inputs", "read_inputs"]


def read_inputs(
    inputs: Sequence[str],
    settings: Settings,
    overrides: Overrides = Overrides(),
    *,
    clock: Clock = now_utc,
    stdin: BinaryIO | None = None,
) -> Iterator[ReadReport | ReadFailure]:
    for name in inputs:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            yield ReadFailure(name, ReadError("cannot be read", name, str(error)))
            continue
        if name.endswith(".jsonl"):
            for number, line in enumerate(io.BytesIO(data), 1):
                subject = f"{name}:{number}"
                try:
                    yield ReadReport(override_report(read_row(line, subject), overrides), line, "application/json")
                except ReadError as error:
                    yield ReadFailure(subject, error)
            continue
        try:
            original = Original(data, name, clock())
            yield make_report(read_text(decode_bytes(data, name)), original, "text/plain", overrides)
        except ReadError as error:
            yield ReadFailure(name, error)


def count_inputs(inputs: Sequence[str]) -> int:
    return len(inputs)
