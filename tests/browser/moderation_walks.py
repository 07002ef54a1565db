"""How tests walk about the page of moderation: when it takes keys, what it shows, and when all is sent."""

from __future__ import annotations

from collections.abc import Callable

from desk_walks import current
from playwright.sync_api import Page, expect

from dateline.model.comment_states import state_of
from dateline.model.comments import Comment
from dateline.store.databases import SqlStore

OpenModeration = Callable[..., Page]
DECIDED = "[data-pane=proposal]"


def wait_until_ready(page: Page) -> None:
    """The scripts have come: the buttons that need them are there."""
    expect(page.locator('[data-bar] [data-do="next"]:not([hidden])')).to_have_count(1, timeout=10_000)


def wait_until_sent(page: Page) -> None:
    """Every decision has come to the server."""
    expect(page.locator("[data-moderation][data-sending]")).to_have_count(0)


def states(store: SqlStore, comments: list[Comment]) -> list[str]:
    return [state_of(store.comments.get(comment.id).acts) for comment in comments]


def is_shown(page: Page, comment: Comment) -> None:
    expect(page.locator(DECIDED)).to_have_attribute("data-record", str(comment.id))


def press(page: Page, *keys: str) -> None:
    """Press keys that decide on the comment shown; done when another is shown, or nothing waits any more."""
    before = current(page)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f'{DECIDED}[data-record="{before}"]')).to_have_count(0)


def reject(page: Page, digit: str) -> None:
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="Which rule does it break?")).to_be_visible()
    press(page, digit)
