"""What an approval comes to, with one person and with two."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model.decisions import Decision, DecisionKind, NewDecision, list_standing, state_of
from dateline.model.errors import WrongCallError

_FOR = frozenset({"approve", "endorse"})
_AGAINST = frozenset({"reject", "unsure", "correct"})


def list_backers(rows: Sequence[Decision]) -> tuple[str, ...]:
    """Who has said that a record is right, or made it, since the last word against it; each once, in that order."""
    standing = list_standing(rows)
    against = max((row.seq for row in standing if row.kind in _AGAINST), default=0)
    backers = [row.who for row in standing if row.kind == "add" or (row.kind in _FOR and row.seq > against)]
    return tuple(dict.fromkeys(backers))


def check_open(record_id: str, rows: Sequence[Decision]) -> None:
    """Raises WrongCallError for a record that another one took the place of: there is nothing to decide on it."""
    if state_of(rows) == "superseded":
        raise WrongCallError("this record was corrected; decide on the one that took its place", record_id)


def plan_approval(record_id: str, rows: Sequence[Decision], who: str, *, needs_two: bool) -> DecisionKind:
    """What the approval of one person is kept as: "approve", or "endorse" where a second person has to agree.

    In: `rows`, the decisions on the record. Raises WrongCallError where the person has endorsed or made the record,
    and the word of another is needed.
    """
    if not needs_two or state_of(rows) == "approved":
        return "approve"
    backers = list_backers(rows)
    if any(backer != who for backer in backers):
        return "approve"
    if backers:
        raise WrongCallError("a second person has to approve this", record_id, f"{who} has made or endorsed it")
    return "endorse"


def plan_making(record_id: str, rows: Sequence[Decision], *, needs_two: bool) -> list[NewDecision]:
    """The decisions that come with a record by hand: who made it, and that its maker holds it to be right.

    In: `rows`, the decisions there are on it, where the very same was made before and withdrawn: the withdrawal is
    taken back first.
    """
    planned = [NewDecision(record_id, "add")]
    if not needs_two:
        return [*planned, NewDecision(record_id, "approve")]
    against = [row for row in list_standing(rows) if row.kind in _AGAINST | _FOR]
    return planned + [NewDecision(record_id, "undo", supersedes=row.seq) for row in reversed(against)]
