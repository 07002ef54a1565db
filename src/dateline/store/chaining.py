"""The ends of the chains: what decisions and entries of the log share. Inside the caller's transaction."""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Connection, Table, insert, select, text, update

from dateline.model.decisions import GENESIS
from dateline.store.desk_schema import entries
from dateline.store.schema import chain_heads, decisions


class Chain(IntEnum):
    """The chains of a store, by the id of the row of `chain_heads` that tells the end of each."""

    DECISIONS = 1
    ENTRIES = 2


_TABLES: dict[Chain, Table] = {Chain.DECISIONS: decisions, Chain.ENTRIES: entries}


def find_end(connection: Connection, chain: Chain) -> tuple[int, str]:
    """Number and hash of the last row, to put another behind it: nobody else can until the transaction ends."""
    table = _TABLES[chain]
    if connection.dialect.name != "sqlite":  # SQLite has locked the whole database by now
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))
    last = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
    return (0, GENESIS) if last is None else (int(last.seq), str(last.hash))


def note_head(connection: Connection, chain: Chain, seq: int, digest: str) -> None:
    """Note the last row beside its chain."""
    head = {"seq": seq, "hash": digest}
    if connection.execute(update(chain_heads).where(chain_heads.c.id == int(chain)).values(**head)).rowcount == 0:
        connection.execute(insert(chain_heads).values(id=int(chain), **head))


def select_head(connection: Connection, chain: Chain) -> str:
    """The hash of the last row as noted beside the chain; GENESIS where there is none."""
    noted = connection.execute(select(chain_heads.c.hash).where(chain_heads.c.id == int(chain))).scalar()
    return GENESIS if noted is None else str(noted)
