"""What maps say while they are not drawn, noted by the page itself: it may be gone before a test can look."""

from __future__ import annotations

from playwright.sync_api import Page, expect

NOTE_WHAT_MAPS_SAY = """
window.said = [];
const note = (changes) => window.said.push(...changes.map((change) => change.target.dataset.drawing ?? ""));
new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ["data-drawing"] });
"""


def expect_said(page: Page) -> None:
    assert page.evaluate("window.said") == ["The map is being drawn …", ""]
    expect(page.locator("[aria-busy]")).to_have_count(0)
