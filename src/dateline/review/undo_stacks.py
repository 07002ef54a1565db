"""What a person can take back, and bring back again: folds over the chain, so that no reload or restart forgets it.

An undo takes back every decision of an act, and rejects the records that the act made; a redo takes back every
decision of the undo. So an act stands where nothing that stands takes it back, and both are decisions like others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.model.decisions import RULINGS, Decision, NewDecision, list_standing
from dateline.review.acts import Act

WITHDRAWN = "withdrawn by who made it"
"""The reason for which a record is rejected whose making was taken back."""


def find_undoable(newest_first: Iterable[Act]) -> Act | None:
    """The latest of a person's acts that stands, and can be taken back; None where there is none."""
    gone: set[int] = set()
    for act in newest_first:
        if act.first_seq in gone:
            continue
        if not act.takes_back:
            return act
        gone |= act.targets
    return None


def find_redoable(newest_first: Iterable[Act]) -> Act | None:
    """The latest undo of a person that stands and that no new act of the person follows; None where there is none.

    Read as far back as to the act that was taken back: what it names tells an undo from a redo.
    """
    acts = _Reread(newest_first)
    gone: set[int] = set()
    for act in acts:
        if act.first_seq in gone:
            continue
        if not act.takes_back:
            return None
        target = acts.find(min(act.targets))
        if target is not None and not target.takes_back:
            return act
        gone |= act.targets
    return None


class _Reread:
    """Acts that are read once, as far as needed, and can be gone through again."""

    def __init__(self, newest_first: Iterable[Act]) -> None:
        self._source = iter(newest_first)
        self._read: list[Act] = []

    def __iter__(self) -> Iterator[Act]:
        index = 0
        while index < len(self._read) or self._read_on():
            yield self._read[index]
            index += 1

    def _read_on(self) -> bool:
        act = next(self._source, None)
        if act is not None:
            self._read.append(act)
        return act is not None

    def find(self, seq: int) -> Act | None:
        """The act with this decision; None where it is not one of these."""
        while (not self._read or self._read[-1].first_seq > seq) and self._read_on():
            pass
        return next((act for act in reversed(self._read) if act.first_seq <= seq <= act.last_seq), None)


def plan_undo(act: Act) -> list[NewDecision]:
    """The decisions that take an act back: the latest first, and at last the records that it made are rejected."""
    taken = [NewDecision(row.record_id, "undo", supersedes=row.seq) for row in reversed(act.decisions)]
    return taken + [NewDecision(record_id, "reject", WITHDRAWN) for record_id in act.made_records]


def plan_redo(undo: Act) -> list[NewDecision]:
    """The decisions that bring back what an undo took back."""
    return [NewDecision(row.record_id, "undo", supersedes=row.seq) for row in reversed(undo.decisions)]


def find_later_word(act: Act, rows: Sequence[Decision]) -> Decision | None:
    """Another person's word on what an act is about, that came after it and stands: the latest; None without.

    In: `rows`, all decisions on the records of the act. A state that somebody gave to the same record counts, and a
    ruling about the same pair of events.
    """
    who = act.decisions[0].who
    about = {key for row in act.decisions for key in _subjects(row, rows)}
    later = [row for row in _standing_by_record(rows) if row.seq > act.last_seq and row.who != who]
    said = [row for row in later if about & set(_subjects(row, rows))]
    return max(said, key=lambda row: row.seq, default=None)


def _standing_by_record(rows: Iterable[Decision]) -> list[Decision]:
    by_record: dict[str, list[Decision]] = {}
    for row in rows:
        by_record.setdefault(row.record_id, []).append(row)
    return [row for own in by_record.values() for row in list_standing(own)]


def _subjects(row: Decision, rows: Iterable[Decision]) -> Iterator[str | tuple[str, str]]:
    """What a decision is about: a record, or pairs of events; an undo is about what its target is about."""
    if row.kind in RULINGS:
        for other in row.others:
            yield min(row.record_id, other), max(row.record_id, other)
        return
    target = next((each for each in rows if each.seq == row.supersedes), None) if row.kind == "undo" else None
    if target is not None:
        yield from _subjects(target, rows)
    else:
        yield row.record_id
