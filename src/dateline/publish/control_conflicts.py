"""Where what is told of control does not go together: named, and left to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.publish.control_claims import Claim

ConflictKind = Literal["denied", "asserted", "rival", "contested", "gap", "stays"]
"""Of what a claim meets: its denial; what it denies; another holder; that the area is contested; that nobody secures
it; that its holder is told to be there after the withdrawal."""

_SECURING = frozenset({"controls", "responsible"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another claim that does not go with a line, and in what way."""

    kind: ConflictKind
    claim: Claim


def find_conflicts(rows: Sequence[Claim], ended_by: Claim | None, claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """What does not go with the claims of one line, among all the claims of the area; each once, in their order."""
    found = []
    for other in claims:
        if any(other is row for row in rows):
            continue
        kinds = [kind for row in rows if (kind := compare_claims(row, other, ended_by)) is not None]
        if kinds:
            found.append(Conflict(kinds[0], other))
    return tuple(found)


def compare_claims(row: Claim, other: Claim, ended_by: Claim | None = None) -> ConflictKind | None:
    """In what way another claim of the same area does not go with this one; None where both can be true."""
    if other is ended_by:
        return "stays" if row.until is not None and row.until > ended_by.last else None
    kind = _compare_words(row, other)
    return kind if kind is not None and overlap(row, other, ended_by) else None


def _compare_words(row: Claim, other: Claim) -> ConflictKind | None:
    """In what way two claims would not go together if they were of the same days."""
    if "denied" in (row.modality, other.modality):
        return _compare_denial(row, other)
    if row.relation == other.relation == "controls" and not row.sides & other.sides:
        return "rival"
    if row.relation in _SECURING and other.relation == "contested":
        return "contested"
    if row.relation in _SECURING and other.relation == "gap":
        return "gap"
    return None


def overlap(row: Claim, other: Claim, ended_by: Claim | None = None) -> bool:
    """Whether two claims may speak of the same days. A claim that was said to be over does not reach beyond that.

    One without a beginning reaches from the day it was told on only: what was before is not known, and no conflict is
    made out of what is not known. One without any date goes with none.
    """
    last = min(row.last, ended_by.last) if ended_by else row.last
    if date.max in (row.first, other.first):
        return False
    return row.first <= other.last and other.first <= last


def _compare_denial(row: Claim, other: Claim) -> ConflictKind | None:
    if row.modality == other.modality or row.relation != other.relation or not row.holders & other.holders:
        return None
    return "denied" if other.modality == "denied" else "asserted"
