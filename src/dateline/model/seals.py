"""Seals: rows that no hash binds to the chains are bound to the log by the hash that an entry gives for each.

An entry that seals rows has them in its detail under "rows": a list of `[table, key, hash]`. The key is an object of
the table's key columns, the hash is `hash_row` of the row. A finished run is sealed with all the reports that it
coded: its entry has the root of a Merkle tree over them, in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.model.entries import Entry
from dateline.model.ids import bytes_hash, canonical_json, content_hash
from dateline.model.stores import RunRow

SEALED_TABLES = (
    "checkpoints", "signatures", "screenshots", "releases", "release_parts", "release_steps", "answers",
    "comments", "comment_acts", "guideline_versions", "republications",
)  # fmt: skip
"""The tables of which every row is sealed by one entry."""

RUN = "run"
"""The kind of the entries that seal a run; their subject is "run:NUMBER"."""

DATELINE = "dateline"
"""Who did what the program does on its own."""

ROWS = "rows"
"""Under which name an entry's detail has its seals."""


@dataclass(frozen=True, slots=True)
class Seal:
    """That a row of a table was kept: which one, and its hash."""

    table: str
    key: Mapping[str, Any]
    sha256: str

    def to_json(self) -> list[Any]:
        return [self.table, dict(self.key), self.sha256]


def hash_row(row: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of a row: column to value, bytes as `{"sha256": …}`."""
    return content_hash({name: _plain(value) for name, value in row.items()})


def _plain(value: Any) -> Any:
    return {"sha256": bytes_hash(bytes(value))} if isinstance(value, bytes | memoryview) else value


def seals_of(entry: Entry) -> Iterator[Seal]:
    """The rows that an entry seals. Raises ValueError where its detail is not written as it should be."""
    for row in entry.detail.get(ROWS, ()):
        if not (isinstance(row, list) and len(row) == 3 and isinstance(row[1], dict)):
            raise ValueError(f"entry {entry.seq} has a seal that is none")
        yield Seal(*row)


def make_run_leaf(
    *,
    report_id: str,
    report_sha256: str,
    coding_sha256: str,
    has_bytes: bool,
    conversions: Sequence[Mapping[str, Any]],
) -> bytes:
    """What a report adds to the Merkle tree of its run: all that the run kept of it, as canonical JSON in UTF-8.

    `report_sha256` is `hash_report`, `coding_sha256` is `hash_coding`; `has_bytes`: whether the original bytes are
    there; `conversions`: the rows on how the bytes became text, in their order.
    """
    steps = content_hash([dict(row) for row in conversions]) if conversions else None
    return canonical_json([report_id, report_sha256, coding_sha256, has_bytes, steps]).encode()


def detail_of_run(run: RunRow, report_count: int, root: str) -> dict[str, Any]:
    """The detail of the entry that seals a finished run: the run itself, and the root of the tree of its reports."""
    return {
        "coder": run.coder,
        "version": run.version,
        "settings": dict(run.settings),
        "started": run.started,
        "finished": run.finished,
        "reports": report_count,
        "root": root,
    }
