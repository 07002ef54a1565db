"""Who may do what on a desk: people, their roles and rights, their sessions, invitations and keys of the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["reader", "coder", "moderator", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

Right = Literal["read", "decide", "settle", "release", "moderate", "administer"]
ALL_RIGHTS: tuple[Right, ...] = get_args(Right)

RIGHTS: Mapping[Role, frozenset[Right]] = {
    "reader": frozenset({"read"}),
    "coder": frozenset({"read", "decide"}),
    "moderator": frozenset({"read", "moderate"}),
    "reviewer": frozenset({"read", "decide", "settle", "release", "moderate"}),
    "admin": frozenset(ALL_RIGHTS),
}

Scope = Literal["read", "export", "decide"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""What a key of the API may be made for; it never gives more than its person's role."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account. `made` and `ended` are ISO times in UTC; who is ended can do nothing any more.

    `joined`: whether the person has chosen a password; without one, the person was invited and has not come yet.
    """

    id: str
    name: str
    role: Role
    made: str
    ended: str | None = None
    joined: bool = True

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset() if self.ended else RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link to choose a password, by the hash of its secret. The times are ISO, in UTC."""

    hash: str
    person_id: str
    made: str
    expires: str
    used: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """That a person is signed in in some browser, by the hash of the cookie's secret. The times are ISO, in UTC."""

    hash: str
    person_id: str
    made: str
    seen: str
    expires: str


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key of the API, which acts for a person. The times are ISO, in UTC."""

    id: str
    person_id: str
    name: str
    scopes: tuple[Scope, ...]
    made: str
    expires: str | None = None
    used: str | None = None
    ended: str | None = None
