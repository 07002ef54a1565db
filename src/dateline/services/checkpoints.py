"""Checkpoints: made over what the chains are now, signed, and used to prove that a row stands where it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from dateline.base.merkle import Frontier, Tree
from dateline.model.checkpoints import ChainName, Checkpoint, Signature
from dateline.model.errors import WrongCallError
from dateline.model.ports import Store
from dateline.review.signatures import public_key_of, read_key_file, sign

CHAINS: tuple[ChainName, ...] = ("decisions", "entries")


def make_checkpoint(store: Store, who: str) -> Checkpoint:
    """Keep a checkpoint over all that is decided and noted by now."""
    if not who.strip():
        raise WrongCallError("a checkpoint needs to say who made it", "")
    trees = {chain: Frontier(map(bytes.fromhex, store.audit.iter_hashes(chain))) for chain in CHAINS}
    counts = {chain: tree.size for chain, tree in trees.items()}
    return store.checkpoints.add(counts, {chain: tree.root().hex() for chain, tree in trees.items()}, who)


def sign_checkpoint(store: Store, number: int, key_path: Path, who: str) -> Signature:
    """Sign what a checkpoint states with the key of a PEM file, and keep the signature.

    Raises KeyFileError, NotKeptError for an unknown checkpoint, WrongCallError where the key has signed it already.
    """
    key = read_key_file(key_path)
    statement = store.checkpoints.get(number).statement()
    return store.checkpoints.sign(number, public_key_of(key), sign(statement, key), who)


@dataclass(frozen=True, slots=True)
class Proof:
    """That the row `seq` of a chain, with this hash, is one of those that a checkpoint is over; all hashes in hex."""

    chain: ChainName
    seq: int
    hash: str
    size: int
    root: str
    path: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "chain": self.chain,
            "seq": self.seq,
            "hash": self.hash,
            "leaf_index": self.seq - 1,
            "tree_size": self.size,
            "root": self.root,
            "path": list(self.path),
        }


class ProofShelf:
    """The Merkle trees of a store's chains, kept in memory at 64 bytes a row, and brought up to date."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._trees: dict[ChainName, Tree] = {chain: Tree() for chain in CHAINS}
        self._turn = Lock()  # a tree that grows is read by nobody

    def prove(self, chain: ChainName, seq: int, digest: str, checkpoint: Checkpoint) -> Proof | None:
        """The proof that a row is under a checkpoint; None where it came after it."""
        size = checkpoint.count_of(chain)
        if not 0 < seq <= size:
            return None
        tree = self._refresh(chain, size)
        path = tuple(step.hex() for step in tree.prove_inclusion(seq - 1, size))
        return Proof(chain, seq, digest, size, checkpoint.root_of(chain), path)

    def prove_growth(self, chain: ChainName, first: Checkpoint, last: Checkpoint) -> tuple[str, ...]:
        """The hashes that show that a chain only grew between two checkpoints."""
        tree = self._refresh(chain, last.count_of(chain))
        path = tree.prove_consistency(first.count_of(chain), last.count_of(chain))
        return tuple(step.hex() for step in path)

    def _refresh(self, chain: ChainName, size: int) -> Tree:
        tree = self._trees[chain]
        with self._turn:
            if len(tree) < size:
                for digest in self._store.audit.iter_hashes(chain, after=len(tree)):
                    tree.add(bytes.fromhex(digest))
        return tree
