"""Feeds and folders that a store follows: what is asked when, what was found there, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from dateline.model.custody import NO_NOTES, CustodyNotes
from dateline.model.records import CodedReport

FollowKind = Literal["feed", "folder"]
ItemState = Literal["waiting", "done", "failed", "elsewhere"]
"""waiting: still to be read, at its time; elsewhere: another source had the same page first."""


@dataclass(frozen=True, slots=True)
class FollowedSource:
    """A feed (http address) or folder (absolute path) that is asked again and again. Times are ISO 8601 in UTC.

    `failures` counts those since the last success, `problem` tells the last one. `etag` and `last_modified` are what
    the server said of the feed as it was last taken whole, byte for byte.
    """

    id: int
    kind: FollowKind
    address: str
    publisher: str | None
    every_s: int
    who: str
    since: str
    next_due: str
    etag: str | None = None
    last_modified: str | None = None
    last_asked: str | None = None
    last_success: str | None = None
    failures: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An entry of a feed or a file of a folder, as it was found.

    `key` is its name within the source: an entry's own id, a file's path below the folder. `address` is where its
    page or file is. `fingerprint` tells one state of a file from another; entries have none. `published` is the date
    that a feed gives, ISO.
    """

    key: str
    address: str
    due: datetime
    fingerprint: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking a source at a moment, and when to ask again; `problem` where it failed."""

    asked: datetime
    next_due: datetime
    items: Sequence[FoundItem] = ()
    problem: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FollowedItem:
    """Something that was found and waits. `tries` counts those that were begun, be they ended or cut off."""

    id: int
    source_id: int
    kind: FollowKind
    address: str
    fingerprint: str | None
    published: str | None
    due: str
    tries: int


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A coded report with its original bytes, as `Store.add_coded` takes them."""

    coded: CodedReport
    original: bytes | None = None
    media_type: str | None = None
    custody: CustodyNotes = NO_NOTES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item. `problem` tells what failed, in a whole or in a part of it."""

    state: ItemState
    problem: str | None = None
    due: datetime | None = None
    """For one that goes on waiting: when it is tried again."""
    fingerprint: str | None = None
    """For a file: as it was when it was read."""
    tries: int | None = None
    """For one that was only interrupted: as many as had been made before."""


@dataclass(frozen=True, slots=True)
class FollowFailure:
    """An item that failed: where, since when (ISO), why, and when it is tried again (None: never)."""

    address: str
    found: str
    problem: str
    due: str | None


@dataclass(frozen=True, slots=True)
class FollowCounts:
    """How many reports of a source are new since a moment, how many items wait, and how many failed since then."""

    new: int = 0
    waiting: int = 0
    failed: int = 0
    failures: Sequence[FollowFailure] = field(default=())
    """The last few of what failed, newest first."""


@dataclass(frozen=True, slots=True)
class Follower:
    """The process that follows: its name, and until when the store is its own unless it says so again (ISO)."""

    name: str
    seen: str
    until: str


class Follows(Protocol):
    """What a store follows. Every method is one transaction; that a source is followed, or not, stands in the log.

    Sources that are dropped keep what was found in them: followed again, they begin where they ended.
    """

    def add(
        self, kind: FollowKind, address: str, *, who: str, every_s: int, publisher: str | None = None
    ) -> FollowedSource:
        """Follow a source from now on. Raises WrongCallError where it is followed already."""
        ...

    def remove(self, address: str, who: str) -> FollowedSource:
        """Follow it no longer. Raises NotKeptError where it is not followed."""
        ...

    def list(self) -> Sequence[FollowedSource]:
        """What is followed, in the order of adding."""
        ...

    def answered(self, source_id: int, answer: Answer) -> int:
        """Note what came of asking, and let what is new or was changed wait; gives the number of it."""
        ...

    def waiting(self, now: datetime, limits: Mapping[FollowKind, int]) -> Sequence[FollowedItem]:
        """What is due, source by source, the longest due first; of each source as many as its kind's limit says."""
        ...

    def begin(self, item_id: int, due: datetime) -> None:
        """Count a try, before it is made; should it never come to an end, the item is due again then."""
        ...

    def keep(
        self, item_id: int, made: Sequence[ToKeep], run_id: int | None, outcome: Outcome | None
    ) -> Sequence[bool]:
        """Keep reports of an item, and note what became of it where that is the last of it: all or nothing.

        `run_id` may be None where nothing is made. Gives for each report whether it is new. Raises as `add_coded`.
        """
        ...

    def fingerprints(self, source_id: int) -> Mapping[str, str]:
        """What is known of the files of a folder: fingerprint by key."""
        ...

    def next_due(self) -> datetime | None:
        """When the next source or item is due; None where nothing is followed and nothing waits."""
        ...

    def counts(self, since: datetime) -> Mapping[int, FollowCounts]:
        """What each source brought since a moment, by its id."""
        ...

    def take_turn(self, name: str, now: datetime, until: datetime) -> Follower | None:
        """Say that a process follows, so that no second one does; gives the other one whose turn it still is."""
        ...

    def end_turn(self, name: str) -> None: ...

    def follower(self) -> Follower | None:
        """Who followed last; None where nobody does, as the last one ended its turn."""
        ...
