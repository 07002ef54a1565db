"""Rows of comments, acts and guidelines, read and written inside the caller's transaction."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, text, update

from dateline.base.resources import load_yaml
from dateline.base.text import squeeze_spaces
from dateline.model.comment_states import state_of
from dateline.model.comments import Comment, CommentAct, Guidelines, Reason, Rule, Suggestion
from dateline.model.entries import Entry
from dateline.model.errors import NotKeptError, StoreError, WrongCallError
from dateline.model.ids import canonical_json, text_hash
from dateline.model.seals import DATELINE
from dateline.store.comment_schema import comment_acts, comment_states, comments, guideline_versions
from dateline.store.queries import in_portions
from dateline.store.sealing import insert_sealed

_DEFAULTS = "moderation/guidelines.yaml"
_IDS_AT_A_TIME = 500
_NO_ID = 1 << 31
"""Beyond what a database counts to: an address may name any number."""


def lock_comments(connection: Connection) -> None:
    """Nobody else adds a comment, an act or guidelines until the transaction ends."""
    if connection.dialect.name != "sqlite":  # SQLite has locked the whole database by now
        tables = "comments, comment_acts, comment_states, guideline_versions"
        connection.execute(text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"))


def make_text_key(words: str) -> str:
    """The same for texts that differ in nothing but case, white space, invisible signs and forms of one letter."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    if not folded.isascii():
        folded = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    return text_hash(squeeze_spaces(folded))


# Comments


def select_comments(connection: Connection, query: Select[Any]) -> list[Comment]:
    """The comments of a query over the table `comments`, in its order, each with its acts."""
    rows = connection.execute(query).all()
    acts = _select_acts_of(connection, [row.id for row in rows])
    return [_comment(row, acts.get(row.id, ())) for row in rows]


def get_comment(connection: Connection, comment_id: int) -> Comment:
    """Raises NotKeptError."""
    if 0 < comment_id < _NO_ID:
        for found in select_comments(connection, select(comments).where(comments.c.id == comment_id)):
            return found
    raise NotKeptError("there is no such comment", f"{comment_id}")


def _select_acts_of(connection: Connection, comment_ids: Sequence[int]) -> dict[int, tuple[CommentAct, ...]]:
    found: dict[int, tuple[CommentAct, ...]] = {}
    for portion in in_portions(comment_ids, _IDS_AT_A_TIME):
        query = select(comment_acts).where(comment_acts.c.comment_id.in_(portion))
        for act in select_acts(connection, query.order_by(comment_acts.c.seq)):
            found[act.comment_id] = (*found.get(act.comment_id, ()), act)
    return found


def select_acts(connection: Connection, query: Select[Any]) -> list[CommentAct]:
    return [
        CommentAct(row.seq, row.comment_id, row.deed, row.who, row.when_utc, row.rule, row.why, row.guidelines)
        for row in connection.execute(query)
    ]


def _comment(row: Row[Any], acts: tuple[CommentAct, ...]) -> Comment:
    suggestion = None if row.suggestion is None else _read_suggestion(row.suggestion, row.id)
    return Comment(
        row.id, row.page, row.name, row.text, row.sent, row.contact_hash, row.address_hash, suggestion, acts
    )


def write_suggestion(suggestion: Suggestion) -> str:
    reasons = [[reason.flag, reason.start, reason.end, reason.text] for reason in suggestion.reasons]
    flags = {flag: float(sure) for flag, sure in suggestion.flags.items()}
    made = {"advice": suggestion.advice, "flags": flags, "reasons": reasons, "moderator": suggestion.moderator}
    return canonical_json(made)


