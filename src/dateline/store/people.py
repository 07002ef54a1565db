"""The people of a SQL store, and their ways in. Its promises: `model.ports_people.People`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.people import Invitation, Person, Role, Scope, Session, Token
from dateline.store import sign_ins
from dateline.store.desk_schema import invitations, people, sessions, tokens
from dateline.store.insertions import format_time
from dateline.store.logs import insert_entry
from dateline.store.projecting import Door


class SqlPeople:
    """The people, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def add(self, person_id: str, name: str, role: Role, *, who: str) -> Person:
        now = self._now()
        with self._writing() as connection:
            _check_free(connection, name)
            connection.execute(insert(people).values(id=person_id, name=name, role=role, made=now))
            _note(connection, "person", who, now, person_id, {"name": name, "role": role})
            return sign_ins.get_person(connection, person_id)

    def get(self, person_id: str) -> Person:
        with self._reading() as connection:
            return sign_ins.get_person(connection, person_id)

    def find(self, name: str) -> Person | None:
        with self._reading() as connection:
            row = connection.execute(select(people).filter_by(name=name)).first()
        return None if row is None else sign_ins.make_person(row)

    def list(self) -> Sequence[Person]:
        with self._reading() as connection:
            return [sign_ins.make_person(row) for row in connection.execute(select(people).order_by(people.c.name))]

    def count_admins(self) -> int:
        with self._reading() as connection:
            return len(connection.execute(_SITTING_ADMINS).all())

    def password_of(self, person_id: str) -> str | None:
        with self._reading() as connection:
            query = select(people.c.password).where(people.c.id == person_id, people.c.ended.is_(None))
            return connection.execute(query).scalar()

    def set_password(self, person_id: str, password: str, *, who: str) -> None:
        now = self._now()
        with self._writing() as connection:
            _change(connection, person_id, password=password)
            _shut_out(connection, person_id, now)
            _note(connection, "password", who, now, person_id, {})

    def refresh_password(self, person_id: str, old: str, new: str) -> None:
        same = (people.c.id == person_id, people.c.password == old)
        with self._writing() as connection:
            connection.execute(update(people).where(*same).values(password=new))

    def set_role(self, person_id: str, role: Role, *, who: str) -> Person:
        with self._writing() as connection:
            if role != "admin":
                _check_not_last_admin(connection, person_id)
            before = sign_ins.get_person(connection, person_id).role
            _change(connection, person_id, role=role)
            connection.execute(delete(sessions).filter_by(person_id=person_id))
            _note(connection, "role", who, self._now(), person_id, {"role": role, "before": before})
            return sign_ins.get_person(connection, person_id)

    def end(self, person_id: str, *, who: str) -> Person:
        now = self._now()
        with self._writing() as connection:
            _check_not_last_admin(connection, person_id)
            _change(connection, person_id, ended=now, password=None)
            _shut_out(connection, person_id, now)
            connection.execute(update(tokens).filter_by(person_id=person_id, ended=None).values(ended=now))
            _note(connection, "end", who, now, person_id, {})
            return sign_ins.get_person(connection, person_id)

    # Invitations

    def invite(self, digest: str, person_id: str, expires: datetime, *, who: str) -> Invitation:
        now, until = self._now(), format_time(expires)
        with self._writing() as connection:
            sign_ins.check_here(connection, person_id)
            sign_ins.void_invitations(connection, person_id, now)
            row = {"hash": digest, "person_id": person_id, "made": now, "expires": until}
            connection.execute(insert(invitations).values(row))
            _note(connection, "invitation", who, now, person_id, {"expires": until})
        return Invitation(digest, person_id, now, until)

    def find_invitation(self, digest: str) -> Invitation | None:
        with self._reading() as connection:
            return sign_ins.find_invitation(connection, digest, self._now())

    def accept(self, digest: str, name: str, password: str) -> Person:
        now = self._now()
        with self._writing() as connection:
            invitation = sign_ins.find_invitation(connection, digest, now)
            used = update(invitations).where(invitations.c.hash == digest, invitations.c.used.is_(None))
            if invitation is None or not connection.execute(used.values(used=now)).rowcount:
                raise NotKeptError("this link has been used, or is too old")
            person = sign_ins.get_person(connection, invitation.person_id)
            if name != person.name:
                _check_free(connection, name)
            _change(connection, person.id, name=name, password=password)
            _shut_out(connection, person.id, now)
            _note(connection, "password" if person.joined else "join", name, now, person.id, {"name": name})
            return sign_ins.get_person(connection, person.id)

    # Sessions

    def begin_session(self, digest: str, person_id: str, expires: datetime) -> Session:
        now = self._now()
        session = Session(digest, person_id, now, now, format_time(expires))
        with self._writing() as connection:
            sign_ins.insert_session(connection, session)
        return session

    def find_session(self, digest: str) -> tuple[Session, Person] | None:
        with self._reading() as connection:
            return sign_ins.find_session(connection, digest, self._now())

    def see_session(self, digest: str) -> None:
        with self._writing() as connection:
            connection.execute(update(sessions).filter_by(hash=digest).values(seen=self._now()))

    def sessions_of(self, person_id: str) -> Sequence[Session]:
        with self._reading() as connection:
            return sign_ins.select_sessions(connection, person_id, self._now())

    def end_session(self, digest: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(sessions).filter_by(hash=digest))

    def end_all_sessions(self) -> int:
        now = self._now()
        with self._writing() as connection:
            connection.execute(update(invitations).filter_by(used=None).values(used=now))
            return connection.execute(delete(sessions)).rowcount

    def end_sessions(self, person_id: str, *, but: str | None = None) -> int:
        ended = delete(sessions).where(sessions.c.person_id == person_id)
        with self._writing() as connection:
            return connection.execute(ended if but is None else ended.where(sessions.c.hash != but)).rowcount

    # Keys of the API

    def add_token(
        self,
        token_id: str,
        digest: str,
        person_id: str,
        name: str,
        scopes: Sequence[Scope],
        expires: datetime | None,
        *,
        who: str,
    ) -> Token:
        until = None if expires is None else format_time(expires)
        token = Token(token_id, person_id, name, tuple(scopes), self._now(), until)
        with self._writing() as connection:
            sign_ins.check_here(connection, person_id)
            sign_ins.insert_token(connection, token, digest)
            detail = {"token": token_id, "name": name, "scopes": list(scopes), "expires": until}
            _note(connection, "token", who, token.made, person_id, detail)
        return token

    def find_token(self, digest: str) -> tuple[Token, Person] | None:
        with self._reading() as connection:
            return sign_ins.find_token(connection, digest, self._now())

    def see_token(self, token_id: str) -> None:
        with self._writing() as connection:
            connection.execute(update(tokens).filter_by(id=token_id).values(used=self._now()))

    def tokens_of(self, person_id: str) -> Sequence[Token]:
        with self._reading() as connection:
            return sign_ins.select_tokens(connection, person_id)

    def count_usable_tokens(self) -> int:
        usable = (tokens.c.ended.is_(None), or_(tokens.c.expires.is_(None), tokens.c.expires > self._now()))
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(tokens).where(*usable)).scalar_one())

    def end_token(self, token_id: str, person_id: str, *, who: str) -> Token:
        now = self._now()
        mine = (tokens.c.id == token_id, tokens.c.person_id == person_id)
        with self._writing() as connection:
            if connection.execute(update(tokens).where(*mine, tokens.c.ended.is_(None)).values(ended=now)).rowcount:
                _note(connection, "token-end", who, now, person_id, {"token": token_id})
            row = connection.execute(select(tokens).where(*mine)).first()
        if row is None:
            raise NotKeptError("this person has no such key", token_id)
        return sign_ins.make_token(row)


