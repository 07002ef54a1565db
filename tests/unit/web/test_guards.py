import asyncio
from collections.abc import AsyncIterator

import httpx
from people_clients import OURS, PeopleClient
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dateline.services.rate_limits import RateLimit
from dateline.web.guards import MAX_BODY_BYTES, LimitWrites


def test_bodies_above_the_limit_are_refused_with_a_page() -> None:
    client = PeopleClient()
    answer = client.ask("POST", "/sign-in", data={"name": "x" * (MAX_BODY_BYTES + 1)})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_bodies_that_hide_their_size_are_refused_too() -> None:
    async def drip() -> AsyncIterator[bytes]:
        yield b"name="
        for _ in range(MAX_BODY_BYTES // 50_000 + 1):
            yield b"x" * 50_000

    client = PeopleClient()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/sign-in", content=drip(), headers=kind).status_code == 413


def test_a_size_that_is_no_number_is_refused() -> None:
    client = PeopleClient()
    assert client.ask("POST", "/sign-in", headers={"Content-Length": "-1"}).status_code == 413


def test_too_many_changes_are_refused_and_reading_goes_on() -> None:
    def take(request: Request) -> Response:
        return PlainTextResponse("taken")

    app = Starlette(
        routes=[Route("/", take, methods=["GET", "POST"])], middleware=[Middleware(LimitWrites, RateLimit(2, 60))]
    )

    async def send() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=OURS) as client:
            return [*[await client.post("/") for _ in range(3)], await client.get("/")]

    *writes, read = asyncio.run(send())
    assert [answer.status_code for answer in writes] == [200, 200, 429]
    assert 0 < int(writes[-1].headers["retry-after"]) <= 61
    assert read.status_code == 200


def test_programs_are_refused_in_json() -> None:
    client = PeopleClient()
    client.headers = {"Accept": "application/json"}
    answer = client.post("/sign-in", name="x")
    assert answer.status_code == 403
    assert "page of this desk" in answer.json()["detail"]
