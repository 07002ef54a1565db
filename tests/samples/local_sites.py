"""A real server on 127.0.0.1 that plays sites of the public network, and the transport that leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

from dateline.base.settings import Settings
from dateline.read.fetch import WebFetcher

PUBLIC = "93.184.215.14"
Play = Callable[[str], tuple[int, str, bytes]]
"""A path -> status, media type, body."""


class LocalTransport(httpx.BaseTransport):
    """Sends what is meant for a public address to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        there = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        with httpx.HTTPTransport() as transport:
            answer = transport.handle_request(
                httpx.Request(request.method, there, headers=request.headers, extensions=request.extensions)
            )
            body = answer.read()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


def make_local_fetcher(port: int) -> WebFetcher:
    """What fetches from the server at a port, whatever host is asked for."""
    return WebFetcher(Settings(), transport=LocalTransport(port), resolve=lambda _host, _port: [PUBLIC])


@contextmanager
def play_sites(play: Play) -> Iterator[int]:
    """Serve what `play` answers, in threads, and give the port. There is no robots.txt."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, media_type, body = (404, "text/plain", b"") if self.path == "/robots.txt" else play(self.path)
            try:
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):  # who asked was killed
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
