"""Rows of what is followed: each function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, insert, select, update

from dateline.model.errors import NotKeptError
from dateline.model.follows import FollowCounts, FollowedItem, FollowedSource, FollowFailure, FollowKind, FoundItem
from dateline.model.ids import text_hash
from dateline.store.follow_schema import followed, followed_items
from dateline.store.insertions import format_time
from dateline.store.queries import in_portions

SHOWN_FAILURES = 5
_MOST_FAILURES = 1000
_SOURCE_FIELDS = tuple(FollowedSource.__dataclass_fields__)
_ITEM_FIELDS = ("id", "address", "fingerprint", "published", "due", "tries")
_PORTION = 400


def select_sources(connection: Connection) -> list[FollowedSource]:
    """What is followed, in the order of adding."""
    query = select(*(followed.c[name] for name in _SOURCE_FIELDS)).where(followed.c.ended.is_(None))
    return [FollowedSource(*row) for row in connection.execute(query.order_by(followed.c.since, followed.c.id))]


def get_source(connection: Connection, source_id: int) -> FollowedSource:
    """Raises NotKeptError where there is no such source."""
    query = select(*(followed.c[name] for name in _SOURCE_FIELDS)).where(followed.c.id == source_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotKeptError("no source with this number is followed", str(source_id))
    return FollowedSource(*row)


def keep_found(connection: Connection, source_id: int, items: Sequence[FoundItem], found: str) -> int:
    """Let what is new, or is another file than before, wait; gives the number of them."""
    by_key = {text_hash(item.key): item for item in items}
    known = {} if not by_key else _select_known(connection, source_id, list(by_key))
    pages = _select_pages(connection, source_id, [text_hash(item.address) for item in items])
    rows = []
    for key, item in by_key.items():
        if key not in known:
            rows.append(_new_row(source_id, key, item, found, pages))
        elif item.fingerprint is not None and known[key] != item.fingerprint:
            _wait_again(connection, source_id, key, item)
            known[key] = ""
    if rows:
        connection.execute(insert(followed_items), rows)
    return len(rows) + sum(value == "" for value in known.values())


def _new_row(source_id: int, key: str, item: FoundItem, found: str, pages: set[str]) -> dict[str, Any]:
    page = text_hash(item.address)
    is_elsewhere = page in pages
    return {
        "followed_id": source_id,
        "key": key,
        "page": page,
        "address": item.address,
        "fingerprint": item.fingerprint,
        "published": item.published,
        "state": "elsewhere" if is_elsewhere else "waiting",
        "found": found,
        "due": format_time(item.due),
        "tries": 0,
        "problem": None,
        "settled": found if is_elsewhere else None,
        "new_reports": 0,
    }


def _wait_again(connection: Connection, source_id: int, key: str, item: FoundItem) -> None:
    changed = {"state": "waiting", "fingerprint": item.fingerprint, "due": format_time(item.due), "tries": 0}
    same = (followed_items.c.followed_id == source_id) & (followed_items.c.key == key)
    connection.execute(update(followed_items).where(same).values(**changed, problem=None))


def _select_known(connection: Connection, source_id: int, keys: Sequence[str]) -> dict[str, str | None]:
    known: dict[str, str | None] = {}
    for portion in in_portions(keys, _PORTION):
        query = select(followed_items.c.key, followed_items.c.fingerprint)
        rows = connection.execute(
            query.where(followed_items.c.followed_id == source_id, followed_items.c.key.in_(portion))
        )
        known |= {row.key: row.fingerprint for row in rows}
    return known


def _select_pages(connection: Connection, source_id: int, pages: Sequence[str]) -> set[str]:
    """Which of the pages another source has kept, or will ask for (index ix_followed_items_page)."""
    found: set[str] = set()
    ended = _select_ended(connection)
    for portion in in_portions(pages, _PORTION):
        query = select(followed_items.c.page, followed_items.c.followed_id, followed_items.c.state)
        # No more conditions: SQLite, which keeps no statistics, would take the index of states, and read millions.
        for row in connection.execute(query.where(followed_items.c.page.in_(portion))):
            is_asked_for = row.state == "waiting" and row.followed_id not in ended
            if row.followed_id != source_id and (is_asked_for or row.state == "done"):
                found.add(row.page)
    return found


def _select_ended(connection: Connection) -> set[int]:
    return set(connection.execute(select(followed.c.id).where(followed.c.ended.is_not(None))).scalars())


def hand_over(connection: Connection, source_id: int, now: str) -> None:
    """Let each page that an ended source leaves waiting wait in one other source that lists it, due now.

    It is elsewhere for the ended one then, should that be followed again.
    """
    waits = (followed_items.c.followed_id == source_id) & (followed_items.c.state == "waiting")
    left = set(connection.execute(select(followed_items.c.page).where(waits)).scalars())
    left -= _select_pages(connection, source_id, list(left))
    heirs = _select_heirs(connection, list(left))
    for portion in in_portions(heirs, _PORTION):
        goes = update(followed_items).where(waits, followed_items.c.page.in_(portion))
        connection.execute(goes.values(state="elsewhere", settled=now, problem=None))
        takes = update(followed_items).where(followed_items.c.id.in_([heirs[page] for page in portion]))
        connection.execute(takes.values(state="waiting", due=now, settled=None))


def _select_heirs(connection: Connection, pages: Sequence[str]) -> dict[str, int]:
    """By page, the first item of a followed source that has it elsewhere (index ix_followed_items_page)."""
    ended, heirs = _select_ended(connection), dict[str, int]()
    for portion in in_portions(pages, _PORTION):
        columns = (followed_items.c[name] for name in ("id", "page", "followed_id", "state"))
        rows = connection.execute(select(*columns).where(followed_items.c.page.in_(portion)))
        for row in sorted(rows, key=lambda row: int(row.id)):
            if row.state == "elsewhere" and row.followed_id not in ended:
                heirs.setdefault(row.page, row.id)
    return heirs


def select_waiting(connection: Connection, now: str, limits: Mapping[FollowKind, int]) -> list[FollowedItem]:
    """What is due of each source that is still followed (index ix_followed_items_state_followed_id_due)."""
    is_due = (followed_items.c.state == "waiting") & (followed_items.c.due <= now)
    sources = (
        select(followed.c.id, followed.c.kind, func.min(followed_items.c.due).label("first"))
        .join(followed_items, followed_items.c.followed_id == followed.c.id)
        .where(is_due, followed.c.ended.is_(None))
        .group_by(followed.c.id, followed.c.kind)
        .order_by("first")
    )
    found: list[FollowedItem] = []
    for source in connection.execute(sources).all():
        query = select(*(followed_items.c[name] for name in _ITEM_FIELDS))
        query = query.where(is_due, followed_items.c.followed_id == source.id)
        rows = connection.execute(
            query.order_by(followed_items.c.due, followed_items.c.id).limit(limits[source.kind])
        )
        found += [FollowedItem(source_id=source.id, kind=source.kind, **row._mapping) for row in rows]
    return found


def select_fingerprints(connection: Connection, source_id: int) -> dict[str, str]:
    """Fingerprint by the hash of the key."""
    query = select(followed_items.c.key, followed_items.c.fingerprint)
    rows = connection.execute(query.where(followed_items.c.followed_id == source_id))
    return {row.key: row.fingerprint or "" for row in rows}


def select_next_due(connection: Connection) -> str | None:
    """The earliest moment at which something is due."""
    sources = select(func.min(followed.c.next_due)).where(followed.c.ended.is_(None))
    items = (
        select(func.min(followed_items.c.due))
        .join(followed, followed.c.id == followed_items.c.followed_id)
        .where(followed_items.c.state == "waiting", followed.c.ended.is_(None))
    )
    found = [connection.execute(query).scalar() for query in (sources, items)]
    return min((due for due in found if due is not None), default=None)


def select_counts(connection: Connection, since: str) -> dict[int, FollowCounts]:
    """What each source brought since a moment, by its id (index ix_followed_items_settled)."""
    source = followed_items.c.followed_id + 0  # not the bare column, or SQLite reads all that ever was, in its order
    lately = followed_items.c.settled >= since
    failed = func.sum(case((followed_items.c.problem.is_not(None), 1), else_=0))
    settled = select(source, func.sum(followed_items.c.new_reports), failed).where(lately).group_by(source)
    came = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(settled)}
    waits = select(source, func.count()).where(followed_items.c.state == "waiting").group_by(source)
    waiting = {row[0]: int(row[1]) for row in connection.execute(waits)}
    failures = _select_failures(connection, lately)
    return {
        number: FollowCounts(
            new=came.get(number, (0, 0))[0],
            failed=came.get(number, (0, 0))[1],
            waiting=waiting.get(number, 0),
            failures=tuple(failures.get(number, ())),
        )
        for number in connection.execute(select(followed.c.id).where(followed.c.ended.is_(None))).scalars()
    }


def _select_failures(connection: Connection, lately: ColumnElement[bool]) -> dict[int, list[FollowFailure]]:
    """The last that failed, of each source a few."""
    query = select(followed_items).where(lately, followed_items.c.problem.is_not(None))
    found: dict[int, list[FollowFailure]] = {}
    for row in connection.execute(query.order_by(followed_items.c.settled.desc()).limit(_MOST_FAILURES)):
        own = found.setdefault(row.followed_id, [])
        if len(own) < SHOWN_FAILURES:
            due = row.due if row.state == "waiting" else None
            own.append(FollowFailure(row.address, row.found, row.problem, due))
    return found
