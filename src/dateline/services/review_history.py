"""Use case: what was done to a record, from the coder's proposal on, over all its corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.model.decisions import Decision, DecisionKind, State, list_standing, state_of
from dateline.model.errors import NotKeptError
from dateline.model.ports import Store
from dateline.model.stores import StoredRecord
from dateline.publish.differences import SlotDifference, list_differences
from dateline.publish.review_words import say_done, say_undone


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One decision, or the making of a record by a coder, which has no `seq`.

    `record_id`: which of the records that took each other's place it is about. `stands`: False for what was taken
    back. `differences`: what a correction changed. `state`: that of the record after this step.
    """

    record_id: str
    seq: int | None
    when: str
    who: str
    kind: DecisionKind | None
    said: str
    why: str | None
    stands: bool
    state: State
    differences: tuple[SlotDifference, ...] = ()


def list_history(store: Store, record_id: str) -> tuple[HistoryStep, ...]:
    """The steps of a record, of those that it took the place of, and of those that took its; oldest first.

    Raises NotKeptError.
    """
    report_id, _ = store.find_record(record_id)
    stored = store.get_coded(report_id)
    rows = {row.record_id: row for row in stored.records}
    if record_id not in rows:
        raise NotKeptError("no record with this id is kept", record_id)
    line = _find_line(rows, record_id)
    first = [_tell_proposal(rows[one], stored.added) for one in line if rows[one].made_by is None]
    steps = sorted((step for one in line for step in _tell(rows, one)), key=lambda step: step.seq or 0)
    return (*first, *steps)


def _find_line(rows: Mapping[str, StoredRecord], record_id: str) -> list[str]:
    """All records that corrections tie together, oldest first as the report has them; withdrawn ones too."""
    line, edge = {record_id}, [record_id]
    ties = [(row.record_id, other) for row in rows.values() for other in _replacements(row) if other in rows]
    while edge:
        one = edge.pop()
        near = {other for tie in ties if one in tie for other in tie} - line
        line |= near
        edge += sorted(near)
    return [one for one in rows if one in line]


def _replacements(row: StoredRecord) -> Iterator[str]:
    return (other for decision in row.decisions if decision.kind == "correct" for other in decision.others)


def _tell_proposal(row: StoredRecord, added: str) -> HistoryStep:
    said = f"proposed by {row.coder} {row.coder_version}"
    return HistoryStep(row.record_id, None, added, row.coder, None, said, None, True, "proposed")


def _tell(rows: Mapping[str, StoredRecord], record_id: str) -> Iterator[HistoryStep]:
    decisions = rows[record_id].decisions
    standing = {row.seq for row in list_standing(decisions)}
    undone = {row.seq: row for row in decisions}
    for at, row in enumerate(decisions):
        taken = undone.get(row.supersedes) if row.kind == "undo" and row.supersedes else None
        yield HistoryStep(
            record_id=record_id,
            seq=row.seq,
            when=row.when,
            who=row.who,
            kind=row.kind,
            said=say_undone(taken) if taken else say_done(row),
            why=row.why,
            stands=row.seq in standing or row.kind == "undo",
            state=state_of(decisions[: at + 1]),
            differences=_list_changes(rows, row),
        )


def _list_changes(rows: Mapping[str, StoredRecord], row: Decision) -> tuple[SlotDifference, ...]:
    new = rows.get(row.others[0]) if row.kind == "correct" else None
    return list_differences(rows[row.record_id].record, new.record) if new else ()
