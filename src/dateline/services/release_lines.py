"""The lines of a release: one report with its approved records each, as canonical JSON. See docs/releases.md."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from dateline.model.decisions import Decision
from dateline.model.errors import StoreError
from dateline.model.ids import bytes_hash, canonical_json, text_hash
from dateline.model.records import Record, record_to_json
from dateline.model.releases import ReleasePart
from dateline.model.reports import Report
from dateline.model.stores import RECORD_TYPES, StoredRecord, StoredReport

LINES_A_PART = 1000
BYTES_A_PART = 8_000_000
"""A part ends with the line that reaches one of the two."""
_COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class ReleasedReport:
    """A report as released. `copies`: the group of texts that are one story; None for one that stands alone.

    `text_sha256` is that of the report's text in UTF-8, be the text itself in the release or not.
    """

    stored: StoredReport
    copies: str | None = None
    text_sha256: str | None = None


def write_line(released: ReleasedReport) -> bytes:
    """One line, in UTF-8 with its line end. No reviewer is named, and nobody who made a record by hand."""
    stored = released.stored
    line: dict[str, Any] = {
        "report": stored.report.to_json(),
        "added": stored.added,
        "copies": released.copies,
        "records": [_write_record(row) for row in stored.records],
    }
    if released.text_sha256 is not None:
        line["text_sha256"] = released.text_sha256
    return canonical_json(line).encode("utf-8", "surrogatepass") + b"\n"


def hash_text(report: Report) -> str:
    return text_hash(report.text)


def _write_record(row: StoredRecord) -> dict[str, Any]:
    decision = row.decision
    return {
        "record_id": row.record_id,
        "kind": row.kind,
        "coder": "hand" if row.made_by else row.coder,
        "coder_version": row.coder_version,
        "approved": decision.when if decision else None,
        "record": record_to_json(row.record),
    }


def read_line(line: bytes) -> ReleasedReport:
    """What `write_line` wrote. Raises StoreError where the line is none of a release."""
    try:
        data = json.loads(line.decode("utf-8", "surrogatepass"))
        report = Report.model_validate({**data["report"]})
        records = tuple(_read_record(report.id, row) for row in data["records"])
        return ReleasedReport(
            StoredReport(report=report, added=data["added"], records=records), data["copies"], data.get("text_sha256")
        )
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "a line of a release is damaged", line[:60].decode("utf-8", "replace"), str(error)
        ) from error


def _read_record(report_id: str, row: Mapping[str, Any]) -> StoredRecord:
    record: Record = RECORD_TYPES[row["kind"]].model_validate_json(json.dumps(row["record"]))
    record_id = row["record_id"]
    approval = Decision(
        seq=0, record_id=record_id, kind="approve", who="", when=row["approved"] or "", why=None,
        supersedes=None, prev_hash="", hash="",
    )  # fmt: skip
    return StoredRecord(
        record_id=record_id,
        report_id=report_id,
        kind=row["kind"],
        record=record,
        coder=row["coder"],
        coder_version=row["coder_version"],
        decisions=(approval,),
    )


@dataclass(slots=True)
class PartWriter:
    """Gathers lines into parts; `described` tells of each what the manifest tells."""

    parts: list[ReleasePart] = field(default_factory=list)
    described: list[dict[str, Any]] = field(default_factory=list)
    _waiting: list[bytes] = field(default_factory=list)
    _bytes: int = 0
    _records: int = 0

    def add(self, released: ReleasedReport) -> None:
        line = write_line(released)
        self._waiting.append(line)
        self._bytes += len(line)
        self._records += len(released.stored.records)
        if len(self._waiting) >= LINES_A_PART or self._bytes >= BYTES_A_PART:
            self.flush()

    def flush(self) -> None:
        """End the part that is being gathered; nothing where nothing waits."""
        if not self._waiting:
            return
        name = f"records-{len(self.parts) + 1:04}.jsonl"
        self._keep(name, b"".join(self._waiting), reports=len(self._waiting), records=self._records)
        self._waiting, self._bytes, self._records = [], 0, 0

    def add_file(self, name: str, data: bytes) -> None:
        """A part that holds no lines."""
        self.flush()
        self._keep(name, data)

    def _keep(self, name: str, data: bytes, **counts: int) -> None:
        part = ReleasePart(bytes_hash(data), zlib.compress(data, _COMPRESSION))
        self.parts.append(part)
        self.described.append({"name": name, "sha256": part.sha256, "bytes": len(data), **counts})

    def unpacked(self) -> Iterator[bytes]:
        """The bytes of the parts so far."""
        return map(unpack, self.parts)


def unpack(part: ReleasePart) -> bytes:
    """The bytes of a part. Raises StoreError where they cannot be unpacked."""
    try:
        return zlib.decompress(part.data)
    except zlib.error as error:
        raise StoreError("a part of a release is damaged", part.sha256[:16], str(error)) from error


def read_lines(parts: Iterable[bytes]) -> Iterator[ReleasedReport]:
    for data in parts:
        for line in data.splitlines(keepends=True):
            yield read_line(line)
