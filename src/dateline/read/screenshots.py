"""The whole page as a picture, as a browser draws the very bytes that were fetched.

The browser has no network of its own: whatever the page asks for is got by our own fetcher, from public addresses
and within limits, or refused. What gets past that routing meets a proxy that is not there, and names that stand for
nothing.
"""

from __future__ import annotations

import asyncio
import shutil
import struct
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dateline.base.clock import Clock, now_utc
from dateline.base.settings import Settings
from dateline.model.custody import Screenshot
from dateline.model.errors import ReadError
from dateline.read.conversions import tool_version
from dateline.read.fetch import Fetched, Fetcher, WebFetcher

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Route, WebSocketRoute

MOST_HEIGHT_PX = 20_000
WIDTH_PX = 1280
MOST_REQUESTS = 200
MOST_BYTES = 40_000_000
MOST_BYTES_OF_ONE = 8_000_000
MOST_SECONDS = 60.0
_LOAD_SECONDS = 25.0
_IDLE_SECONDS = 5.0
_STEP_TIMEOUT_S = 5.0
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_REFUSED_KINDS = frozenset({"media", "websocket", "eventsource", "ping", "manifest", "texttrack", "other"})
_ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--no-first-run",
    "--no-pings",
    "--dns-prefetch-disable",
]
_NO_PROXY_THERE = "http://127.0.0.1:9"


class ScreenshotError(ReadError):
    """A picture of a page that could not be taken."""


@dataclass(slots=True)
class _Budget:
    """What one page may still ask for."""

    requests: int
    bytes_left: int
    is_page_sent: bool = False

    def take_request(self) -> bool:
        self.requests -= 1
        return self.requests >= 0 and self.bytes_left > 0

    def take_bytes(self, count: int) -> bool:
        self.bytes_left -= count
        return self.bytes_left >= 0


@dataclass(slots=True)
class Photographer:
    """Takes pictures of pages that were fetched. In: `fetch`, what gets all that they ask for."""

    settings: Settings
    fetch: Fetcher
    clock: Clock = now_utc
    most_seconds: float = MOST_SECONDS
    _notes: list[str] = field(default_factory=list)

    def __call__(self, page: Fetched) -> Screenshot:
        """The picture of a page. Raises ScreenshotError where there is no browser, or it does not come to an end."""
        from playwright.async_api import Error

        self._notes = []
        taken = self.clock().replace(microsecond=0).isoformat()
        try:
            data, browser = asyncio.run(self._run_browser(page))
        except TimeoutError as error:
            cause = f"the page was not drawn within {self.most_seconds:.0f} seconds"
            raise ScreenshotError("no screenshot was taken", page.address, cause) from error
        except (Error, OSError) as error:
            raise ScreenshotError("no screenshot was taken", page.address, _first_line(error)) from error
        width, height = _read_size(data, page.address)
        tool = "; ".join([f"Chromium {browser} by Playwright {tool_version('playwright')}", *self._notes])
        return Screenshot(taken, tool, "image/png", width, height, data)

    async def _run_browser(self, page: Fetched) -> tuple[bytes, str]:
        from playwright.async_api import async_playwright

        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=self.settings.chromium or _find_browser(),
                args=_ARGUMENTS,
                chromium_sandbox=self.settings.chromium_sandbox,
                proxy={"server": _NO_PROXY_THERE, "bypass": "<-loopback>"},
            )
            try:
                return await asyncio.wait_for(self._photograph(browser, page), self.most_seconds), browser.version
            finally:
                await browser.close()

    async def _photograph(self, browser: Browser, page: Fetched) -> bytes:
        context = await browser.new_context(
            viewport={"width": WIDTH_PX, "height": 900},
            service_workers="block",
            accept_downloads=False,
            reduced_motion="reduce",
            user_agent=self.settings.user_agent,
        )
        await self._shut_in(context, page)
        tab = await context.new_page()
        tab.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        context.on("page", lambda other: asyncio.ensure_future(other.close()))
        await self._load(tab, page.address)
        height = await self._measure(context, tab)
        return await tab.screenshot(
            full_page=True,
            type="png",
            animations="disabled",
            clip={"x": 0, "y": 0, "width": WIDTH_PX, "height": height},
            timeout=self.most_seconds * 1000,
        )

    async def _shut_in(self, context: BrowserContext, page: Fetched) -> None:
        """Answer every request ourselves, and every WebSocket with its end."""
        budget = _Budget(MOST_REQUESTS, MOST_BYTES)

        async def answer(route: Route) -> None:
            with suppress(Exception):  # the page may be gone before its answer is there
                await self._answer(route, page, budget)

        async def refuse(socket: WebSocketRoute) -> None:
            await socket.close()

        await context.route("**/*", answer)
        await context.route_web_socket("**/*", refuse)

    async def _answer(self, route: Route, page: Fetched, budget: _Budget) -> None:
        request = route.request
        if request.is_navigation_request():
            if budget.is_page_sent:  # frames, and pages that lead elsewhere
                await route.abort("blockedbyclient")
                return
            budget.is_page_sent = True
            await route.fulfill(body=page.data, headers=_headers_of(page))
            return
        if request.method != "GET" or request.resource_type in _REFUSED_KINDS or not budget.take_request():
            await route.abort("blockedbyclient")
            return
        try:
            got = await asyncio.to_thread(self.fetch, request.url)
        except ReadError:
            await route.abort("blockedbyclient")
            return
        if budget.take_bytes(len(got.data)):
            await route.fulfill(body=got.data, headers=_headers_of(got))
        else:
            await route.abort("blockedbyclient")

    async def _load(self, tab: Page, address: str) -> None:
        from playwright.async_api import TimeoutError as SlowError

        try:
            await tab.goto(address, wait_until="load", timeout=min(_LOAD_SECONDS, self.most_seconds / 2) * 1000)
            with suppress(SlowError):
                await tab.wait_for_load_state("networkidle", timeout=_IDLE_SECONDS * 1000)
        except SlowError:
            self._notes.append("taken before everything was loaded")

    async def _measure(self, context: BrowserContext, tab: Page) -> int:
        """The height of the page up to the limit, as the browser knows it: the page's scripts have no say."""
        session = await context.new_cdp_session(tab)
        metrics = await session.send("Page.getLayoutMetrics")
        height = int(metrics["cssContentSize"]["height"])
        if height > MOST_HEIGHT_PX:
            self._notes.append(f"cut at {MOST_HEIGHT_PX:,} of {height:,} pixels")
        return max(1, min(height, MOST_HEIGHT_PX))


