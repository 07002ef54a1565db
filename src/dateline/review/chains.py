"""The audit chains: each row is bound to its forerunner by hash, so that no change goes unseen."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dateline.model.decisions import GENESIS, Decision, rehash_decision
from dateline.model.entries import Entry, rehash_entry


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain is broken: the row's `seq`, and what is wrong with it."""

    seq: int
    problem: str


class Link(Protocol):
    """A row of a chain: `hash` is made of its other fields, `prev_hash` is the hash of the row before."""

    @property
    def seq(self) -> int: ...

    @property
    def prev_hash(self) -> str: ...

    @property
    def hash(self) -> str: ...


L = TypeVar("L", bound=Link)


def walk_chain(rows: Iterable[Decision], head: str | None = None) -> Iterator[ChainFault]:
    """Every break of the chain of decisions, in the order of the rows as given (oldest first); `walk_links`."""
    earlier = _Earlier()

    def check(row: Decision) -> str | None:
        stray = row.supersedes is not None and not earlier.is_on(row.supersedes, row.record_id)
        earlier.add(row)
        return f"supersedes {row.supersedes}, which is no earlier decision on its record" if stray else None

    return walk_links(rows, rehash_decision, "decision", head, check)


def walk_log(rows: Iterable[Entry], head: str | None = None) -> Iterator[ChainFault]:
    """Every break of the log, in the order of the entries as given (oldest first); `walk_links`."""
    return walk_links(rows, rehash_entry, "entry", head)


def walk_links(
    rows: Iterable[L],
    rehash: Callable[[L], str],
    noun: str,
    head: str | None = None,
    check: Callable[[L], str | None] = lambda _: None,
) -> Iterator[ChainFault]:
    """Every break of a chain, in the order of the rows as given (oldest first), in one pass over them.

    In: `rehash`, the hash that a row's other fields give; `noun`, what a row is; `check`, what else is wrong with a
    row. `head` is the hash of the last row as noted elsewhere (beside the chain, in a release): without it, rows cut
    off at the end cannot be missed. After a break the walk goes on from the row as it stands, so that one changed
    row is told once and not as a fault of all that follow.
    """
    seq, prev_hash = 0, GENESIS
    for row in rows:
        if row.seq != seq + 1:
            yield ChainFault(row.seq, f"follows {noun} {seq}, so rows are missing or out of order")
        if row.prev_hash != prev_hash:
            yield ChainFault(row.seq, f"does not carry the hash of the {noun} before it")
        if row.hash != rehash(row):
            yield ChainFault(row.seq, "was changed after it was made: its fields do not give its hash")
        problem = check(row)
        if problem is not None:
            yield ChainFault(row.seq, problem)
        seq, prev_hash = row.seq, row.hash
    if head is not None and head != prev_hash:
        yield ChainFault(seq, f"is not the last {noun} that was made: rows were cut off or added at the end")


class _Earlier:
    """Which record each decision was on, in 16 bytes a decision: a chain may have millions."""

    def __init__(self) -> None:
        self._seqs = array("q")
        self._records = array("q")

    def add(self, row: Decision) -> None:
        if not self._seqs or row.seq > self._seqs[-1]:  # one out of order is a fault already
            self._seqs.append(row.seq)
            self._records.append(hash(row.record_id))

    def is_on(self, seq: int, record_id: str) -> bool:
        at = bisect_left(self._seqs, seq)
        return at < len(self._seqs) and self._seqs[at] == seq and self._records[at] == hash(record_id)
