"""What those see who keep a desk running: how much waits, how much is kept, and when something last went well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from dateline.base.clock import Clock, now_utc
from dateline.model.comments import Comments, CommentState
from dateline.model.follows import FollowedSource, Follows
from dateline.model.health import StoreCounts, StoreHealth

OVERDUE_AFTER = timedelta(minutes=15)
"""So long after its time a source is taken for forgotten: whoever follows it does not run, or is stuck."""


class FigureStore(Protocol):
    """The part of a store that figures come from."""

    @property
    def health(self) -> StoreHealth: ...

    @property
    def comments(self) -> Comments: ...

    @property
    def follows(self) -> Follows: ...


class StateIndex(Protocol):
    """An index of records that counts them by state."""

    @property
    def is_read(self) -> bool: ...

    def count_states(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class FollowFigures:
    """Of the sources that are followed: how many, how many failed when last asked, how many are long due.

    `last_success`: of any source, ISO 8601; `waiting`: items that were found and are not read yet.
    """

    sources: int = 0
    failing: int = 0
    overdue: int = 0
    waiting: int = 0
    last_success: str | None = None


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """All figures of a desk at a moment. `states`: records by state; empty until the index is read."""

    counts: StoreCounts
    comments: Mapping[CommentState, int]
    follow: FollowFigures
    states: Mapping[str, int] = field(default_factory=dict)


class FigureRoom:
    """Takes the figures of a store. In: `index`, None where there is none. Raises StoreError where it is not read."""

    def __init__(self, store: FigureStore, index: StateIndex | None = None, clock: Clock = now_utc) -> None:
        self._store = store
        self._index = index
        self._clock = clock

    def take(self) -> DeskFigures:
        states = self._index.count_states() if self._index is not None and self._index.is_read else {}
        return DeskFigures(self._store.health.counts(), self._store.comments.count(), self._take_follow(), states)

    def _take_follow(self) -> FollowFigures:
        now = self._clock()
        sources = self._store.follows.list()
        counted = self._store.follows.counts(now) if sources else {}
        return FollowFigures(
            sources=len(sources),
            failing=sum(source.failures > 0 for source in sources),
            overdue=sum(is_overdue(source, now) for source in sources),
            waiting=sum(counts.waiting for counts in counted.values()),
            last_success=max((source.last_success for source in sources if source.last_success), default=None),
        )


def is_overdue(source: FollowedSource, now: datetime) -> bool:
    """Whether a source should have been asked a good while ago."""
    return datetime.fromisoformat(source.next_due) + OVERDUE_AFTER < now
