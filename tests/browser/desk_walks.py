"""How tests walk about the desk: who they are, and when its page takes keys."""

from __future__ import annotations

import os
from collections.abc import Callable

from playwright.sync_api import Page, expect

CODER = "Nadia"
OpenDesk = Callable[..., Page]
PAUSE_MS = 250 if os.environ.get("DATELINE_SCREENSHOTS") else 0
"""Between decisions, where times are kept for the docs: nobody reads faster."""


def wait_until_ready(page: Page) -> None:
    """The scripts of the desk have come: the buttons that need them are there."""
    expect(page.locator('[data-bar] [data-do="next"]:not([hidden])')).to_have_count(1, timeout=10_000)


def current(page: Page) -> str:
    """The id of the record that is shown."""
    return page.locator("[data-pane=proposal]").get_attribute("data-record") or ""


def press_and_go_on(page: Page, *keys: str) -> str:
    """Press keys that decide on the record shown; gives its id when another is shown."""
    page.wait_for_timeout(PAUSE_MS)
    before = current(page)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f'[data-pane=proposal]:not([data-record="{before}"])')).to_have_count(1)
    return before


def wait_until_sent(page: Page) -> None:
    """Every decision has come to the server."""
    expect(page.locator("[data-review][data-sending]")).to_have_count(0)
