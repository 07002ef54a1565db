"""Use case: signing in and out, and knowing who asks, by a session or by a key of the API."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from dateline.base.clock import Clock, now_utc
from dateline.base.logging import get_logger
from dateline.model.entries import Log
from dateline.model.errors import DatelineError, StoreError, WrongCallError
from dateline.model.ids import text_hash
from dateline.model.names_of_people import fold_person
from dateline.model.people import SCOPES, Person, Scope, Session, Token
from dateline.services.passwords import Passwords, check_password
from dateline.services.people import PROGRAM, Accounts, PeopleStore, make_secret
from dateline.services.rate_limits import RateLimit, TooOftenError

log = get_logger(__name__)
IDLE_FOR = timedelta(hours=12)
AT_MOST_FOR = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
"""How often a use is noted: not at every request."""
TOKEN_DAYS, MAX_TOKEN_DAYS = 90, 366
TOKEN_START = "dateline_"  # noqa: S105 - no secret, but how one begins
"""How the secrets of keys begin, so that scanners of leaked secrets can know them."""


class SignInError(DatelineError):
    """Name and password do not fit; which of them is wrong is not said."""


class SignInStore(PeopleStore, Protocol):
    """The part of a store that signing in needs."""

    @property
    def log(self) -> Log: ...


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """How often a sign-in may fail: for each name, and from each address."""

    by_name: RateLimit
    by_address: RateLimit


def make_limits() -> SignInLimits:
    """Ten failures for a name and thirty from an address in a quarter of an hour."""
    return SignInLimits(RateLimit(10, 900), RateLimit(30, 900))


class SignIns:
    """The ways into a desk."""

    def __init__(
        self,
        store: SignInStore,
        accounts: Accounts,
        passwords: Passwords,
        limits: SignInLimits | None = None,
        clock: Clock = now_utc,
    ) -> None:
        self._people = store.people
        self._log = store.log
        self._accounts = accounts
        self._passwords = passwords
        self._limits = limits or make_limits()
        self._clock = clock

    def sign_in(self, name: str, password: str, address: str) -> tuple[Person, str]:
        """Begin a session; gives the person and the secret of the cookie.

        Raises SignInError where name and password do not fit, TooOftenError where they did not too often.
        """
        person = self._accounts.find(name)
        self._check_secret(name, person, password, address)
        assert person is not None  # nobody's password is never right
        log.info("person %s signed in from %s", person.id, address)
        return person, self.begin(person)

    def change_password(self, person: Person, old: str, new: str, address: str) -> str:
        """End all sessions and begin a new one under a new password; gives the secret of its cookie.

        Raises SignInError where the present password is wrong, TooOftenError, WrongCallError where the new one is
        not taken.
        """
        check_password(new, person.name)
        self._check_secret(person.name, person, old, address)
        self._people.set_password(person.id, self._passwords.hash(new), who=person.name)
        log.info("person %s changed the password from %s", person.id, address)
        return self.begin(person)

    def _check_secret(self, name: str, person: Person | None, password: str, address: str) -> None:
        """The same work for those who are not there; a hash of older parameters is made anew on the way."""
        key = fold_person(name)[:200]
        self._count_try(self._limits.by_address, address)
        self._count_try(self._limits.by_name, key)
        kept = None if person is None else self._people.password_of(person.id)
        if not self._passwords.verify(kept, password) or person is None or kept is None:
            log.warning("a sign-in from %s failed", address)
            self._note_lockout(self._limits.by_address, address, f"address:{address}")
            if person is not None:
                self._note_lockout(self._limits.by_name, key, f"person:{person.id}")
            raise SignInError("this name and password do not fit together")
        self._limits.by_name.give_back(key)
        self._limits.by_address.give_back(address)
        if self._passwords.is_outdated(kept):
            self._people.refresh_password(person.id, kept, self._passwords.hash(password))

    def _count_try(self, limit: RateLimit, key: str) -> None:
        wait = limit.take(key)
        if wait:
            raise TooOftenError("too many sign-ins have failed", wait)

    def _note_lockout(self, limit: RateLimit, key: str, subject: str) -> None:
        if limit.is_spent(key):
            self._log.append("lockout", PROGRAM, subject, {"minutes": round(limit.window_s / 60)})

    # Sessions

    def begin(self, person: Person) -> str:
        """A new session; gives the secret of the cookie."""
        secret = make_secret()
        self._people.begin_session(text_hash(secret), person.id, self._clock() + AT_MOST_FOR)
        return secret

    def recognise(self, secret: str) -> tuple[Session, Person] | None:
        """Who holds a session that is neither ended, too old, nor left alone too long."""
        found = self._people.find_session(text_hash(secret))
        if found is None:
            return None
        session, _ = found
        unused = self._clock() - datetime.fromisoformat(session.seen)
        if unused > IDLE_FOR:
            self.sign_out(session)
            return None
        if unused > SEEN_EVERY:
            self._note_use(session)
        return found

    def sessions_of(self, person: Person) -> Sequence[Session]:
        """Those that can still be used, the latest used first."""
        since = self._clock() - IDLE_FOR
        sessions = self._people.sessions_of(person.id)
        return [session for session in sessions if datetime.fromisoformat(session.seen) > since]

    def sign_out(self, session: Session) -> None:
        log.info("person %s signed out", session.person_id)
        self._people.end_session(session.hash)

    def sign_out_elsewhere(self, session: Session) -> int:
        """End all other sessions of the same person; gives how many."""
        return self._people.end_sessions(session.person_id, but=session.hash)

    def _note_use(self, session: Session) -> None:
        try:
            self._people.see_session(session.hash)
        except StoreError as error:  # who only reads goes on while the store cannot be written
            log.warning("the use of a session could not be noted: %s", error)

    # Keys of the API

    def make_token(self, person: Person, name: str, scopes: Sequence[str], days: int, by: str) -> tuple[Token, str]:
        """A key that acts for a person, and its secret, which is not kept. Raises WrongCallError."""
        called = name.strip()
        if not called or len(called) > 60 or not called.isprintable():
            raise WrongCallError("a key needs a name of 1 to 60 characters")
        if not 1 <= days <= MAX_TOKEN_DAYS:
            raise WrongCallError("a key lasts at least a day and at most a year", str(days))
        asked = check_scopes(scopes)
        if "decide" in asked and "decide" not in person.rights:
            raise WrongCallError(
                "a key cannot do more than its person", "decide", f"{person.name} is a {person.role}"
            )
        secret = TOKEN_START + make_secret()
        expires = self._clock() + timedelta(days=days)
        token_id = secrets.token_hex(8)
        token = self._people.add_token(token_id, text_hash(secret), person.id, called, asked, expires, who=by)
        return token, secret

    def recognise_token(self, secret: str) -> tuple[Token, Person] | None:
        """Whose key this is, where it is neither ended nor expired."""
        found = self._people.find_token(text_hash(secret))
        if found is not None and self._is_unseen(found[0]):
            try:
                self._people.see_token(found[0].id)
            except StoreError as error:
                log.warning("the use of a key could not be noted: %s", error)
        return found

    def tokens_of(self, person: Person) -> Sequence[Token]:
        """The keys of a person that can still be used, newest first."""
        now = self._clock()
        return [token for token in self._people.tokens_of(person.id) if is_usable(token, now)]

    def end_token(self, person: Person, token_id: str, by: str) -> Token:
        """Raises NotKeptError where the person has no such key."""
        return self._people.end_token(token_id, person.id, who=by)

    def _is_unseen(self, token: Token) -> bool:
        return token.used is None or self._clock() - datetime.fromisoformat(token.used) > SEEN_EVERY


def is_usable(token: Token, now: datetime) -> bool:
    """Whether a key is neither ended nor expired."""
    return token.ended is None and (token.expires is None or datetime.fromisoformat(token.expires) > now)


def check_scopes(scopes: Sequence[str]) -> tuple[Scope, ...]:
    """The scopes in their order, each once. Raises WrongCallError where one does not exist, or none is named."""
    foreign = [scope for scope in scopes if scope not in SCOPES]
    if foreign or not scopes:
        raise WrongCallError("a key needs scopes that exist", ", ".join(foreign), f"known: {', '.join(SCOPES)}")
    return tuple(scope for scope in SCOPES if scope in scopes)
