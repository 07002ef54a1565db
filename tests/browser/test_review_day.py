"""The whole day of a coder at the desk, by keyboard only; and what it feels like, measured on the page."""

from __future__ import annotations

import os
import statistics
from pathlib import Path

import pytest
from desk_walks import CODER, current, press_and_go_on, wait_until_ready, wait_until_sent
from page_openers import OpenPage
from people_clients import GOOD
from playwright.sync_api import Page, expect

from dateline.store.databases import SqlStore

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage", "review_stage"]

FIGURE = Path(__file__).parents[2] / "docs/images/desk-next-item.svg"
KEYS = "Shift+Z"


@pytest.fixture
def desk(review_site: str) -> str:
    return review_site


def sign_in(page: Page) -> None:
    """By keyboard: the field of the name has the focus when the page comes."""
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(CODER)
    page.keyboard.press("Tab")
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    wait_until_ready(page)


def reject(page: Page, digit: str) -> str:
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="Why is it rejected?")).to_be_visible()
    return press_and_go_on(page, digit, "Enter")


def states(store: SqlStore, record_ids: list[str]) -> list[str]:
    known = {row.record_id: row.state for stored in store.iter_coded() for row in stored.records}
    return [known[record_id] for record_id in record_ids]


def test_a_day_of_a_coder_by_keyboard_only(open_page: OpenPage, review_store: SqlStore) -> None:
    page = open_page("/review?kind=battles")
    sign_in(page)
    left = int(page.locator("[data-left]").get_attribute("data-left") or 0)

    approved = [press_and_go_on(page, "a") for _ in range(9)]
    rejected = [reject(page, digit) for digit in "283"]
    unsure = [press_and_go_on(page, "u") for _ in range(2)]
    expect(page.locator("[data-live]")).to_contain_text("Left as unsure. Next:")

    # Taken back and done again, without limit.
    page.keyboard.press("z")
    expect(page.locator("[data-pane=proposal]")).to_have_attribute("data-record", unsure[-1])
    page.keyboard.press("z")
    page.keyboard.press("z")
    expect(page.locator("[data-pane=proposal]")).to_have_attribute("data-record", rejected[-1])
    for _ in range(3):
        page.keyboard.press(KEYS)
    wait_until_sent(page)
    assert states(review_store, [*approved, *rejected, *unsure]) == [
        *["approved"] * 9, *["rejected"] * 3, *["unsure"] * 2,
    ]  # fmt: skip
    expect(page.locator("[data-today-words]")).to_have_text("14")
    expect(page.locator("[data-left-words]")).to_have_text(str(left - 12))

    corrected = correct(page)
    made = make_by_hand(page, review_store)
    page.keyboard.press("j")
    more = [press_and_go_on(page, "a") for _ in range(6)]
    wait_until_sent(page)
    assert states(review_store, [corrected, *more]) == ["superseded", *["approved"] * 6]
    assert states(review_store, [made]) == ["approved"]
    tell_measures(page)


def correct(page: Page) -> str:
    """Correct the number of killed; gives the id of the record that was superseded."""
    old = current(page)
    page.keyboard.press("e")
    field = page.locator('[name="casualties.0.low"]')
    expect(field).to_be_visible()
    while not field.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-difference]")).to_contain_text(f"{CODER} corrected")
    expect(page.locator("[data-difference] ins").first).to_contain_text("1–")
    return old


def make_by_hand(page: Page, store: SqlStore) -> str:
    """A record of the second sentence, with an actor by look-ahead; gives its id."""
    page.keyboard.press("n")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    what = page.locator('[name="sub_event_type"]')
    expect(what).to_be_focused()
    page.keyboard.type("Shelling")
    while not page.locator('[name="actor1.0.name"]').evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("islamic sta")
    expect(page.locator('[role="listbox"] [role="option"]').first).to_contain_text("Islamic State")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('[name="actor1.0.name"]')).to_have_value("Islamic State")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"approved by {CODER}")).to_be_visible()
    made = current(page)
    row = next(row for row in store.get_coded(store.find_record(made)[0]).records if row.record_id == made)
    assert row.made_by == CODER
    assert row.record.evidence[0].quote == "Villagers heard shots for an hour."
    return made


def test_accounts_are_split_and_merged_by_keyboard(open_page: OpenPage, review_store: SqlStore) -> None:
    twice = review_store.get_coded("r-raid-23-tigris").records[0].record_id
    page = open_page(f"/review?record={twice}")
    sign_in(page)
    for key, kind, button in (("s", "split", "Split"), ("m", "merge", "Merge")):
        page.keyboard.press(key)
        expect(page.locator(f"[data-choose={kind}] input[type=checkbox]").first).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator("[data-live]")).to_contain_text(f"{button}:" if kind == "split" else "Merged")
        wait_until_sent(page)
    assert [row.kind for row in review_store.decisions(twice)] == ["split", "merge"]


def tell_measures(page: Page) -> None:
    """From the key to the next item on the screen, as the page measured it; kept as a figure where that is asked."""
    measures = page.evaluate("performance.getEntriesByName('dateline-next').map((entry) => entry.duration)")
    assert len(measures) >= 20
    if os.environ.get("DATELINE_SCREENSHOTS"):
        FIGURE.parent.mkdir(exist_ok=True)
        FIGURE.write_text(draw_measures(measures), encoding="utf-8")


def draw_measures(measures: list[float]) -> str:
    """A strip of ticks, one a decision, from 0 to 150 ms, with a line at 100."""
    ticks = "".join(
        f'<line x1="{20 + min(150, value) * 4:.1f}" x2="{20 + min(150, value) * 4:.1f}" y1="34" y2="54"/>'
        for value in measures
    )
    names = "".join(f'<text x="{20 + at * 4}" y="78">{at} ms</text>' for at in (0, 50, 100, 150))
    title = (
        f"From key to next item: median {statistics.median(measures):.0f} ms, longest {max(measures):.0f} ms, "
        f"{len(measures)} items"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 92" font-family="sans-serif" font-size="12">'
        f'<rect width="660" height="92" fill="#fbfaf6"/><text x="20" y="20" font-weight="600">{title}</text>'
        '<line x1="20" x2="620" y1="60" y2="60" stroke="#9c978b"/>'
        '<line x1="420" x2="420" y1="28" y2="64" stroke="#c24e00" stroke-dasharray="3 3"/>'
        f'<g stroke="#2c5282" stroke-width="2" stroke-opacity=".6">{ticks}</g><g fill="#67635b" '
        f'text-anchor="middle">{names}</g></svg>\n'
    )
