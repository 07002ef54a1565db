"""Decisions: put at the end of the chain, together with the records that people make by hand.

Each function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection, insert

from dateline.model.decisions import (
    NAMING_OTHERS,
    RULINGS,
    Decision,
    NewDecision,
    decision_in_force,
    rehash_decision,
)
from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.model.ids import canonical_json
from dateline.store import queries
from dateline.store.chaining import Chain, find_end, note_head
from dateline.store.round_rows import check_free
from dateline.store.schema import decisions


def check_seen(connection: Connection, seen: Mapping[str, int]) -> None:
    """Raises ConflictError where a record has a later decision than the caller knows; nobody can add one now."""
    if not seen:
        return
    find_end(connection, Chain.DECISIONS)
    later = [row for row in queries.select_decisions(connection, list(seen)) if row.seq > seen[row.record_id]]
    if later:
        cause = "look at it again"
        raise ConflictError(f"{later[-1].who} has decided on this record meanwhile", later[-1].record_id, cause)


def insert_decisions(connection: Connection, asked: Sequence[NewDecision], who: str, when: str) -> list[Decision]:
    """Put decisions at the end of the chain, in this order; more than one are one act.

    Raises ConflictError where a record is in an open round of blind coding.
    """
    end = find_end(connection, Chain.DECISIONS)
    check_free(connection, [one for new in asked for one in (new.record_id, *new.others)])
    act: int | None = None
    made: list[Decision] = []
    for new in asked:
        decision = _insert_decision(connection, new, who, when, act, end, opens=len(asked) > 1)
        act, end = decision.act, (decision.seq, decision.hash)
        made.append(decision)
    return made


def _insert_decision(
    connection: Connection,
    new: NewDecision,
    who: str,
    when: str,
    act: int | None,
    end: tuple[int, str],
    *,
    opens: bool,
) -> Decision:
    if not queries.has_record(connection, new.record_id):
        raise NotKeptError("no record with this id is kept", new.record_id)
    _check_others(connection, new)
    supersedes = _find_superseded(queries.select_decisions(connection, [new.record_id]), new)
    seq, prev_hash = end[0] + 1, end[1]
    own_act = act or (seq if opens else None)
    unsigned = Decision(
        seq, new.record_id, new.kind, who, when, new.why, supersedes, prev_hash, "", new.others, own_act
    )
    decision = replace(unsigned, hash=rehash_decision(unsigned))
    _insert_decision_row(connection, decision)
    return decision


def _check_others(connection: Connection, new: NewDecision) -> None:
    """A ruling is about other events, a correction about the one record that comes instead; no other decision is."""
    if (new.kind in NAMING_OTHERS) != bool(new.others):
        raise WrongCallError(
            "a merge, a split and a correction name other records, and nothing else does", new.record_id
        )
    if new.kind == "correct" and len(new.others) != 1:
        raise WrongCallError("a correction names the one record that takes the place", new.record_id)
    if new.record_id in new.others:
        raise WrongCallError("a record cannot be merged with, split from or replaced by itself", new.record_id)
    if unknown := set(new.others) - queries.select_known_records(connection, new.others):
        raise NotKeptError("no record with this id is kept", min(unknown))


def _find_superseded(own: Sequence[Decision], new: NewDecision) -> int | None:
    in_force = decision_in_force(own)
    if new.kind in RULINGS or new.kind in ("add", "endorse"):
        return None
    if new.kind != "undo":
        if new.supersedes is not None:
            raise WrongCallError("only an undo names the decision that it takes back", new.record_id)
        return in_force.seq if in_force else None
    if new.supersedes is not None and new.supersedes not in {row.seq for row in own}:
        raise NotKeptError("no decision with this number is kept on the record", f"{new.record_id}, {new.supersedes}")
    if new.supersedes is None and in_force is None:
        raise WrongCallError("there is no decision to take back", new.record_id)
    return new.supersedes if new.supersedes is not None else in_force.seq if in_force else None


def _insert_decision_row(connection: Connection, decision: Decision) -> None:
    row = asdict(decision)
    row["when_utc"] = row.pop("when")
    row["others"] = canonical_json(decision.others) if decision.others else None
    connection.execute(insert(decisions).values(**row))
    note_head(connection, Chain.DECISIONS, decision.seq, decision.hash)
