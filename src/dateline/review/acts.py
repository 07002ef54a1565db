"""Acts: the decisions that a person made in one go, read off the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.model.decisions import RULINGS, Decision


@dataclass(frozen=True, slots=True)
class Act:
    """The decisions of one act, in the order they were made; at least one."""

    decisions: tuple[Decision, ...]

    @property
    def first_seq(self) -> int:
        return self.decisions[0].seq

    @property
    def last_seq(self) -> int:
        return self.decisions[-1].seq

    @property
    def takes_back(self) -> bool:
        """Whether it is an undo or a redo: these begin with an "undo", and no other act does."""
        return self.decisions[0].kind == "undo"

    @property
    def targets(self) -> frozenset[int]:
        """The `seq` of each decision that this act takes back."""
        return frozenset(row.supersedes for row in self.decisions if row.kind == "undo" and row.supersedes)

    @property
    def made_records(self) -> tuple[str, ...]:
        """The records that came into the store by this act."""
        return tuple(row.record_id for row in self.decisions if row.kind == "add")

    @property
    def record_ids(self) -> tuple[str, ...]:
        """All records that it names, each once, those first that it decides on."""
        own = [row.record_id for row in self.decisions]
        return tuple(dict.fromkeys([*own, *(other for row in self.decisions for other in row.others)]))

    @property
    def is_ruling(self) -> bool:
        return any(row.kind in RULINGS for row in self.decisions)


def group_acts(newest_first: Iterable[Decision]) -> Iterator[Act]:
    """The acts of one person, newest first, out of that person's decisions, newest first."""
    gathered: list[Decision] = []
    for row in newest_first:
        if gathered and (row.act is None or row.act != gathered[-1].act):
            yield Act(tuple(reversed(gathered)))
            gathered = []
        gathered.append(row)
    if gathered:
        yield Act(tuple(reversed(gathered)))
