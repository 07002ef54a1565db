"""Decisions in plain words: what was done, by whom, and why."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model.decisions import Decision, DecisionKind

_DONE: dict[DecisionKind, str] = {
    "approve": "approved",
    "reject": "rejected",
    "unsure": "marked unsure",
    "endorse": "endorsed",
    "correct": "corrected",
    "add": "made by hand",
    "merge": "merged",
    "split": "split",
    "undo": "taken back",
}
_NAMES: dict[DecisionKind, str] = {
    "approve": "approval",
    "reject": "rejection",
    "unsure": "mark as unsure",
    "endorse": "endorsement",
    "correct": "correction",
    "add": "record by hand",
    "merge": "merge",
    "split": "split",
    "undo": "what was taken back",
}
_LEADING: tuple[DecisionKind, ...] = ("correct", "add", "merge", "split")
"""What an act of several decisions is told as."""


def say_done(row: Decision) -> str:
    """ "rejected: wrong place"."""
    return f"{_DONE[row.kind]}: {row.why}" if row.why else _DONE[row.kind]


def say_undone(target: Decision) -> str:
    """What an undo did: "took back the approval", or for the undo of an undo "did again what was taken back"."""
    return "did again what was taken back" if target.kind == "undo" else f"took back the {_NAMES[target.kind]}"


def lead_of(decisions: Sequence[Decision]) -> Decision:
    """The decision of an act that says what the act is."""
    return next((row for kind in _LEADING for row in decisions if row.kind == kind), decisions[0])


def name_act(decisions: Sequence[Decision]) -> str:
    """What an act is called: "approval", "correction"."""
    return _NAMES[lead_of(decisions).kind]


def say_act(decisions: Sequence[Decision]) -> str:
    """What an act has done, as a short line: "Approved", "Rejected: wrong place"."""
    lead = lead_of(decisions)
    if lead.kind == "endorse":
        return "Endorsed; a second person has to approve it"
    if lead.kind in ("add", "correct") and not any(row.kind == "approve" for row in decisions):
        return f"{_capital(say_done(lead))}; a second person has to approve it"
    return _capital(say_done(lead))


def say_incident(decisions: Sequence[Decision], count: int) -> str:
    """What a ruling has done: "Merged: 3 accounts of one incident". `count`: the accounts of the incident now."""
    if decisions[0].kind == "merge":
        return f"Merged: {count} accounts of one incident"
    rest = "it stands alone" if count == 1 else f"{count} accounts of one incident"
    return f"Split: {rest}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
