"""What reviewers decided: rows that are only ever inserted, each carrying the hash of the one before it.

The chain: `hash` is the SHA-256 of the canonical JSON of all the other fields, `prev_hash` among them. The first
row's `prev_hash` is `GENESIS`, 64 zeros. `state_of` says what the rows of one record mean together;
`dateline.review` walks the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dateline.model.ids import content_hash

DecisionKind = Literal["approve", "reject", "unsure", "endorse", "correct", "add", "merge", "split", "undo"]
RULINGS: frozenset[DecisionKind] = frozenset({"merge", "split"})
"""The kinds that are about pairs of events."""
NAMING_OTHERS: frozenset[DecisionKind] = RULINGS | {"correct"}
"""The kinds that name other records: rulings the events of the pairs, a correction the one that takes its place."""
DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
State = Literal["proposed", "approved", "rejected", "unsure", "superseded"]
DISCARDED: frozenset[State] = frozenset({"rejected", "superseded"})
"""The states of records that no longer count: no sum, no map and no release has them."""

GENESIS = "0" * 64
"""The `prev_hash` of the first decision of a store."""

_STATE_AFTER: dict[DecisionKind, State] = {
    "approve": "approved",
    "reject": "rejected",
    "unsure": "unsure",
    "correct": "superseded",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one record.

    `seq` counts from 1 over the whole store. `when` is ISO 8601 in UTC. `supersedes` is the `seq` of the decision
    on the same record that this one closes: for "undo" the decision taken back, else the one in force before.
    "merge" and "split" rule that an event is, or is not, one incident with each of the events `others`; they say
    nothing about its state, and supersede nothing. "correct" puts the one record `others` in this one's place, which
    is superseded from then on. "add" tells who made a record by hand, and "endorse" that a first of two people would
    approve it: neither says anything about its state.

    `act` is the `seq` of the first of several decisions that were made in one go, None where one was made alone.
    """

    seq: int
    record_id: str
    kind: DecisionKind
    who: str
    when: str
    why: str | None
    supersedes: int | None
    prev_hash: str
    hash: str
    others: tuple[str, ...] = ()
    act: int | None = None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision that is to be made: what `Store.decide_all` takes. `supersedes`, `others`: as in `Store.decide`."""

    record_id: str
    kind: DecisionKind
    why: str | None = None
    supersedes: int | None = None
    others: tuple[str, ...] = ()


def hash_decision(
    *,
    seq: int,
    record_id: str,
    kind: DecisionKind,
    who: str,
    when: str,
    why: str | None,
    supersedes: int | None,
    prev_hash: str,
    others: Sequence[str] = (),
    act: int | None = None,
) -> str:
    """The `hash` of a decision row: SHA-256 (hex) over the canonical JSON of its other fields.

    `others` is left out where it is empty and `act` where there is none, so that rows from before keep their hash.
    """
    fields: dict[str, object] = {
        "seq": seq,
        "record_id": record_id,
        "kind": kind,
        "who": who,
        "when": when,
        "why": why,
        "supersedes": supersedes,
        "prev_hash": prev_hash,
    }
    if others:
        fields["others"] = list(others)
    if act is not None:
        fields["act"] = act
    return content_hash(fields)


def rehash_decision(decision: Decision) -> str:
    """The hash that a row's fields give now; it differs from `decision.hash` where a field was changed."""
    return hash_decision(
        seq=decision.seq,
        record_id=decision.record_id,
        kind=decision.kind,
        who=decision.who,
        when=decision.when,
        why=decision.why,
        supersedes=decision.supersedes,
        prev_hash=decision.prev_hash,
        others=decision.others,
        act=decision.act,
    )


def decision_in_force(rows: Iterable[Decision]) -> Decision | None:
    """The decision that holds for one record, out of all its rows in any order; None where none does.

    The latest row that is not taken back. An "undo" takes back the row that it supersedes, and can itself be
    taken back by a later one, which brings the first one's target back into force.
    """
    for row in reversed(list_standing(rows)):
        if row.kind in _STATE_AFTER:
            return row
    return None


def list_standing(rows: Iterable[Decision]) -> list[Decision]:
    """The rows that are not taken back, in the order they were made; no undo is among them."""
    undone: set[int] = set()
    standing: list[Decision] = []
    for row in sorted(rows, key=lambda row: row.seq, reverse=True):
        if row.seq in undone:
            continue
        if row.kind != "undo":
            standing.append(row)
        elif row.supersedes is not None:
            undone.add(row.supersedes)
    return standing[::-1]


def list_rulings(rows: Iterable[Decision]) -> dict[tuple[str, str], bool]:
    """What people ruled about pairs of events: True for one incident, False for two; the last word counts.

    Keys are record ids, the smaller first.
    """
    ruled: dict[tuple[str, str], bool] = {}
    for row in list_standing(rows):
        if row.kind in RULINGS:
            for other in row.others:
                ruled[min(row.record_id, other), max(row.record_id, other)] = row.kind == "merge"
    return ruled


def state_of(rows: Iterable[Decision]) -> State:
    """The state of one record: a fold over its decision rows, in any order; no rows are "proposed"."""
    decision = decision_in_force(rows)
    return "proposed" if decision is None else _STATE_AFTER[decision.kind]
