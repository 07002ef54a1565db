"""How a store is, as those see it who keep it running: counts and times, no contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """What a store has come to. `bytes`: the size of the database, None where it is not known.

    `pending`: records that are not linked yet; `open_runs`: runs of a coder without an end, be they going on or cut
    off; `decisions` and `entries`: the lengths of the chains. Times are ISO 8601 in UTC, None where there is none.
    """

    bytes: int | None
    reports: int
    pending: int
    open_runs: int
    last_run: str | None
    decisions: int
    entries: int
    last_backup: str | None


class StoreHealth(Protocol):
    """What a store says about itself. Raises StoreError where it does not answer."""

    def is_current(self) -> bool:
        """Whether the database is of the schema that this version of Dateline works with."""
        ...

    def counts(self) -> StoreCounts: ...
