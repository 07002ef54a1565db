"""What is broken in a store, and what one check hands on to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.model.checkpoints import Checkpoint
from dateline.model.stores import RunRow


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is broken: what it is ("report r-12ab", "decision 7"), and what is wrong with it."""

    subject: str
    problem: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}"


@dataclass(slots=True)
class Background:
    """What a check needs to know from elsewhere in the store, or from outside of it."""

    against: Sequence[Checkpoint] = ()
    """Checkpoints that were kept elsewhere, to be found in the store as well."""
    captures: set[str] = field(default_factory=set)
    sealed_captures: set[str] = field(default_factory=set)
    """Captures that the log itself tells of."""
    runs: dict[int, RunRow] = field(default_factory=dict)
    sealed_runs: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    """What the log tells of the runs that ended, by their number."""
    named_by_hand: set[str] = field(default_factory=set)
    """Records that decisions say were made by hand."""
