"""Use case: the people of a desk. Who is invited, joins, gets a role, leaves; and the rules of the desk."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from dateline.base.clock import Clock, now_utc
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.ids import text_hash
from dateline.model.names_of_people import clean_name, fold_person
from dateline.model.people import ROLES, Person, Role
from dateline.model.ports_people import People, Policies
from dateline.services.passwords import Passwords, check_password

INVITED_FOR = timedelta(days=7)
FIRST_ID = "first-admin"
FIRST_NAME = "(first admin)"
"""The name of the admin to be, until that person has chosen one; nobody else can have it, for its brackets."""
PROGRAM = "dateline"


class PeopleStore(Protocol):
    """The part of a store that people need."""

    @property
    def people(self) -> People: ...

    @property
    def policies(self) -> Policies: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a desk that an admin can change."""

    two_person_rule: bool
    open_reading: bool


def make_secret() -> str:
    """256 random bits, as they stand in links, cookies and keys."""
    return secrets.token_urlsafe(32)


class Accounts:
    """The people of a store. In: `open_by_default`, whether anyone may read as long as no rule says so or not."""

    def __init__(
        self, store: PeopleStore, passwords: Passwords, clock: Clock = now_utc, *, open_by_default: bool = True
    ) -> None:
        self._people = store.people
        self._policies = store.policies
        self._passwords = passwords
        self._clock = clock
        self._open_by_default = open_by_default

    # Who there is

    def list_people(self) -> Sequence[Person]:
        """All of them, by name; without the admin to be who has not come yet."""
        return [person for person in self._people.list() if person.name != FIRST_NAME]

    def get(self, person_id: str) -> Person:
        """Raises NotKeptError."""
        return self._people.get(person_id)

    def find(self, name: str) -> Person | None:
        """The person of this name, however it is written; ended ones too."""
        key = fold_person(name)
        return next((person for person in self._people.list() if fold_person(person.name) == key), None)

    def name(self, name: str) -> Person:
        """The person of this name who is not ended. Raises WrongCallError."""
        person = self.find(name)
        if person is None or person.ended:
            raise WrongCallError("there is no such person here", name, "`dateline people list` names them")
        return person

    # Invitations

    def invite(self, name: str, role: str, by: str) -> tuple[Person, str]:
        """Someone new, with the secret of a one-time link. Raises WrongCallError for the name or role."""
        known = check_role(role)
        person = self._people.add(secrets.token_hex(8), self._check_name(name), known, who=by)
        return person, self.invite_again(person.id, by)

    def invite_again(self, person_id: str, by: str) -> str:
        """The secret of a one-time link by which a person chooses a new password; earlier links are void."""
        secret = make_secret()
        self._people.invite(text_hash(secret), person_id, self._clock() + INVITED_FOR, who=by)
        return secret

    def invite_first_admin(self) -> str | None:
        """The secret of the link that makes the admin; None where there is one. Earlier such links are void."""
        if self._people.count_admins():
            return None
        if self._people.find(FIRST_NAME) is None:
            self._people.add(FIRST_ID, FIRST_NAME, "admin", who=PROGRAM)
        return self.invite_again(FIRST_ID, PROGRAM)

    def read_invitation(self, secret: str) -> Person | None:
        """Whom a link was made for, where it can be used now."""
        invitation = self._people.find_invitation(text_hash(secret))
        if invitation is None:
            return None
        person = self._people.get(invitation.person_id)
        is_late = person.name == FIRST_NAME and self._people.count_admins() > 0
        return None if is_late else person

    def accept(self, secret: str, name: str, password: str) -> Person:
        """Use a link: who comes the first time has a name and a password, others have a new password.

        Raises NotKeptError where the link cannot be used (any more), WrongCallError for name or password.
        """
        person = self.read_invitation(secret)
        if person is None:
            raise NotKeptError("this link has been used, or is too old")
        called = person.name if person.joined else self._check_name(name, person)
        check_password(password, called)
        return self._people.accept(text_hash(secret), called, self._passwords.hash(password))

    # Changes

    def change_role(self, person_id: str, role: str, by: str) -> Person:
        """Raises WrongCallError for an unknown role and for the last admin."""
        known = check_role(role)
        person = self._people.get(person_id)
        return person if person.role == known else self._people.set_role(person_id, known, who=by)

    def end(self, person_id: str, by: str) -> Person:
        """End an account. Raises WrongCallError for the last admin."""
        return self._people.end(person_id, who=by)

    # Rules

    def rules(self) -> Rules:
        return Rules(
            two_person_rule=bool(self._policies.get("two_person_rule", False)),
            open_reading=bool(self._policies.get("open_reading", self._open_by_default)),
        )

    def is_reading_open(self) -> bool:
        """Whether anyone may read, signed in or not."""
        return bool(self._policies.get("open_reading", self._open_by_default))

    def change_rules(self, rules: Rules, by: str) -> None:
        """Set the rules that differ from those in force."""
        before = self.rules()
        for name in ("two_person_rule", "open_reading"):
            if getattr(before, name) != getattr(rules, name):
                self._policies.set(name, getattr(rules, name), who=by)

    def _check_name(self, name: str, person: Person | None = None) -> str:
        """The name as kept. Raises WrongCallError where another has it, or had it before leaving."""
        cleaned = clean_name(name)
        other = self.find(cleaned)
        if other is not None and (person is None or other.id != person.id):
            raise WrongCallError("there is a person of this name already", cleaned)
        return cleaned


def check_role(role: str) -> Role:
    """Raises WrongCallError where there is no such role."""
    for known in ROLES:
        if role == known:
            return known
    raise WrongCallError("there is no such role", role, f"known: {', '.join(ROLES)}")
