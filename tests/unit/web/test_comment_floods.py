"""Floods of comments, endless ones and ones from nowhere: held off before anything is read, while others go on."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
import uvicorn
from comment_floods import flood
from commenting_clients import ARTICLE, OURS, SAID, CommentClient

from dateline.services.rate_limits import RateLimit
from dateline.web.comment_guards import MAX_COMMENT_BYTES, TRIES, HoldFloods, line_of
from dateline.web.connections import HurriedProtocol

FLOOD = 2_000
"""The browser tests have the ten thousand."""
WRITER, STRANGER = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def reader() -> Iterator[CommentClient]:
    client = CommentClient()
    with client.store:
        yield client


@pytest.fixture
def port(reader: CommentClient) -> Iterator[int]:
    """A real server, as `dateline serve` runs it, over the reader's application."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listening:
        config = uvicorn.Config(
            reader.app, http=HurriedProtocol, ws="none", log_level="critical", proxy_headers=False
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


async def read_along(port: int, waits: list[float], is_over: asyncio.Event) -> None:
    """Somebody else who reads meanwhile."""
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"X-Forwarded-For": STRANGER}
    ) as client:
        while not is_over.is_set():
            began = time.monotonic()
            answer = await client.get(ARTICLE, timeout=30)
            assert answer.status_code == 200
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.05)


async def write_along(port: int) -> httpx.Response:
    """Somebody else who comments meanwhile."""
    headers = {**OURS, "X-Forwarded-For": WRITER}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
        return await client.post(ARTICLE, data=SAID)


async def run_flood(port: int) -> tuple[Counter[int], list[float], httpx.Response]:
    waits, is_over = list[float](), asyncio.Event()
    reading = asyncio.create_task(read_along(port, waits, is_over))
    statuses, written = await asyncio.gather(flood(port, ARTICLE, FLOOD), write_along(port))
    is_over.set()
    await reading
    return statuses, waits, written


def test_a_flood_from_one_address_is_held_off_while_others_read_and_write(
    reader: CommentClient, port: int, record_testsuite_property: Callable[[str, object], None]
) -> None:
    reader.must_comment(text="Approved before the flood.")
    reader.moderation.approve(reader.find("before").id, "Vian")
    began = time.monotonic()
    statuses, waits, written = asyncio.run(run_flood(port))
    took = time.monotonic() - began
    record_testsuite_property(
        "flood", f"{FLOOD} in {took:.1f} s; {len(waits)} readings, the slowest {max(waits):.2f} s"
    )
    assert sum(statuses.values()) == FLOOD
    assert statuses[429] >= FLOOD - TRIES
    assert statuses[303] <= 5
    assert written.status_code == 303
    assert max(waits) < 5
    waiting = reader.store.comments.list_waiting(limit=100)
    assert len([one for one in waiting if one.name == "Flooder"]) == statuses[303]
    assert "Approved before the flood." in reader.get(ARTICLE).text


def test_a_megabyte_is_refused_by_its_head_alone(reader: CommentClient) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was asked for")
        yield b""

    headers = {"Content-Length": "1000000", "Content-Type": "application/x-www-form-urlencoded"}
    answer = reader.ask("POST", ARTICLE, content=never(), headers=headers)
    assert answer.status_code == 413
    assert "Your comment was not sent" in answer.text
    assert reader.comment(text="x" * 1_000_000).status_code == 413


def test_a_body_that_hides_its_size_ends_at_the_limit(reader: CommentClient) -> None:
    taken = 0

    async def drip() -> AsyncIterator[bytes]:
        nonlocal taken
        yield b"name="
        while taken < 1_000_000:
            taken += 10_000
            yield b"x" * 10_000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert reader.ask("POST", ARTICLE, content=drip(), headers=kind).status_code == 413
    assert taken < 2 * MAX_COMMENT_BYTES


def test_the_longest_comment_of_any_script_passes(reader: CommentClient) -> None:
    assert reader.comment(text="\U0001f54a" * 4_000).status_code == 303
    assert reader.comment(text="\U0001f54b" * 4_001).status_code == 422


def test_the_refusal_has_all_headers_and_says_when_to_come_again(reader: CommentClient) -> None:
    answers = [reader.comment(name="") for _ in range(TRIES + 1)]
    assert [answer.status_code for answer in answers] == [422] * TRIES + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 601
    assert "default-src 'none'" in answers[-1].headers["content-security-policy"]
    assert reader.get(ARTICLE).status_code == 200


def test_all_addresses_together_are_held_off_too() -> None:
    passed = 0

    async def take(_scope: object, _receive: object, _send: object) -> None:
        nonlocal passed
        passed += 1

    guard = HoldFloods(take, RateLimit(10, 60), RateLimit(3, 60))
    told: list[int] = []

    async def keep(message: dict[str, int]) -> None:
        if "status" in message:
            told.append(message["status"])

    async def send_all() -> None:
        for number in range(5):
            scope = {
                "type": "http", "method": "POST", "path": "/read/reports/r1/comments", "headers": [],
                "client": (f"203.0.113.{number}", 9),
            }  # fmt: skip
            await guard(scope, None, keep)  # type: ignore[arg-type]

    asyncio.run(send_all())
    assert (passed, told) == (3, [503, 503])


def test_an_ipv6_line_is_one_caller_whatever_address_of_it_is_used() -> None:
    assert line_of("2001:db8:1:2::1") == line_of("2001:db8:1:2:ffff::9") != line_of("2001:db8:1:3::1")
    assert line_of("::ffff:203.0.113.7") == line_of("203.0.113.7") != line_of("203.0.113.8")
    assert len(line_of("x" * 10_000)) <= 100
