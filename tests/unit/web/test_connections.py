"""A real server of 127.0.0.1: slow and oversized requests end, and nothing of them reaches the desk."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator

import pytest
import uvicorn
from people_clients import GOOD, PeopleClient, make_fast
from people_samples import make_person
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from dateline.base.logging import LineFormatter, escape_line
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import open_store
from dateline.web.connections import MAX_HEAD_BYTES, HurriedProtocol
from dateline.web.guards import LimitBodies
from dateline.web.security import SecurityHeaders


class VeryHurried(HurriedProtocol):
    head_within_s = 0.3


async def greet(_: Request) -> Response:
    return PlainTextResponse("hello")


@pytest.fixture
def port() -> Iterator[int]:
    app = Starlette(routes=[Route("/", greet)])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            app, http=VeryHurried, ws="none", log_level="critical", lifespan="off",
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def send(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """All that comes back until the server closes, or nothing comes for a while."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        got = b""
        try:
            while portion := connection.recv(65_536):
                got += portion
        except ConnectionResetError:
            pass
        return got


def test_who_says_nothing_is_let_go(port: int) -> None:
    began = time.monotonic()
    assert send(port) == b""
    assert send(port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ") == b""
    assert time.monotonic() - began < 5


def test_a_later_request_on_a_connection_is_waited_for_as_long(port: int) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    assert send(port, whole, b"GET / HTTP/1.1\r\nHo", pause=0.1).count(b"hello") == 1


def test_a_head_that_is_too_large_is_refused(port: int) -> None:
    answer = send(port, b"GET /?" + b"a" * 400_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert b"hello" not in answer
    assert answer.startswith(b"HTTP/1.1 400") or answer == b""


def test_a_body_that_drips_in_is_refused() -> None:
    told: list[Message] = []

    async def read(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    app = Starlette(routes=[Route("/", read, methods=["POST"])], middleware=[Middleware(LimitBodies, 1000, 0.1)])

    async def drip() -> AsyncIterator[Message]:
        yield {"type": "http.request", "body": b"a", "more_body": True}
        await asyncio.sleep(5)

    async def ask() -> None:
        drops = drip()
        scope = {
            "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "headers": [], "query_string": b"",
            "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9),
            "root_path": "",
        }  # fmt: skip

        async def keep(message: Message) -> None:
            told.append(message)

        await app(scope, drops.__anext__, keep)

    asyncio.run(ask())
    assert told[0]["status"] == 408


def test_pages_of_who_is_signed_in_are_kept_nowhere() -> None:
    client = PeopleClient()
    assert client.get("/").headers["cache-control"] == "no-cache"
    client.become("reader")
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/me").headers["cache-control"] == "no-store"


def test_https_is_asked_to_stay() -> None:
    app = Starlette(routes=[Route("/", greet)], middleware=[Middleware(SecurityHeaders)])
    with TestClient(app, base_url="https://desk.example") as client:
        assert client.get("/").headers["strict-transport-security"].startswith("max-age=")
    with TestClient(app, base_url="http://desk.example") as client:
        assert "strict-transport-security" not in client.get("/").headers
        assert "strict-transport-security" in client.get("/", headers={"X-Forwarded-Proto": "https"}).headers


def test_sign_ins_are_logged_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    with open_store(":memory:") as store, caplog.at_level(logging.INFO, "dateline"):
        desk = make_people_desk(store, passwords=make_fast())
        _, link = desk.accounts.invite("Shilan", "coder", "tests")
        person = desk.accounts.accept(link, "Shilan", GOOD)
        _, secret = desk.sign_ins.sign_in("Shilan", GOOD, "192.0.2.7")
        found = desk.sign_ins.recognise(secret)
        assert found is not None
        desk.sign_ins.sign_out(found[0])
    assert f"person {person.id} signed in from 192.0.2.7" in caplog.text
    assert f"person {person.id} signed out" in caplog.text
    assert not any(hidden in caplog.text for hidden in (GOOD, secret, link))


def test_refusals_are_logged_with_who_and_what(caplog: pytest.LogCaptureFixture) -> None:
    client = PeopleClient().become("reader")
    with caplog.at_level(logging.WARNING, "dateline"):
        assert client.get("/people").status_code == 403
        client.headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/me/tokens%0aERROR%20all%20is%20lost").status_code == 403
    person = make_person(client.store, "reader")
    assert f"GET '/people' was refused to person {person.id}" in caplog.text
    assert "\nERROR" not in caplog.text


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[2Jb", "a\u202eb", "a\rb", "a\x00b", "a\u2028b"])
def test_a_line_of_the_log_stays_one_line_and_steers_nothing(text: str) -> None:
    record = logging.LogRecord("dateline", logging.INFO, "", 0, "%s", (text,), None)
    line = LineFormatter().format(record)
    assert line.isprintable()
    assert escape_line(text).replace("\\", "").startswith("a")