_SITTING_ADMINS = select(people.c.id).where(
    people.c.role == "admin", people.c.ended.is_(None), people.c.password.is_not(None)
)


def _check_not_last_admin(connection: Connection, person_id: str) -> None:
    """Where two admins go at once, one waits for the other (`FOR UPDATE`; SQLite has one writer anyway)."""
    admins = {row.id for row in connection.execute(_SITTING_ADMINS.with_for_update())}
    if admins == {person_id}:
        raise WrongCallError("a desk needs an admin, and this is its only one", "", "make another person admin first")


def _check_free(connection: Connection, name: str) -> None:
    if connection.execute(select(func.count()).select_from(people).where(people.c.name == name)).scalar():
        raise WrongCallError("there is a person of this name already", name)


def _change(connection: Connection, person_id: str, **values: str | None) -> None:
    """Change someone who is not ended."""
    changed = update(people).where(people.c.id == person_id, people.c.ended.is_(None)).values(values)
    if not connection.execute(changed).rowcount:
        raise NotKeptError("there is no such person here, or no longer", person_id)


def _shut_out(connection: Connection, person_id: str, now: str) -> None:
    """End a person's sessions and void the invitations."""
    connection.execute(delete(sessions).filter_by(person_id=person_id))
    sign_ins.void_invitations(connection, person_id, now)


def _note(connection: Connection, deed: str, who: str, now: str, person_id: str, detail: Mapping[str, Any]) -> None:
    insert_entry(connection, deed, who, now, f"person:{person_id}", detail)
