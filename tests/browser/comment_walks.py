"""Readers and moderators about comments: how they come in, and what they do."""

from __future__ import annotations

import itertools
import time

from people_samples import signed_in
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reader_samples import TARMIYAH

from dateline.model.people import Role
from dateline.store.databases import SqlStore

PROXY = "127.0.0.1"
ARTICLE = f"/read/reports/{TARMIYAH}"
REFUSED = "Failed to load resource"
"""What the browser itself says of an answer of 413, 422 or 429; the pages that it then shows are looked at."""


class CommentDoor:
    """Opens pages for people at different addresses; each has a browser of their own."""

    def __init__(self, chromium: Browser, store: SqlStore, desk: str) -> None:
        self.store = store
        self.desk = desk
        self.complaints: list[str] = []
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []
        self._numbers = itertools.count(1)

    def let_in(
        self, address: str = ARTICLE, *, width: int = 1280, role: Role | None = None, **options: object
    ) -> Page:
        """A page as a new reader sees it; somebody of the desk, where a role is named."""
        headers = {"X-Forwarded-For": f"203.0.113.{next(self._numbers)}"}
        size = {"width": width, "height": 900}
        context = self._chromium.new_context(viewport=size, extra_http_headers=headers, **options)  # type: ignore[arg-type]
        self._contexts.append(context)
        if role is not None:
            signed_in(context, self.store, role, address=self.desk)
        page = context.new_page()
        page.on("console", lambda message: self._complain(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.desk}{address}")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _complain(self, kind: str, words: str) -> None:
        if (kind == "error" and REFUSED not in words) or "Content Security Policy" in words:
            self.complaints.append(words)


def fill_form(page: Page, text: str, name: str = "Hêro Ali", contact: str = "") -> None:
    """Type a comment; the form was then open for a minute."""
    page.get_by_label("Name (required)").fill(name)
    page.get_by_label("Comment (required)").fill(text)
    if contact:
        page.get_by_label("E-mail or phone").fill(contact)
    page.locator("input[name=began]").evaluate("(field, began) => (field.value = began)", str(int(time.time()) - 60))


def send(page: Page) -> None:
    page.get_by_role("button", name="Send to the moderators").click()


def comment(page: Page, text: str, name: str = "Hêro Ali", contact: str = "") -> str:
    """Send a comment that is taken; gives the address of its receipt."""
    fill_form(page, text, name, contact)
    send(page)
    expect(page.get_by_role("heading", name="Your comment has been sent")).to_be_visible(timeout=20_000)
    return page.url
