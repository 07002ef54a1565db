"""Servers that drag an answer out, over real sockets of this machine."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import httpx
import pytest

from dateline.base.settings import Settings
from dateline.read.fetch import NoAnswerError, WebFetcher

STEP_S = 0.2
DRIPS, EVERY_S = 100, 0.03
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
EMPTY = gzip.compress(b"")


class LocalTransport(httpx.HTTPTransport):
    """Leads every request to a port of this machine."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host="127.0.0.1", port=self.port)
        return super().handle_request(request)


def serve(listening: socket.socket, head: bytes, drip: bytes) -> None:
    """Answer the question for robots.txt, and then drip into the next one."""
    for part in (NO_ROBOTS, head):
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.recv(65_536)
            connection.sendall(part)
            for _ in range(0 if part is NO_ROBOTS else DRIPS):
                time.sleep(EVERY_S)
                connection.sendall(drip)


@contextmanager
def dripping(head: bytes, drip: bytes) -> Iterator[WebFetcher]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=serve, args=(listening, head, drip), daemon=True)
        thread.start()
        transport = LocalTransport(listening.getsockname()[1])
        yield WebFetcher(
            Settings(fetch_timeout_s=STEP_S), transport=transport, resolve=lambda _host, _port: ["93.184.215.14"]
        )
        thread.join()


@pytest.mark.parametrize(
    ("head", "drip"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"%x\r\n%s\r\n" % (len(EMPTY), EMPTY),
        ),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"a"),
    ],
    ids=["headers", "empty gzip", "body without an end"],
)
def test_a_server_that_drips_is_too_slow(head: bytes, drip: bytes) -> None:
    with dripping(head, drip) as fetch:
        begun = time.monotonic()
        with pytest.raises(NoAnswerError, match="the server is too slow"):
            fetch("http://news.example/a")
        assert time.monotonic() - begun < DRIPS * EVERY_S


def test_a_server_that_ends_in_time_is_read() -> None:
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", b"a") as fetch:
        assert fetch("http://news.example/a").data == b"aaa"
