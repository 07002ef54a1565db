"""Screenshots of pages: drawn from the bytes that were fetched, by a browser that reaches nothing by itself."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dateline.base.settings import Settings
from dateline.model.errors import FetchError
from dateline.read import screenshots
from dateline.read.captures import ReadReport
from dateline.read.fetch import Fetched
from dateline.read.inputs import read_inputs
from dateline.read.screenshots import MOST_HEIGHT_PX, WIDTH_PX, Photographer, ScreenshotError

pytestmark = pytest.mark.browser
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
ADDRESS = "https://news.example/1"
STYLE = "https://news.example/style.css"
STORY = "<p>Gunmen killed seven soldiers near Omdurman on Monday, a spokesman for the army said. </p>" * 5


class Door:
    """A fetcher without a network: it knows one style sheet, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, address: str) -> Fetched:
        self.asked.append(address)
        if address == STYLE:
            return Fetched(b"body{margin:0;background:#f00}", address, NOON, "text/css")
        raise FetchError("not fetched", address, "it is not an address of the public network")


def make_photographer(door: Door, most_seconds: float = 30.0) -> Photographer:
    path = os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("Chromium is not installed; DATELINE_CHROMIUM names another one")
    return Photographer(Settings(chromium=path, chromium_sandbox=False), door, lambda: NOON, most_seconds)


def make_page(body: str, head: str = "") -> Fetched:
    page = f"<!doctype html><html><head><title>A page</title>{head}</head><body>{body}</body></html>"
    return Fetched(page.encode(), ADDRESS, NOON, "text/html", "utf-8")


def first_pixel(data: bytes) -> bytes:
    """The colour of the top left pixel of a PNG with 8 bits a channel."""
    at, packed = 8, b""
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        packed += data[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return zlib.decompressobj().decompress(packed, 4)[1:4]


@pytest.fixture
def inside() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine that nothing must reach: its address, and what it was asked for."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_CONNECT = do_GET  # noqa: N815 - names of http.server

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}", hits
    server.shutdown()
    server.server_close()


def test_screenshot_is_of_the_whole_page_with_what_the_fetcher_gives() -> None:
    door = Door()
    shot = make_photographer(door)(
        make_page('<div style="height:3000px"></div>', f'<link rel=stylesheet href="{STYLE}">')
    )
    assert (shot.width_px, shot.height_px, shot.media_type) == (WIDTH_PX, 3000, "image/png")
    assert first_pixel(shot.data) == b"\xff\x00\x00"
    assert door.asked == [STYLE]
    assert shot.taken == "2024-05-06T12:00:00+00:00"
    assert "Chromium" in shot.tool
    assert "Playwright" in shot.tool


def test_screenshot_of_an_endless_page_is_cut_and_says_so() -> None:
    shot = make_photographer(Door())(make_page('<div style="height:90000px">long</div>'))
    assert shot.height_px == MOST_HEIGHT_PX
    assert "cut at 20,000 of 90," in shot.tool


def test_page_reaches_nothing_inside(inside: tuple[str, list[str]]) -> None:
    host, hits = inside
    door = Door()
    body = f"""
    <img src="http://{host}/img"><iframe src="http://{host}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>
    <link rel="dns-prefetch" href="//{host}"><link rel="preconnect" href="http://{host}">
    <object data="http://{host}/object"></object><video src="http://{host}/video"></video>
    <form id="form" method="post" action="http://{host}/form"><input name="a"></form>
    <script>
    alert("stop"); confirm("stop");
    for (const go of [
      () => fetch("http://{host}/fetch"), () => navigator.sendBeacon("http://{host}/beacon", "a"),
      () => new WebSocket("ws://{host}/socket"), () => new EventSource("http://{host}/events"),
      () => new Worker(URL.createObjectURL(new Blob(['fetch("http://{host}/worker")']))),
      () => navigator.serviceWorker.register("/worker.js"), () => window.open("http://{host}/popup"),
      () => new RTCPeerConnection({{iceServers: [{{urls: "stun:{host}"}}]}}).createDataChannel("a"),
      () => document.getElementById("form").submit(), () => {{ location = "http://{host}/location"; }},
    ]) {{ try {{ go(); }} catch (error) {{ }} }}
    </script>"""
    shot = make_photographer(door)(make_page(body))
    assert shot.height_px >= 900
    assert hits == []
    assert {address.split("/")[-1] for address in door.asked} <= {"img", "fetch", "worker", "object", "worker.js"}


def test_page_asks_for_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "MOST_REQUESTS", 5)
    door = Door()
    images = "".join(f'<img src="https://news.example/{number}.png">' for number in range(60))
    make_photographer(door)(make_page(images))
    assert len(door.asked) == 5


def test_page_that_never_ends_is_given_up() -> None:
    photograph = make_photographer(Door(), most_seconds=4.0)
    with pytest.raises(ScreenshotError, match="not drawn within 4 seconds"):
        photograph(make_page("<script>while (true) {}</script>"))


def test_a_page_without_its_picture_is_read_all_the_same() -> None:
    def refuse(page: Fetched) -> object:
        raise ScreenshotError("no screenshot was taken", page.address, "no browser")

    photographs = (make_photographer(Door()), refuse)
    page = make_page(f"<article><h1>Soldiers killed near Omdurman</h1>{STORY}</article>")
    reads = [
        read
        for photograph in photographs
        for read in read_inputs([ADDRESS], Settings(), fetch=lambda _: page, photograph=photograph)  # type: ignore[arg-type]
    ]
    assert all(isinstance(read, ReadReport) for read in reads)
    first, second = reads
    assert isinstance(first, ReadReport)
    assert isinstance(second, ReadReport)
    assert first.screenshot is not None
    assert second.screenshot is None
    assert first.report.text == second.report.text
    assert "no screenshot was taken" in second.notes[-1]
