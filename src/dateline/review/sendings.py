"""The same decision sent twice, and decisions that cross: told from the keys of senders and from the chain itself."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Generic, TypeVar

from dateline.model.decisions import Decision, DecisionKind, decision_in_force, list_standing

T = TypeVar("T")
_KEPT = 10_000


class Sendings(Generic[T]):
    """What came of the latest deeds, by person and key. Without a key nothing is remembered."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._done: OrderedDict[tuple[str, str], T] = OrderedDict()

    def find(self, who: str, key: str | None) -> T | None:
        return self._done.get((who, key)) if key else None

    def keep(self, who: str, key: str | None, outcome: T) -> None:
        """Remember an outcome; the oldest is forgotten where there are too many."""
        if key:
            self._done[who, key] = outcome
            while len(self._done) > self._kept:
                self._done.popitem(last=False)


def find_conflict(rows: Sequence[Decision], who: str, seen: int | None) -> Decision | None:
    """The latest decision on a record by somebody else that stands, and that `who` has not seen.

    In: `rows`, the decisions on the record; `seen`, the `seq` of the last one that was shown, 0 for none, None where
    the sender does not say.
    """
    if seen is None:
        return None
    return next((row for row in reversed(list_standing(rows)) if row.seq > seen and row.who != who), None)


def find_repeated(
    rows: Sequence[Decision], who: str, kind: DecisionKind, why: str | None, other: str | None = None
) -> Decision | None:
    """The person's own decision that already says so, where nobody has said anything since.

    In: `rows`, the decisions on the record; `other`, the record that a correction puts in its place.
    """
    standing = list_standing(rows)
    last = standing[-1] if standing else None
    if last is None or last.who != who:
        return None
    if other is not None:
        return last if last.kind == kind and last.others == (other,) else None
    if kind == "approve" and last.kind == "endorse":
        return last if last.why == why else None
    in_force = decision_in_force(rows)
    return last if last.kind == kind and last.why == why and in_force == last else None
