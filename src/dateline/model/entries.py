"""The log: what was done with a store that is no decision on a record. Entries are chained as decisions are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dateline.model.ids import content_hash


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log: who did what to which subject, when.

    `seq` counts from 1 over the whole store. `kind` is the deed ("export", "run"), `subject` what it was done to,
    "record:e-12ab" or "export:geojson", `detail` whatever else is to be known, as JSON. `when` is ISO 8601
    in UTC.
    """

    seq: int
    kind: str
    who: str
    when: str
    subject: str
    detail: Mapping[str, Any]
    prev_hash: str
    hash: str


def rehash_entry(entry: Entry) -> str:
    """The hash that an entry's fields give: SHA-256 (hex) over the canonical JSON of all of them but `hash`."""
    return content_hash(
        {
            "seq": entry.seq,
            "kind": entry.kind,
            "who": entry.who,
            "when": entry.when,
            "subject": entry.subject,
            "detail": dict(entry.detail),
            "prev_hash": entry.prev_hash,
        }
    )


class Log(Protocol):
    """The log of a store. Entries are only inserted, each in a transaction of its own and at the end of the chain."""

    def append(self, kind: str, who: str, subject: str, detail: Mapping[str, Any]) -> Entry:
        """Note a deed. Raises WrongCallError where the kind, who or subject is empty, or `detail` is no JSON."""
        ...

    def entries(
        self,
        *,
        subject: str | None = None,
        who: str | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """Entries with a `seq` below `before`, the newest last; of more than `limit`, the newest."""
        ...

    def iter_entries(self) -> Iterator[Entry]:
        """All entries, oldest first, read in portions."""
        ...

    def head(self) -> str:
        """The hash of the last entry as noted beside the chain; GENESIS where there is none."""
        ...
