"""Comments and guidelines in a SQL store. Their promises: `model.comments.Comments`."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from dateline.model.comment_states import WRITER, check_deed, state_of
from dateline.model.comments import (
    Comment,
    CommentAct,
    CommentDeed,
    CommentState,
    Guidelines,
    NewComment,
    Rule,
    Suggestion,
)
from dateline.model.entries import Entry
from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.model.ids import canonical_json
from dateline.store.comment_rows import (
    compare_states,
    ensure_guidelines,
    find_guidelines,
    get_comment,
    insert_guidelines,
    insert_state,
    lock_comments,
    make_text_key,
    note_state,
    select_acts,
    select_comments,
    write_suggestion,
)
from dateline.store.comment_schema import comment_acts, comment_states, comments
from dateline.store.desk_schema import policies
from dateline.store.projecting import Door
from dateline.store.sealing import insert_sealed

_KEY_NAME = "comment_hash_key"
_AT_A_TIME = 500
_STATES: tuple[CommentState, ...] = ("waiting", "approved", "rejected")


class SqlComments:
    """Comments over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    # Comments and acts

    def add(self, comment: NewComment, suggestion: Suggestion | None) -> Comment:
        if not (comment.page.strip() and comment.name.strip() and comment.text.strip()):
            raise WrongCallError("a comment needs a page, a name and a text", comment.page)
        row = {
            "page": comment.page, "name": comment.name, "text": comment.text, "sent": self._now(),
            "receipt_hash": comment.receipt_hash, "contact_hash": comment.contact_hash,
            "address_hash": comment.address_hash,
            "suggestion": None if suggestion is None else write_suggestion(suggestion),
        }  # fmt: skip
        with self._writing() as connection:
            lock_comments(connection)
            _check_new(connection, comment)
            comment_id = 1 + int(connection.execute(select(func.max(comments.c.id))).scalar() or 0)
            insert_sealed(
                connection, [(comments, {"id": comment_id, **row})],
                kind="comment", who=WRITER, when=str(row["sent"]), subject=f"comment:{comment_id}",
                detail={"page": comment.page},
            )  # fmt: skip
            insert_state(connection, comment_id, comment.page, comment.text)
            return get_comment(connection, comment_id)

    def act(
        self,
        comment_id: int,
        deed: CommentDeed,
        who: str,
        *,
        rule: str | None = None,
        why: str | None = None,
        seen: int | None = None,
    ) -> Comment:
        if not who.strip():
            raise WrongCallError("an act needs to say who did it", f"comment {comment_id}")
        with self._writing() as connection:
            lock_comments(connection)
            found = get_comment(connection, comment_id)
            _check_seen(found, seen)
            check_deed(found.acts, deed, who, comment_id)
            version = self._check_rule(connection, deed, rule)
            row = {
                "comment_id": comment_id, "deed": deed, "who": who, "when_utc": self._now(), "rule": rule, "why": why,
                "guidelines": version, "salt": secrets.token_hex(16),
            }  # fmt: skip
            _insert_act(connection, row)
            after = get_comment(connection, comment_id)
            note_state(connection, after)
            return after

    def _check_rule(self, connection: Connection, deed: CommentDeed, rule: str | None) -> int | None:
        """The version of the guidelines that a decision goes by; None for what is none."""
        if deed != "reject" and rule is not None:
            raise WrongCallError("only a rejection names a rule", rule)
        if deed not in ("approve", "reject"):
            return None
        present = ensure_guidelines(connection, self._now())
        if deed == "reject" and rule not in {each.key for each in present.rules}:
            known = f"known: {', '.join(each.key for each in present.rules)}"
            raise WrongCallError("a rejection names the rule that is broken", rule or "none", known)
        return present.version

    # Reading

    def get(self, comment_id: int) -> Comment:
        with self._reading() as connection:
            return get_comment(connection, comment_id)

    def find_receipt(self, receipt_hash: str) -> Comment | None:
        with self._reading() as connection:
            found = select_comments(connection, select(comments).where(comments.c.receipt_hash == receipt_hash))
        return found[0] if found else None

    def list_approved(self, page: str) -> Sequence[Comment]:
        noted = self._list_noted("approved", comment_states.c.page == page)
        return [one for one in noted if state_of(one.acts) == "approved"]  # only the acts can make a comment public

    def list_waiting(self, *, limit: int, after: int = 0) -> Sequence[Comment]:
        return self._list_noted("waiting", comment_states.c.comment_id > after, limit)

    def _list_noted(self, state: CommentState, condition: Any, limit: int | None = None) -> Sequence[Comment]:
        noted = select(comment_states.c.comment_id).where(comment_states.c.state == state, condition)
        wanted = noted.order_by(comment_states.c.comment_id).limit(limit)
        with self._reading() as connection:
            query = select(comments).where(comments.c.id.in_(wanted)).order_by(comments.c.id)
            return select_comments(connection, query)

    def list_by_writer(self, comment: Comment, *, limit: int) -> Sequence[Comment]:
        known = comment.contact_hash or comment.address_hash
        if known is None:
            return ()
        column = comments.c.contact_hash if comment.contact_hash else comments.c.address_hash
        query = select(comments).where(column == known, comments.c.id != comment.id)
        with self._reading() as connection:
            return select_comments(connection, query.order_by(comments.c.id.desc()).limit(limit))

    def list_acts(self, *, since: str | None = None) -> Sequence[CommentAct]:
        query = select(comment_acts).order_by(comment_acts.c.seq)
        if since is not None:
            query = query.where(comment_acts.c.when_utc >= since)
        with self._reading() as connection:
            return select_acts(connection, query)

    def list_acts_by(self, who: str, *, before: int | None = None, limit: int = 100) -> Sequence[CommentAct]:
        query = select(comment_acts).where(comment_acts.c.who == who)
        if before is not None:
            query = query.where(comment_acts.c.seq < before)
        with self._reading() as connection:
            return select_acts(connection, query.order_by(comment_acts.c.seq.desc()).limit(limit))

    def iter_all(self) -> Iterator[Comment]:
        last = 0
        while True:
            query = select(comments).where(comments.c.id > last).order_by(comments.c.id).limit(_AT_A_TIME)
            with self._reading() as connection:
                portion = select_comments(connection, query)
            yield from portion
            if not portion:
                return
            last = portion[-1].id

    def count(self) -> Mapping[CommentState, int]:
        query = select(comment_states.c.state, func.count()).group_by(comment_states.c.state)
        with self._reading() as connection:
            counted = {state: int(number) for state, number in connection.execute(query)}
        return {state: counted.get(state, 0) for state in _STATES}

    def count_copies(self, comment_ids: Sequence[int]) -> Mapping[int, int]:
        noted = comment_states.c
        asked = select(noted.comment_id, noted.text_key).where(noted.comment_id.in_(list(comment_ids)))
        with self._reading() as connection:
            keys = {row.comment_id: row.text_key for row in connection.execute(asked)}
            alike = select(noted.text_key, func.count()).where(noted.text_key.in_(set(keys.values())))
            counted = {key: int(number) for key, number in connection.execute(alike.group_by(noted.text_key))}
        return {comment_id: counted[key] for comment_id, key in keys.items()}

    def check_states(self) -> Sequence[str]:
        faults: list[str] = []
        last = 0
        while True:
            query = select(comments).where(comments.c.id > last).order_by(comments.c.id).limit(_AT_A_TIME)
            with self._reading() as connection:
                portion = select_comments(connection, query)
                faults.extend(compare_states(connection, portion))
            if not portion:
                return faults
            last = portion[-1].id

    # Guidelines and the key

    def guidelines(self, version: int | None = None) -> Guidelines:
        with self._reading() as connection:
            found = find_guidelines(connection, version)
        if found is None and version in (None, 1):
            with self._writing() as connection:
                lock_comments(connection)
                found = ensure_guidelines(connection, self._now())
        if found is None:
            raise NotKeptError("there is no such version of the guidelines", f"{version}")
        return found

    def set_guidelines(self, welcome: str, rules: Sequence[Rule], who: str) -> tuple[Guidelines, Entry]:
        if not who.strip():
            raise WrongCallError("guidelines need to say who set them")
        now = self._now()
        with self._writing() as connection:
            lock_comments(connection)
            version = ensure_guidelines(connection, now).version + 1
            return insert_guidelines(connection, Guidelines(version, now, who, welcome, tuple(rules)))

    def hash_key(self) -> bytes:
        query = select(policies.c.value).filter_by(name=_KEY_NAME)
        with self._reading() as connection:
            kept = connection.execute(query).scalar()
        if kept is None:
            with self._writing() as connection:
                lock_comments(connection)
                kept = connection.execute(query).scalar()
                if kept is None:
                    kept = canonical_json(secrets.token_hex(32))
                    connection.execute(insert(policies).values(name=_KEY_NAME, value=kept))
        return bytes.fromhex(json.loads(kept))


def _check_new(connection: Connection, comment: NewComment) -> None:
    standing = comment_states.c.state.in_(("waiting", "approved"))
    same = comment_states.c.text_key == make_text_key(comment.text)
    query = select(comment_states.c.comment_id).where(same, comment_states.c.page == comment.page, standing)
    if connection.execute(query).first() is not None:
        raise WrongCallError("this comment has been sent already", "", "the very same words stand here, or wait")


def _check_seen(comment: Comment, seen: int | None) -> None:
    last = comment.acts[-1] if comment.acts else None
    if seen is None or (last.seq if last else 0) == seen:
        return
    who = last.who if last else "nobody"
    raise ConflictError("somebody has acted on this comment since", f"comment {comment.id}", f"the last was {who}")


def _insert_act(connection: Connection, row: Mapping[str, Any]) -> None:
    told = {"rule": row["rule"], "guidelines": row["guidelines"]}
    insert_sealed(
        connection, [(comment_acts, row)],
        kind=f"comment-{row['deed']}", who=row["who"], when=row["when_utc"], subject=f"comment:{row['comment_id']}",
        detail={name: value for name, value in told.items() if value is not None},
    )  # fmt: skip
