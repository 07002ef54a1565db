"""What the deeds of reviewers come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model.decisions import Decision, State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act has led to: its decisions, the state of each record that it was about, and what to tell people.

    `record_id`: the record to show next to it, which for a correction is the new one.
    """

    decisions: tuple[Decision, ...]
    states: Mapping[str, State]
    said: str
    record_id: str
