"""Use case: move a whole store to another database, and show that all of it has arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from dateline.services.verification import Fault, verify_store
from dateline.store.databases import open_store
from dateline.store.moves import MovedTable, open_move

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""In: what is being done, and how many rows or reports there are. Gives a function to tell how many more are done."""


@contextmanager
def _without_progress(_doing: str, _total: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What lies in the target now. `faults`: what verification says of it, where that was asked for."""

    source: str
    target: str
    tables: Sequence[MovedTable]
    chain_ends: Mapping[str, str]
    faults: Sequence[Fault]

    @property
    def row_count(self) -> int:
        return sum(table.row_count for table in self.tables)

    def to_json(self) -> dict[str, Any]:
        return {
            "from": self.source,
            "to": self.target,
            "rows": self.row_count,
            "tables": {table.name: {"rows": table.row_count, "sha256": table.sha256} for table in self.tables},
            "chains": dict(self.chain_ends),
            "faults": [{"subject": fault.subject, "problem": fault.problem} for fault in self.faults],
        }


def move_store(source: str, target: str, progress: Progress = _without_progress) -> MoveReport:
    """Copy a store into an empty database, compare every row, and verify what lies there.

    Goes on with a move that was cut off. Raises StoreError where the source cannot be read or has changed since, the
    target holds anything else, or a row did not arrive as it was. Faults are no error: the source has them too, as
    all its rows are the same.
    """
    with open_move(source, target) as move:
        rows = move.count_rows()
        with progress("copying", rows) as on_rows:
            move.copy(on_rows)
        with progress("making words findable", move.count_reports()) as on_rows:
            move.make_words(on_rows)
        with progress("comparing", rows) as on_rows:
            tables = move.check(on_rows)
        move.finish()
        shown, ends = (move.source_address, move.target_address), move.chain_ends()
    with open_store(target, create=False) as store:
        return MoveReport(*shown, tables, ends, verify_store(store))
