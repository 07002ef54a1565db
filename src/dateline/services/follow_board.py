"""How what is followed is doing: for the page of sources, `dateline follow list`, and metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from dateline.base.clock import Clock, now_utc
from dateline.model.errors import FetchError, WrongCallError
from dateline.model.follows import FollowCounts, FollowedSource, Follower, FollowKind, Follows
from dateline.read.feed_entries import LONGEST_ADDRESS_CHARS
from dateline.read.fetch import parse_address

Health = Literal["new", "fine", "failing", "overdue"]
"""new: not asked yet. overdue: should have been asked by now, which means that nothing follows, or it hangs."""

WEEK = timedelta(days=7)
FEED_EVERY_S, FOLDER_EVERY_S = 900, 10
LEAST_FEED_S, LEAST_FOLDER_S, MOST_S = 60, 1, 30 * 86_400
_GRACE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source, what it brought in a week, and how it is."""

    source: FollowedSource
    counts: FollowCounts
    health: Health

    def to_json(self) -> dict[str, Any]:
        """For programs; times are ISO 8601 in UTC."""
        names = (
            "id", "kind", "address", "publisher", "every_s", "who", "since", "last_asked", "last_success", "next_due",
            "failures", "problem",
        )  # fmt: skip
        failed = [
            {"address": row.address, "found": row.found, "problem": row.problem, "tried_again": row.due}
            for row in self.counts.failures
        ]
        week = {"new_reports": self.counts.new, "failed": self.counts.failed, "last_failed": failed}
        said = {name: getattr(self.source, name) for name in names}
        return {**said, "health": self.health, "waiting": self.counts.waiting, "week": week}


@dataclass(frozen=True, slots=True)
class FollowPicture:
    """All sources, at a moment; `follower` is the process that follows, None where none does."""

    moment: datetime
    follower: Follower | None
    lines: Sequence[SourceLine]

    def to_json(self) -> dict[str, Any]:
        running = None if self.follower is None else {"name": self.follower.name, "seen": self.follower.seen}
        return {"follower": running, "sources": [line.to_json() for line in self.lines]}


class FollowSource(Protocol):
    """What can be asked for the picture."""

    def look(self) -> FollowPicture: ...


@dataclass(frozen=True, slots=True)
class FollowBoard:
    """The picture over a store."""

    follows: Follows
    clock: Clock = now_utc

    def look(self) -> FollowPicture:
        now = self.clock()
        counts = self.follows.counts(now - WEEK)
        follower = self.follows.follower()
        if follower is not None and datetime.fromisoformat(follower.until) <= now:
            follower = None
        lines = [
            SourceLine(source, counts.get(source.id, FollowCounts()), tell_health(source, now))
            for source in self.follows.list()
        ]
        return FollowPicture(now, follower, lines)


def tell_health(source: FollowedSource, now: datetime) -> Health:
    """How a source is. One that fails is overdue all the same where nobody asks it any more."""
    if datetime.fromisoformat(source.next_due) + _GRACE <= now:
        return "overdue"
    if source.last_asked is None:
        return "new"
    return "failing" if source.failures else "fine"


def follow_source(
    follows: Follows, given: str, *, who: str, every_s: int | None = None, publisher: str | None = None
) -> FollowedSource:
    """Follow a feed's address or a folder. Raises WrongCallError where it is neither, or is followed already."""
    kind, address = read_source(given)
    least, usual = (LEAST_FEED_S, FEED_EVERY_S) if kind == "feed" else (LEAST_FOLDER_S, FOLDER_EVERY_S)
    every_s = usual if every_s is None else every_s
    if not least <= every_s <= MOST_S:
        raise WrongCallError(f"a {kind} is asked every {least} seconds to 30 days", f"{every_s} seconds")
    return follows.add(kind, address, who=who, every_s=every_s, publisher=publisher)


def read_source(given: str) -> tuple[FollowKind, str]:
    """What is meant: a feed by its address, or a folder by its whole path. Raises WrongCallError."""
    if "://" not in given:
        path = Path(given).expanduser()
        if not path.is_dir():
            raise WrongCallError("this is neither a folder nor the address of a feed", given)
        return "folder", path.resolve().as_posix()
    try:
        parts = urlsplit(given)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        parse_address(given)
    except (ValueError, FetchError):
        is_web = False
    if not is_web or len(given) > LONGEST_ADDRESS_CHARS:
        raise WrongCallError("this is no web address", given[:100], "a feed's begins with http:// or https://")
    if parts.username or parts.password:
        raise WrongCallError("an address with a password in it is not followed", parts.hostname or "")
    return "feed", parts._replace(fragment="").geturl()
