"""The audit chain: each row is bound to its forerunner by hash, so that no change goes unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.model.decisions import GENESIS, Decision, rehash_decision


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain is broken: the row's `seq`, and what is wrong with it."""

    seq: int
    problem: str


def walk_chain(rows: Iterable[Decision], head: str | None = None) -> Iterator[ChainFault]:
    """Every break of the chain, in the order of the rows as given (oldest first).

    `head` is the hash of the last row as noted elsewhere (beside the chain, in a release): without it, rows cut
    off at the end cannot be missed. After a break the walk goes on from the row as it stands, so that one changed
    row is told once and not as a fault of all that follow.
    """
    seq, prev_hash = 0, GENESIS
    earlier: dict[int, str] = {}
    for row in rows:
        if row.seq != seq + 1:
            yield ChainFault(row.seq, f"follows decision {seq}, so rows are missing or out of order")
        if row.prev_hash != prev_hash:
            yield ChainFault(row.seq, "does not carry the hash of the decision before it")
        if row.hash != rehash_decision(row):
            yield ChainFault(row.seq, "was changed after it was made: its fields do not give its hash")
        if row.supersedes is not None and earlier.get(row.supersedes) != row.record_id:
            yield ChainFault(row.seq, f"supersedes {row.supersedes}, which is no earlier decision on its record")
        earlier[row.seq] = row.record_id
        seq, prev_hash = row.seq, row.hash
    if head is not None and head != prev_hash:
        yield ChainFault(seq, "is not the last decision that was made: rows were cut off or added at the end")
