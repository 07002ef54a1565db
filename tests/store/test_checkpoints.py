"""Checkpoints in every database: what they state, signatures, proofs, and what verification makes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from report_builders import MakeCoded
from whole_stores import tampering

from dateline.base.merkle import Tree, verify_consistency, verify_inclusion
from dateline.model.checkpoints import parse_statement
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.records import CodedReport
from dateline.review.signatures import KeyFileError, is_signed, make_key_file, read_key_file
from dateline.services.checkpoints import ProofShelf, make_checkpoint, sign_checkpoint
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

Fill = Callable[[SqlStore, CodedReport], list[str]]


@pytest.fixture
def key_path(tmp_path: Path) -> Path:
    make_key_file(tmp_path / "key.pem")
    return tmp_path / "key.pem"


def test_a_checkpoint_is_over_all_that_is_there(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    record_id = fill(store, make_coded())[0]
    for kind in ("approve", "unsure", "reject"):
        store.decide(record_id, kind, "ana")
    made = make_checkpoint(store, "ana")
    tree = Tree(bytes.fromhex(row.hash) for row in store.decisions())
    assert (made.number, made.decision_count, made.decision_root) == (1, 3, tree.root().hex())
    assert store.log.entries()[-1].subject == "checkpoint:1"
    assert (store.checkpoints.list(), store.checkpoints.get(1)) == ([made], made)
    later = make_checkpoint(store, "ben")
    assert (later.number, later.entry_count) == (2, made.entry_count + 1)
    assert verify_store(store, [made, later]) == []


def test_proofs_hold_for_rows_and_between_checkpoints(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    record_id = fill(store, make_coded())[0]
    points, shelf = [], ProofShelf(store)
    for _ in range(3):
        for kind in ("approve", "unsure", "reject"):
            store.decide(record_id, kind, "ana")
        points.append(make_checkpoint(store, "ana"))
    first, last = points[0], points[-1]
    for row in store.decisions():
        proof = shelf.prove("decisions", row.seq, row.hash, last)
        assert proof is not None
        path = [bytes.fromhex(step) for step in proof.path]
        assert verify_inclusion(bytes.fromhex(row.hash), row.seq - 1, 9, path, bytes.fromhex(last.decision_root))
    assert shelf.prove("decisions", 4, store.decisions()[3].hash, first) is None
    for chain in ("decisions", "entries"):
        growth = [bytes.fromhex(step) for step in shelf.prove_growth(chain, first, last)]
        roots = bytes.fromhex(first.root_of(chain)), bytes.fromhex(last.root_of(chain))
        assert verify_consistency(first.count_of(chain), roots[0], last.count_of(chain), roots[1], growth)


def test_a_signature_is_of_the_statement_byte_for_byte(store: SqlStore, key_path: Path) -> None:
    made = make_checkpoint(store, "Ana\nby nobody")
    signed = sign_checkpoint(store, 1, key_path, "ana")
    assert is_signed(made.statement(), signed.public_key, signed.signature)
    assert not is_signed(made.statement() + " ", signed.public_key, signed.signature)
    assert not is_signed(made.statement(), signed.public_key[::-1], signed.signature)
    assert list(store.checkpoints.signatures(1)) == [signed]
    assert parse_statement(f"printed:\n{made.statement()}signed {signed.signature}") == made
    with pytest.raises(WrongCallError, match="signed the checkpoint already"):
        sign_checkpoint(store, 1, key_path, "ana")
    with pytest.raises(NotKeptError):
        sign_checkpoint(store, 7, key_path, "ana")
    assert verify_store(store) == []


def test_a_key_file_is_its_owners_and_never_written_over(key_path: Path, tmp_path: Path) -> None:
    assert key_path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(WrongCallError):
        make_key_file(key_path)
    (tmp_path / "none.pem").write_text("no key")
    with pytest.raises(KeyFileError, match="holds no key"):
        read_key_file(tmp_path / "none.pem")
    with pytest.raises(KeyFileError, match="cannot be read"):
        read_key_file(tmp_path / "gone.pem")


def test_a_statement_kept_elsewhere_finds_a_history_written_anew(
    database: Path, make_coded: MakeCoded, fill: Fill
) -> None:
    """Who has the file can make all hashes anew, the checkpoints' too; not what has left the house."""
    with open_store(str(database)) as store:
        record_id = fill(store, make_coded())[0]
        store.decide(record_id, "approve", "ana")
        kept = make_checkpoint(store, "ana")
    with tampering(database) as connection:
        for table in ("decisions", "checkpoints", "signatures"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM chain_heads WHERE id = 1")
        connection.execute("DELETE FROM entries WHERE kind = 'checkpoint'")
        connection.execute("UPDATE chain_heads SET seq = 1, hash = (SELECT hash FROM entries) WHERE id = 2")
    with open_store(str(database)) as store:
        store.decide(record_id, "reject", "ana")
        make_checkpoint(store, "ana")
        assert verify_store(store) == []
        assert [str(fault) for fault in verify_store(store, [kept])] == [
            "checkpoint 1: the first 1 decisions are not those that it was made over"
        ]
        assert "fewer" in str(verify_store(store, [replace(kept, decision_count=5)])[0])


def test_what_is_no_statement_is_refused() -> None:
    with pytest.raises(WrongCallError):
        parse_statement("Dateline checkpoint one")
