"""People for tests: someone of any role, with a session as a browser holds it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from dateline.base.clock import now_utc
from dateline.model.errors import WrongCallError
from dateline.model.ids import text_hash
from dateline.model.people import Person, Role
from dateline.model.ports import Store

COOKIE = "dateline"
NAMES: dict[Role, str] = {
    "reader": "Rana",
    "coder": "Karim",
    "moderator": "Mina",
    "reviewer": "Vian",
    "admin": "Adil",
}


def make_person(store: Store, role: Role, name: str | None = None) -> Person:
    """The person of this role (or name), who has come; made where not there yet."""
    called = name or NAMES[role]
    try:
        person = store.people.add(text_hash(called)[:16], called, role, who="tests")
    except WrongCallError:
        person = store.people.get(text_hash(called)[:16])
    if not person.joined:
        store.people.set_password(person.id, "$argon2id$none", who="tests")
    return store.people.get(person.id)


def make_session(store: Store, role: Role, name: str | None = None) -> str:
    """The secret of a new session of such a person: the value of the cookie `COOKIE`."""
    person = make_person(store, role, name)
    secret = secrets.token_urlsafe(32)
    store.people.begin_session(text_hash(secret), person.id, now_utc() + timedelta(days=1))
    return secret


def signed_in(client: Any, store: Store, role: Role, name: str | None = None, address: str | None = None) -> Any:
    """The client, signed in as a person of this role.

    In: an httpx client, or a Playwright browser context with the `address` of the desk. An httpx client gets the
    header of a browser's own form too, so that it can POST.
    """
    secret = make_session(store, role, name)
    if hasattr(client, "add_cookies"):
        client.add_cookies([{"name": COOKIE, "value": secret, "url": address}])
    else:
        client.cookies.set(COOKIE, secret)
        client.headers["Sec-Fetch-Site"] = "same-origin"
    return client