def make_photographer(settings: Settings, *, clock: Clock = now_utc) -> Photographer:
    """What takes pictures with the browser of this machine. Raises ScreenshotError where there is none."""
    if find_spec("playwright") is None:
        cause = "the package playwright is not installed; `pip install 'dateline[screenshots]'` brings it"
        raise ScreenshotError("no screenshots can be taken", "", cause)
    if not (settings.chromium or _find_browser()):
        cause = "Chromium is not installed; DATELINE_CHROMIUM names one that lies elsewhere"
        raise ScreenshotError("no screenshots can be taken", "", cause)
    if settings.chromium and not shutil.which(settings.chromium):
        raise ScreenshotError("no screenshots can be taken", settings.chromium, "this is no program")
    limits = replace(
        settings,
        max_input_bytes=min(settings.max_input_bytes, MOST_BYTES_OF_ONE),
        fetch_timeout_s=min(settings.fetch_timeout_s, _STEP_TIMEOUT_S),
    )
    return Photographer(settings, WebFetcher(limits, clock=clock), clock)


def _find_browser() -> str | None:
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def _headers_of(got: Fetched) -> dict[str, str]:
    kind = got.media_type or "application/octet-stream"
    charset = f"; charset={got.charset}" if got.charset else ""
    return {"content-type": f"{kind}{charset}", "access-control-allow-origin": "*"}


def _read_size(data: bytes, address: str) -> tuple[int, int]:
    """Width and height of a PNG, from its header (PNG specification, section 11.2.2)."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        raise ScreenshotError("no screenshot was taken", address, "the browser gave no PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _first_line(error: Exception) -> str:
    """What went wrong, in a line; a browser that refuses to run without its sandbox says so deep in its log."""
    text = str(error)
    if "without --no-sandbox" in text or "No usable sandbox" in text:
        return "Chromium does not start with its sandbox here; DATELINE_CHROMIUM_SANDBOX=off starts it without one"
    return text.strip().split("\n")[0][:200] or type(error).__name__
