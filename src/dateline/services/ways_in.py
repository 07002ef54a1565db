"""The people of a desk and the ways in, put together over one store."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.base.clock import Clock, now_utc
from dateline.services.passwords import Passwords
from dateline.services.people import Accounts
from dateline.services.sign_ins import SignIns, SignInStore


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """Who there is, and how they come in."""

    accounts: Accounts
    sign_ins: SignIns


def make_people_desk(
    store: SignInStore,
    *,
    passwords: Passwords | None = None,
    open_by_default: bool = True,
    clock: Clock = now_utc,
) -> PeopleDesk:
    """In: `open_by_default`, whether anyone may read as long as no rule says so or not."""
    hashing = passwords or Passwords()
    accounts = Accounts(store, hashing, clock, open_by_default=open_by_default)
    return PeopleDesk(accounts, SignIns(store, accounts, hashing, clock=clock))
