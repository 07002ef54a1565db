"""What browser tests stand on: Debian's Chromium, and a real server on a free port of this machine.

A plugin, named in the tests' `pytest_plugins`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from app_servers import serve_app
from desk_samples import ShelfSource, make_coded, make_hostile
from page_openers import OpenPage
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dateline.base.settings import Settings
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def desk() -> Iterator[str]:
    """The address of a server over one good and one hostile report."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    app = create_app(ShelfSource(make_coded(), make_hostile()), Settings())
    with serve_app(app) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: while it runs, Playwright's event loop runs in this thread, where others need theirs."""
    path = os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("Chromium is not installed; DATELINE_CHROMIUM names another one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, desk: str) -> Iterator[OpenPage]:
    """Opens a page of the desk; the test fails where the page logs an error or breaks its own policy."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(kind: str, words: str) -> None:
        if kind == "error" or "Content Security Policy" in words:
            complaints.append(words)

    def open_one(address: str, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complain(message.type, message.text))
        page.on("pageerror", lambda error: complain("error", str(error)))
        page.goto(f"{desk}{address}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
