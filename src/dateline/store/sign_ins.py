"""Rows of people, invitations, sessions and keys: read and written within a transaction."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from dateline.model.errors import NotKeptError
from dateline.model.ids import canonical_json
from dateline.model.people import Invitation, Person, Session, Token
from dateline.store.desk_schema import invitations, people, sessions, tokens


def make_person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.role, row.made, row.ended, joined=row.password is not None)


def make_token(row: Row[Any]) -> Token:
    scopes = tuple(json.loads(row.scopes))
    return Token(row.id, row.person_id, row.name, scopes, row.made, row.expires, row.used, row.ended)


def get_person(connection: Connection, person_id: str) -> Person:
    """Raises NotKeptError."""
    row = connection.execute(select(people).filter_by(id=person_id)).first()
    if row is None:
        raise NotKeptError("there is no such person here", person_id)
    return make_person(row)


def check_here(connection: Connection, person_id: str) -> None:
    """Raises NotKeptError for someone unknown or ended."""
    if get_person(connection, person_id).ended:
        raise NotKeptError("this person is here no longer", person_id)


def find_invitation(connection: Connection, digest: str, now: str) -> Invitation | None:
    """The invitation, where it is neither used nor expired and its person is not ended."""
    usable = (invitations.c.used.is_(None), invitations.c.expires > now, people.c.ended.is_(None))
    query = select(invitations).join(people).where(invitations.c.hash == digest, *usable)
    row = connection.execute(query).first()
    return None if row is None else Invitation(row.hash, row.person_id, row.made, row.expires, row.used)


def void_invitations(connection: Connection, person_id: str, now: str) -> None:
    connection.execute(update(invitations).filter_by(person_id=person_id, used=None).values(used=now))


def insert_session(connection: Connection, session: Session) -> None:
    """Begin a session; expired ones of all people are dropped on the way. Raises NotKeptError."""
    check_here(connection, session.person_id)
    connection.execute(sessions.delete().where(sessions.c.expires <= session.made))
    row = {name: getattr(session, name) for name in ("hash", "person_id", "made", "seen", "expires")}
    connection.execute(insert(sessions).values(row))


def find_session(connection: Connection, digest: str, now: str) -> tuple[Session, Person] | None:
    lasting = (sessions.c.expires > now, people.c.ended.is_(None))
    query = select(people, sessions.c.seen, sessions.c.expires, sessions.c.made.label("begun"))
    row = connection.execute(query.join(sessions).where(sessions.c.hash == digest, *lasting)).first()
    return None if row is None else (Session(digest, row.id, row.begun, row.seen, row.expires), make_person(row))


def select_sessions(connection: Connection, person_id: str, now: str) -> list[Session]:
    query = select(sessions).where(sessions.c.person_id == person_id, sessions.c.expires > now)
    rows = connection.execute(query.order_by(sessions.c.seen.desc()))
    return [Session(row.hash, row.person_id, row.made, row.seen, row.expires) for row in rows]


def insert_token(connection: Connection, token: Token, digest: str) -> None:
    row = {name: getattr(token, name) for name in ("id", "person_id", "name", "made", "expires")}
    scopes = canonical_json(list(token.scopes))
    connection.execute(insert(tokens).values({**row, "hash": digest, "scopes": scopes}))


def find_token(connection: Connection, digest: str, now: str) -> tuple[Token, Person] | None:
    good = (tokens.c.ended.is_(None), or_(tokens.c.expires.is_(None), tokens.c.expires > now))
    row = connection.execute(select(tokens).where(tokens.c.hash == digest, *good)).first()
    if row is None:
        return None
    person = get_person(connection, row.person_id)
    return None if person.ended else (make_token(row), person)


def select_tokens(connection: Connection, person_id: str) -> list[Token]:
    query = select(tokens).filter_by(person_id=person_id).order_by(tokens.c.made.desc(), tokens.c.id)
    return [make_token(row) for row in connection.execute(query)]
