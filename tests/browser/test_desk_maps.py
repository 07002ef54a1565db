import pytest
from map_notes import NOTE_WHAT_MAPS_SAY, expect_said
from page_openers import OpenPage
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

IDLE_MS = 60_000


def wait_until_drawn(page: Page) -> None:
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "idle", timeout=IDLE_MS)


def test_map_of_a_report_draws_all_its_events(open_page: OpenPage) -> None:
    page = open_page("/reports/r-tarmiyah")
    wait_until_drawn(page)
    expect(page.locator("[data-map] canvas")).to_be_visible()
    expect(page.locator("[data-map]")).to_have_attribute("data-events", "3")


def test_a_map_that_is_not_drawn_yet_says_so(open_page: OpenPage) -> None:
    page = open_page("/")
    page.add_init_script(NOTE_WHAT_MAPS_SAY)
    page.goto(f"{page.url}reports/r-tarmiyah")
    wait_until_drawn(page)
    expect_said(page)


def test_map_asks_nobody_but_its_own_server(open_page: OpenPage) -> None:
    page = open_page("/")
    origin = page.url.rstrip("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/reports/r-tarmiyah")
    wait_until_drawn(page)
    assert asked
    assert [address for address in asked if not address.startswith((origin, "data:"))] == []


def test_a_mark_opens_a_list_of_its_events_with_links(open_page: OpenPage) -> None:
    page = open_page("/reports/r-tarmiyah", reduced_motion="reduce")
    wait_until_drawn(page)
    box = page.locator("[data-map] canvas").bounding_box()
    assert box is not None
    popup = page.locator(".popup-list a")
    for right in range(0, 200, 14):
        for down in range(-70, 100, 14):
            page.mouse.click(box["x"] + box["width"] / 2 - 100 + right, box["y"] + box["height"] / 2 + down)
            page.wait_for_timeout(60)
            if popup.count():
                assert (popup.first.get_attribute("href") or "").startswith("/reports/r-tarmiyah#card-e")
                return
    pytest.fail("no mark opened a popup")


def test_changing_the_theme_keeps_the_map(open_page: OpenPage) -> None:
    page = open_page("/reports/r-tarmiyah")
    wait_until_drawn(page)
    page.get_by_role("button", name="Use the dark theme").click()
    page.wait_for_timeout(500)
    expect(page.locator("[data-map]")).to_have_attribute("data-events", "3")


def test_map_says_so_where_it_cannot_be_drawn(open_page: OpenPage) -> None:
    page = open_page("/")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{page.url}reports/r-tarmiyah")
    expect(page.get_by_text("The map cannot be drawn in this browser")).to_be_visible()
    expect(page.locator("table.places")).to_contain_text("Tarmiyah")
