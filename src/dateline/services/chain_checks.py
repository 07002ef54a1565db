"""Checks of the chains of a store: decisions, the log, the checkpoints over both, and what the log has sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from dateline.base.merkle import Frontier
from dateline.model.checkpoints import ChainName, Checkpoint
from dateline.model.decisions import GENESIS, Decision
from dateline.model.entries import Entry
from dateline.model.errors import StoreError
from dateline.model.ids import canonical_json
from dateline.model.ports import Store
from dateline.model.seals import RUN, SEALED_TABLES, Seal, hash_row, seals_of
from dateline.review.chains import Link, walk_chain, walk_log
from dateline.review.signatures import is_signed
from dateline.services.faults import Background, Fault

L = TypeVar("L", bound=Link)
_AT_A_TIME = 500
_HEADS: Mapping[ChainName, int] = {"decisions": 1, "entries": 2}


class _Watched(Iterable[L]):
    """Rows of a chain on their way to the walk: notes the roots at the sizes of checkpoints, and the last row."""

    def __init__(self, rows: Iterable[L], sizes: Iterable[int]) -> None:
        self._rows = rows
        self._sizes = set(sizes)
        self._tree = Frontier()
        self.roots: dict[int, str] = {0: self._tree.root().hex()}
        self.last: tuple[int, str] = (0, GENESIS)

    def __iter__(self) -> Iterator[L]:
        for row in self._rows:
            self._tree.add(leaf_of(row.hash))
            if self._tree.size in self._sizes:
                self.roots[self._tree.size] = self._tree.root().hex()
            self.last = (row.seq, row.hash)
            yield row


def leaf_of(digest: str) -> bytes:
    """What a row adds to the Merkle tree of its chain: the bytes of its hash; those of the text where it is none."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return digest.encode()


def check_decisions(store: Store, background: Background) -> Iterator[Fault]:
    """The chain of decisions, its head and its roots, and that every record that is named is kept."""
    known = background.against, store.checkpoints.list()
    watched = _Watched(store.audit.iter_decisions(), _sizes("decisions", *known))
    missing: set[str] = set()
    rows = _noting_records(store, watched, missing, background)
    for fault in walk_chain(rows, store.chain_head()):
        yield Fault(f"decision {fault.seq}", fault.problem)
    yield from _check_head(store, "decisions", watched.last)
    yield from _check_roots("decisions", watched.roots, *known)
    missing.update(store.audit.lost_records())
    for record_id in sorted(missing):
        yield Fault(f"record {record_id}", "is missing, but a decision or incident is about it")


def _noting_records(
    store: Store, rows: Iterable[Decision], missing: set[str], background: Background
) -> Iterator[Decision]:
    """The rows as they are; records that they name and that are not kept are put to the missing ones."""
    for portion in _portions(rows):
        named = {record_id for row in portion for record_id in (row.record_id, *row.others)}
        missing.update(named - store.audit.known_records(sorted(named)))
        for row in portion:
            if row.kind in ("add", "correct"):
                background.named_by_hand.update(row.others or (row.record_id,))
        yield from portion


def check_log(store: Store, background: Background) -> Iterator[Fault]:
    """The chain of entries, its head and its roots, and every row that an entry sealed."""
    known = background.against, store.checkpoints.list()
    watched = _Watched(store.log.iter_entries(), _sizes("entries", *known))
    sealed: Counter[str] = Counter()
    rules: dict[str, str] = {}
    found: list[Fault] = []
    rows = _noting_seals(store, watched, background, (sealed, rules, found))
    for fault in walk_log(rows, store.log.head()):
        yield Fault(f"entry {fault.seq}", fault.problem)
    yield from found
    yield from _check_head(store, "entries", watched.last)
    yield from _check_roots("entries", watched.roots, *known)
    for table in SEALED_TABLES:
        if (number := store.audit.count_rows(table)) != sealed[table]:
            yield Fault(table, f"{number} rows are there, but the log tells of {sealed[table]}")
    kept = store.audit.policies()
    for name, value in rules.items():
        if kept.get(name) != value:
            yield Fault(f"policy {name}", "is not what it was last set to")


def _noting_seals(
    store: Store,
    rows: Iterable[Entry],
    background: Background,
    notes: tuple[Counter[str], dict[str, str], list[Fault]],
) -> Iterator[Entry]:
    sealed, rules, found = notes
    for portion in _portions(rows):
        seals: dict[str, list[Seal]] = {}
        for entry in portion:
            subject, _, name = entry.subject.partition(":")
            if entry.kind == RUN:
                background.sealed_runs[int(name)] = entry.detail
            elif subject == "policy" and "value" in entry.detail:
                rules[name] = canonical_json(entry.detail["value"])
            for seal in seals_of(entry):
                sealed[seal.table] += 1
                seals.setdefault(seal.table, []).append(seal)
                if seal.table == "captures":
                    background.sealed_captures.add(seal.key["id"])
        for table, own in seals.items():
            found.extend(_check_seals(store, table, own))
        yield from portion


def _check_seals(store: Store, table: str, seals: Sequence[Seal]) -> Iterator[Fault]:
    """That the rows of a table are there as they were sealed."""
    try:
        for seal, row in zip(seals, store.audit.find_rows(table, [seal.key for seal in seals]), strict=True):
            yield from _check_seal(seal, row)
    except StoreError as error:
        yield Fault(table, f"cannot be read: {error}")


def _check_seal(seal: Seal, row: Mapping[str, Any] | None) -> Iterator[Fault]:
    subject = f"{seal.table} {' '.join(str(value) for value in seal.key.values())}"
    if row is None:
        yield Fault(subject, "is missing, but the log tells of it")
    elif hash_row(row) != seal.sha256:
        yield Fault(subject, "was changed after it was made: it does not have the hash that the log tells")


def check_signatures(store: Store, _: Background) -> Iterator[Fault]:
    """That each signature is one of its checkpoint, by the key that it names."""
    points = {point.number: point for point in store.checkpoints.list()}
    for row in store.checkpoints.signatures():
        point = points.get(row.checkpoint)
        if point is None or not is_signed(point.statement(), row.public_key, row.signature):
            yield Fault(f"checkpoint {row.checkpoint}", f"the signature by key {row.public_key[:16]} does not fit it")


def _check_head(store: Store, chain: ChainName, last: tuple[int, str]) -> Iterator[Fault]:
    """That what is noted beside the chain is its last row; the walk has compared the hash."""
    heads = store.audit.heads()
    seq, _ = heads.get(_HEADS[chain], (0, GENESIS))
    if seq != last[0]:
        yield Fault(chain, f"end with {last[0]}, but {seq} is noted as the last")
    for number in heads.keys() - _HEADS.values():
        yield Fault(chain, f"beside them is noted an end of a chain {number}, which there is not")


def _check_roots(chain: ChainName, roots: Mapping[int, str], *known: Iterable[Checkpoint]) -> Iterator[Fault]:
    for points in known:
        for point in points:
            count, subject = point.count_of(chain), f"checkpoint {point.number}"
            if count not in roots:
                yield Fault(subject, f"is over {count} {chain}, but there are fewer")
            elif roots[count] != point.root_of(chain):
                yield Fault(subject, f"the first {count} {chain} are not those that it was made over")


def _sizes(chain: ChainName, *known: Iterable[Checkpoint]) -> list[int]:
    return [point.count_of(chain) for points in known for point in points]


T = TypeVar("T")


def _portions(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while portion := list(islice(source, _AT_A_TIME)):
        yield portion
