"""Checkpoints: what the chains of a store came to at a moment, in two hashes that can be signed and given away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from dateline.model.decisions import Decision
from dateline.model.errors import WrongCallError
from dateline.model.ids import canonical_json

ChainName = Literal["decisions", "entries"]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The roots (hex) of the Merkle trees over the hashes of the first decisions and entries; `number` from 1.

    `made` is ISO 8601 in UTC.
    """

    number: int
    decision_count: int
    decision_root: str
    entry_count: int
    entry_root: str
    who: str
    made: str

    def count_of(self, chain: ChainName) -> int:
        return self.decision_count if chain == "decisions" else self.entry_count

    def root_of(self, chain: ChainName) -> str:
        return self.decision_root if chain == "decisions" else self.entry_root

    def statement(self) -> str:
        """What a signature is over, as UTF-8: five lines, the name as JSON."""
        return (
            f"Dateline checkpoint {self.number}\n"
            f"decisions {self.decision_count} {self.decision_root}\n"
            f"entries {self.entry_count} {self.entry_root}\n"
            f"by {canonical_json(self.who)}\n"
            f"made {self.made}\n"
        )


_STATEMENT = re.compile(
    r"Dateline checkpoint (\d+)\n"
    r"decisions (\d+) ([0-9a-f]{64})\n"
    r"entries (\d+) ([0-9a-f]{64})\n"
    r"by (\".*\")\n"
    r"made (\S+)"
)


def parse_statement(text: str) -> Checkpoint:
    """The checkpoint that a text states; what stands around it does not matter. Raises WrongCallError."""
    found = _STATEMENT.search(text.replace("\r\n", "\n"))
    if found is None:
        raise WrongCallError(
            "this is no statement of a checkpoint", text[:40], "`dateline checkpoint --print` writes one"
        )
    number, decision_count, decision_root, entry_count, entry_root, who, made = found.groups()
    return Checkpoint(
        int(number), int(decision_count), decision_root, int(entry_count), entry_root, json.loads(who), made
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature of a checkpoint's statement; key and signature in hex."""

    checkpoint: int
    public_key: str
    signature: str
    who: str
    made: str


class Checkpoints(Protocol):
    """The checkpoints of a store. They and their signatures are only inserted, each with an entry of the log."""

    def add(self, counts: Mapping[ChainName, int], roots: Mapping[ChainName, str], who: str) -> Checkpoint: ...

    def sign(self, number: int, public_key: str, signature: str, who: str) -> Signature:
        """Raises NotKeptError for an unknown checkpoint, WrongCallError where the key has signed it already."""
        ...

    def list(self) -> Sequence[Checkpoint]:
        """All of them, oldest first."""
        ...

    def get(self, number: int) -> Checkpoint:
        """Raises NotKeptError."""
        ...

    def signatures(self, number: int | None = None) -> Sequence[Signature]:
        """The signatures of one checkpoint, or all, in the order of making."""
        ...


class Audit(Protocol):
    """What checks of a store read of it, in portions and as it lies there."""

    def iter_decisions(self) -> Iterator[Decision]:
        """All decisions, oldest first."""
        ...

    def last_decisions(
        self, *, who: str | None = None, record_id: str | None = None, before: int | None = None, limit: int = 100
    ) -> Sequence[Decision]:
        """Decisions with a `seq` below `before`, newest first."""
        ...

    def iter_hashes(self, chain: ChainName, after: int = 0) -> Iterator[str]:
        """The hashes of a chain in order, from the row behind the one with this `seq`."""
        ...

    def last_seq(self, chain: ChainName) -> int:
        """The `seq` of the last row; 0 where there is none."""
        ...

    def heads(self) -> Mapping[int, tuple[int, str]]:
        """What is noted beside the chains: number and hash of the last row, by 1 (decisions) and 2 (entries)."""
        ...

    def known_records(self, record_ids: Sequence[str]) -> set[str]:
        """Those of the ids that are kept."""
        ...

    def find_rows(self, table: str, keys: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any] | None]:
        """Rows of a sealed table by their keys (`model.seals`), in this order; None for one that is not there."""
        ...

    def count_rows(self, table: str) -> int: ...

    def lost_records(self) -> Sequence[str]:
        """The ids of records that incidents name and that are not kept."""
        ...

    def loose_captures(self) -> Sequence[str]:
        """The ids of captures that no report was read from."""
        ...

    def iter_screenshots(self) -> Iterator[tuple[str, str, bytes]]:
        """The capture of each picture of a page, its hash as kept, and its bytes."""
        ...

    def policies(self) -> Mapping[str, str]:
        """The rules of the desk by name, as JSON text."""
        ...
