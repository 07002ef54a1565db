"""A desk with people, asked as a browser asks."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from argon2 import PasswordHasher
from desk_samples import ShelfSource, make_coded
from people_samples import COOKIE, signed_in

from dateline.base.settings import Settings
from dateline.model.people import Role
from dateline.services.passwords import Passwords
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app

OURS = {"Sec-Fetch-Site": "same-origin"}
GOOD = "four lamps by the river"


def make_fast() -> Passwords:
    """Argon2 with the least work: these tests are not about how long it takes."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class PeopleClient:
    """A browser at a desk with people; keeps its cookies. `app` is the desk, `store` what it stands on."""

    def __init__(self, store: SqlStore | None = None, *, base: str = "http://127.0.0.1", **options: Any) -> None:
        self.store = store or open_store(":memory:")
        self.desk = make_people_desk(self.store, passwords=make_fast(), **options)
        self.app = create_app(ShelfSource(make_coded()), Settings(), people=self.desk)
        self._transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self._base = base
        self.cookies = httpx.Cookies()
        self.headers = dict(OURS)

    def ask(self, method: str, address: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url=self._base, cookies=self.cookies, headers=self.headers
            ) as client:
                answer = await client.request(method, address, **options)
                self.cookies = client.cookies
                return answer

        return asyncio.run(send())

    def get(self, address: str, **options: Any) -> httpx.Response:
        return self.ask("GET", address, **options)

    def post(self, address: str, **fields: Any) -> httpx.Response:
        return self.ask("POST", address, data=fields)

    def become(self, role: Role) -> PeopleClient:
        self.cookies = httpx.Cookies()
        signed_in(self, self.store, role)
        return self

    def hold(self, secret: str | None) -> PeopleClient:
        """A browser that holds just this cookie, as a thief of it would."""
        self.cookies = httpx.Cookies()
        self.cookies.set(COOKIE, secret or "", domain="127.0.0.1")
        return self

    def leave(self) -> PeopleClient:
        """Another browser at the same desk."""
        self.cookies = httpx.Cookies()
        return self

    def join(self, name: str = "Shilan Omar", role: str = "coder") -> httpx.Response:
        """Someone who comes by an invitation, with the password `GOOD`."""
        _, secret = self.desk.accounts.invite(name, role, "tests")
        return self.post(f"/welcome/{secret}", name=name, password=GOOD)

    @property
    def secret(self) -> str | None:
        return self.cookies.get(COOKIE)
