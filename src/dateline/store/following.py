"""What is followed, in a SQL store. Its promises: `model.follows.Follows`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from dateline.base.logging import escape_line
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.follows import (
    Answer,
    FollowCounts,
    FollowedItem,
    FollowedSource,
    Follower,
    FollowKind,
    Outcome,
    ToKeep,
)
from dateline.store import follow_rows, insertions
from dateline.store.follow_schema import followed, followed_items, followers
from dateline.store.insertions import format_time
from dateline.store.logs import insert_entry
from dateline.store.projecting import Door

_MOST_CHARS = 500
_ONE = 1
"""The id of the one row of `followers`."""


class SqlFollows:
    """What is followed, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    # What is followed

    def add(
        self, kind: FollowKind, address: str, *, who: str, every_s: int, publisher: str | None = None
    ) -> FollowedSource:
        now = self._now()
        told = {"kind": kind, "publisher": publisher, "every_s": every_s, "who": who, "since": now}
        begun = {**told, "ended": None, "next_due": now, "failures": 0, "problem": None}
        with self._writing() as connection:
            there = connection.execute(select(followed).where(followed.c.address == address)).first()
            if there is None:
                key = connection.execute(insert(followed).values(address=address, **begun)).inserted_primary_key
                source_id = int(key[0]) if key else 0
            elif there.ended is None:
                raise WrongCallError("this is followed already", address, f"since {there.since[:10]}")
            else:  # its validators go: what was found while nobody asked is to be seen
                source_id = there.id
                again = update(followed).where(followed.c.id == source_id)
                connection.execute(again.values(**begun, etag=None, last_modified=None))
            detail = {"address": address, "kind": kind, "every_s": every_s, "publisher": publisher}
            insert_entry(connection, "follow", who, now, f"source:{source_id}", detail)
            return follow_rows.get_source(connection, source_id)

    def remove(self, address: str, who: str) -> FollowedSource:
        now = self._now()
        with self._writing() as connection:
            there = next((row for row in follow_rows.select_sources(connection) if row.address == address), None)
            if there is None:
                raise NotKeptError("this is not followed", address)
            connection.execute(update(followed).where(followed.c.id == there.id).values(ended=now))
            follow_rows.hand_over(connection, there.id, now)
            insert_entry(connection, "unfollow", who, now, f"source:{there.id}", {"address": address})
        return there

    def list(self) -> Sequence[FollowedSource]:
        with self._reading() as connection:
            return follow_rows.select_sources(connection)

    # Asking

    def answered(self, source_id: int, answer: Answer) -> int:
        asked = format_time(answer.asked)
        with self._writing() as connection:
            source = follow_rows.get_source(connection, source_id)
            new = follow_rows.keep_found(connection, source_id, answer.items, asked)
            values: dict[str, Any] = {"last_asked": asked, "next_due": format_time(answer.next_due)}
            if answer.problem is not None:
                values |= {"failures": source.failures + 1, "problem": _shorten(answer.problem)}
            else:
                heard = {"etag": answer.etag, "last_modified": answer.last_modified}
                values |= {"failures": 0, "problem": None, "last_success": asked, **heard}
            connection.execute(update(followed).where(followed.c.id == source_id).values(**values))
        return new

    def waiting(self, now: datetime, limits: Mapping[FollowKind, int]) -> Sequence[FollowedItem]:
        with self._reading() as connection:
            return follow_rows.select_waiting(connection, format_time(now), limits)

    def begin(self, item_id: int, due: datetime) -> None:
        begun = {"tries": followed_items.c.tries + 1, "due": format_time(due)}
        with self._writing() as connection:
            connection.execute(update(followed_items).where(followed_items.c.id == item_id).values(**begun))

    def keep(
        self, item_id: int, made: Sequence[ToKeep], run_id: int | None, outcome: Outcome | None
    ) -> Sequence[bool]:
        now = self._now()
        with self._writing() as connection:
            new = [insertions.insert_coded(connection, _addition(row, run_id, now)) for row in made]
            values: dict[str, Any] = {"new_reports": followed_items.c.new_reports + sum(new)}
            if outcome is not None:
                values |= {"state": outcome.state, "problem": _shorten(outcome.problem), "settled": now}
                values |= {"due": format_time(outcome.due)} if outcome.due else {}
                values |= {"fingerprint": outcome.fingerprint} if outcome.fingerprint else {}
                values |= {"tries": outcome.tries} if outcome.tries is not None else {}
            connection.execute(update(followed_items).where(followed_items.c.id == item_id).values(**values))
        return new

    def fingerprints(self, source_id: int) -> Mapping[str, str]:
        with self._reading() as connection:
            return follow_rows.select_fingerprints(connection, source_id)

    # Looking

    def next_due(self) -> datetime | None:
        with self._reading() as connection:
            due = follow_rows.select_next_due(connection)
        return None if due is None else datetime.fromisoformat(due)

    def counts(self, since: datetime) -> Mapping[int, FollowCounts]:
        with self._reading() as connection:
            return follow_rows.select_counts(connection, format_time(since))

    # Turns

    def take_turn(self, name: str, now: datetime, until: datetime) -> Follower | None:
        taken = {"name": name, "seen": format_time(now), "until": format_time(until)}
        with self._writing() as connection:
            there = connection.execute(select(followers).with_for_update()).first()
            if there is None:
                connection.execute(insert(followers).values(id=_ONE, **taken))
            elif there.name != name and there.until > format_time(now):
                return Follower(there.name, there.seen, there.until)
            else:
                connection.execute(update(followers).values(**taken))
        return None

    def end_turn(self, name: str) -> None:
        with self._writing() as connection:
            connection.execute(followers.delete().where(followers.c.name == name))

    def follower(self) -> Follower | None:
        with self._reading() as connection:
            row = connection.execute(select(followers)).first()
        return None if row is None else Follower(row.name, row.seen, row.until)


def _addition(row: ToKeep, run_id: int | None, now: str) -> insertions.Addition:
    if run_id is None:
        raise WrongCallError("a report is kept in a run", row.coded.report.id)
    addition = insertions.Addition(row.coded, run_id, row.original, row.media_type, now)
    return replace(addition, custody=row.custody)


def _shorten(problem: str | None) -> str | None:
    """What went wrong, in as many characters as are read, and such as every database takes."""
    return None if problem is None else escape_line(problem[:_MOST_CHARS].encode("utf-8", "replace").decode("utf-8"))
