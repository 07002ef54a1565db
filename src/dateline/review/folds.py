"""What decisions mean together: the state of a record is a fold over its rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from dateline.model.decisions import Decision, State, decision_in_force, state_of

__all__ = ["count_states", "decision_in_force", "group_by_record", "state_of", "states_of"]


def group_by_record(rows: Iterable[Decision]) -> dict[str, list[Decision]]:
    """The rows of each record, oldest first."""
    groups: dict[str, list[Decision]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.seq):
        groups[row.record_id].append(row)
    return dict(groups)


def states_of(rows: Iterable[Decision]) -> dict[str, State]:
    """The state of every record that has a row; a record without one is "proposed"."""
    return {record_id: state_of(own) for record_id, own in group_by_record(rows).items()}


def count_states(record_ids: Iterable[str], rows: Iterable[Decision]) -> Mapping[State, int]:
    """How many of the records are in each state; states that none is in are left out."""
    states = states_of(rows)
    return dict(Counter(states.get(record_id, "proposed") for record_id in record_ids))