def _read_suggestion(kept: str, comment_id: int) -> Suggestion:
    """Raises StoreError where what is kept is no suggestion any more."""
    try:
        row = json.loads(kept)
        reasons = tuple(Reason(*reason) for reason in row["reasons"])
        return Suggestion(row["advice"], dict(row["flags"]), reasons, row["moderator"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError("a kept comment is damaged", f"{comment_id}", "run `dateline verify`") from error


# States


def insert_state(connection: Connection, comment_id: int, page: str, words: str) -> None:
    """Note that a new comment waits."""
    row = {"comment_id": comment_id, "page": page, "state": "waiting", "text_key": make_text_key(words)}
    connection.execute(insert(comment_states).values(row))


def note_state(connection: Connection, comment: Comment) -> None:
    """Note what the acts on a comment come to."""
    noted = update(comment_states).where(comment_states.c.comment_id == comment.id)
    connection.execute(noted.values(state=state_of(comment.acts)))


def compare_states(connection: Connection, found: Iterable[Comment]) -> list[str]:
    """What is noted of the comments and is not what they and their acts come to, in words."""
    expected = {comment.id: (comment.page, state_of(comment.acts), make_text_key(comment.text)) for comment in found}
    query = select(comment_states).where(comment_states.c.comment_id.in_(list(expected)))
    noted = {row.comment_id: (row.page, row.state, row.text_key) for row in connection.execute(query)}
    return [
        f"comment {comment_id} is noted as {noted[comment_id][1] if comment_id in noted else 'nothing'},"
        f" but its acts make it {due[1]}"
        for comment_id, due in expected.items()
        if noted.get(comment_id) != due
    ]


# Guidelines


def find_guidelines(connection: Connection, version: int | None = None) -> Guidelines | None:
    """One version, the last where none is named; None where it is not kept."""
    query = select(guideline_versions).order_by(guideline_versions.c.version.desc()).limit(1)
    if version is not None and not 0 < version < _NO_ID:
        return None
    if version is not None:
        query = query.where(guideline_versions.c.version == version)
    row = connection.execute(query).first()
    return None if row is None else _read_guidelines(row)


def ensure_guidelines(connection: Connection, now: str) -> Guidelines:
    """The present version; the defaults become version 1 where there is none. The caller writes, under the lock."""
    found = find_guidelines(connection)
    if found is not None:
        return found
    given = load_yaml(_DEFAULTS)
    rules = tuple(Rule(row["key"], row["title"], row["text"], tuple(row["flags"])) for row in given["rules"])
    return insert_guidelines(connection, Guidelines(1, now, DATELINE, given["welcome"], rules))[0]


def insert_guidelines(connection: Connection, new: Guidelines) -> tuple[Guidelines, Entry]:
    """Insert a version. Raises WrongCallError where keys repeat or a text is empty."""
    check_rules(new.welcome, new.rules)
    rules = [
        {"key": rule.key, "title": rule.title, "text": rule.text, "flags": list(rule.flags)} for rule in new.rules
    ]
    body = canonical_json({"welcome": new.welcome, "rules": rules})
    row = {"version": new.version, "since": new.since, "who": new.who, "body": body}
    detail = {"rules": [rule.key for rule in new.rules]}
    entry = insert_sealed(
        connection, [(guideline_versions, row)],
        kind="guidelines", who=new.who, when=new.since, subject=f"guidelines:{new.version}", detail=detail,
    )  # fmt: skip
    return new, entry


def check_rules(welcome: str, rules: Sequence[Rule]) -> None:
    """Raises WrongCallError where keys repeat or a text is empty."""
    if not welcome.strip():
        raise WrongCallError("the guidelines need words of welcome")
    if not rules:
        raise WrongCallError("the guidelines need a rule")
    for rule in rules:
        if not (rule.key.strip() and rule.title.strip() and rule.text.strip()):
            raise WrongCallError("a rule needs a key, a title and a text", rule.key or rule.title)
    keys = [rule.key for rule in rules]
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise WrongCallError("two rules have the same key", min(repeated))


def _read_guidelines(row: Row[Any]) -> Guidelines:
    """Raises StoreError where what is kept are no guidelines any more."""
    try:
        body: Mapping[str, Any] = json.loads(row.body)
        rules = tuple(Rule(rule["key"], rule["title"], rule["text"], tuple(rule["flags"])) for rule in body["rules"])
        return Guidelines(row.version, row.since, row.who, body["welcome"], rules)
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError("kept guidelines are damaged", f"{row.version}", "run `dateline verify`") from error
