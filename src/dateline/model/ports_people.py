"""What a desk asks of the place where its people and its rules are kept, as Protocols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from dateline.model.people import Invitation, Person, Role, Scope, Session, Token


class People(Protocol):
    """The people of a store, their sessions, invitations and keys. Secrets come in as SHA-256 hashes only (hex).

    People are never deleted: what they decided stays theirs. What changes who may do what is noted in the log, as
    done by `who`, in the same transaction. Raises NotKeptError for an unknown person, or one who is ended.
    """

    def add(self, person_id: str, name: str, role: Role, *, who: str) -> Person:
        """Someone who has no password yet. Raises WrongCallError where the name is taken."""
        ...

    def get(self, person_id: str) -> Person: ...

    def find(self, name: str) -> Person | None:
        """The person of exactly this name, ended or not."""
        ...

    def list(self) -> Sequence[Person]:
        """All of them, ended ones too, by name."""
        ...

    def count_admins(self) -> int:
        """How many can administer now: they have come, and are not ended."""
        ...

    def password_of(self, person_id: str) -> str | None:
        """The argon2 hash; None where the person has not come yet, or is ended."""
        ...

    def set_password(self, person_id: str, password: str, *, who: str) -> None:
        """Keep the argon2 hash of a new password; the person's sessions and invitations are over."""
        ...

    def refresh_password(self, person_id: str, old: str, new: str) -> None:
        """Keep another argon2 hash of the same password, unless it was changed meanwhile; nothing to log."""
        ...

    def set_role(self, person_id: str, role: Role, *, who: str) -> Person:
        """Change a role; the person's sessions are over. Raises WrongCallError for the last admin."""
        ...

    def end(self, person_id: str, *, who: str) -> Person:
        """End an account, with its sessions, invitations and keys. Raises WrongCallError for the last admin."""
        ...

    # Invitations

    def invite(self, digest: str, person_id: str, expires: datetime, *, who: str) -> Invitation:
        """Keep an invitation; earlier ones of the person are void."""
        ...

    def find_invitation(self, digest: str) -> Invitation | None:
        """The invitation with this hash, where it can be used now."""
        ...

    def accept(self, digest: str, name: str, password: str) -> Person:
        """Use an invitation: the person gets a name and an argon2 hash, older sessions are over. All or nothing.

        Raises NotKeptError where it cannot be used (any more), WrongCallError where the name is taken.
        """
        ...

    # Sessions

    def begin_session(self, digest: str, person_id: str, expires: datetime) -> Session: ...

    def find_session(self, digest: str) -> tuple[Session, Person] | None:
        """A session that is not expired, with its person, who is not ended."""
        ...

    def see_session(self, digest: str) -> None:
        """Note that it was used now."""
        ...

    def sessions_of(self, person_id: str) -> Sequence[Session]:
        """Those that are not expired, the latest used first."""
        ...

    def end_session(self, digest: str) -> None: ...

    def end_sessions(self, person_id: str, *, but: str | None = None) -> int:
        """End all sessions of a person, but perhaps one (by its hash); gives how many."""
        ...

    def end_all_sessions(self) -> int:
        """Sign everybody out, and void every invitation that was not used; gives how many sessions ended."""
        ...

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
    ) -> Token: ...

    def find_token(self, digest: str) -> tuple[Token, Person] | None:
        """A key that is neither ended nor expired, with its person, who is not ended."""
        ...

    def see_token(self, token_id: str) -> None:
        """Note that it was used now."""
        ...

    def tokens_of(self, person_id: str) -> Sequence[Token]:
        """All keys of a person, ended ones too, newest first."""
        ...

    def count_usable_tokens(self) -> int:
        """How many keys are neither ended nor expired."""
        ...

    def end_token(self, token_id: str, person_id: str, *, who: str) -> Token:
        """End a key of a person. Raises NotKeptError where the person has no such key."""
        ...


class Policies(Protocol):
    """The rules of a desk, as JSON values by name ("two_person_rule", "open_reading", ...)."""

    def get(self, name: str, default: Any) -> Any:
        """The value of a rule; `default` where none was set."""
        ...

    def set(self, name: str, value: Any, *, who: str | None = None) -> None:
        """Set a rule; an entry of the log tells it where `who` is given."""
        ...
