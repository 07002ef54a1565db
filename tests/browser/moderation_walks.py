"""How tests walk about the page of moderation: when it takes keys, and when all is sent."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenModeration = Callable[..., Page]


def wait_until_ready(page: Page) -> None:
    """The scripts have come: the buttons that need them are there."""
    expect(page.locator('[data-bar] [data-do="next"]:not([hidden])')).to_have_count(1, timeout=10_000)


def wait_until_sent(page: Page) -> None:
    """Every decision has come to the server."""
    expect(page.locator("[data-moderation][data-sending]")).to_have_count(0)
