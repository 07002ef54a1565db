"""Map, timeline, filters and list in one page: what is chosen in one narrows the others and stands in the address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_servers import serve_app
from map_notes import NOTE_WHAT_MAPS_SAY, expect_said
from map_samples import make_busy_store, make_map_store
from page_openers import AXE, OpenPage
from playwright.sync_api import Browser, Page, expect

from dateline.base.settings import Settings
from dateline.services.record_index import RecordIndex
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

IDLE_MS = 60_000
SLOW_MS = 15_000


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """In place of the desk of the stage: one with an index of records."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    store = make_map_store()
    with serve_app(create_app(store, Settings(), index=RecordIndex(store))) as address:
        yield address


def open_map(open_page: OpenPage, query: str = "?source=Wire", **options: object) -> Page:
    page = open_page(f"/map{query}", reduced_motion="reduce", **options)
    expect(page.locator("[data-cells]")).to_have_attribute("data-state", "idle", timeout=IDLE_MS)
    expect(page.locator("[data-timeline]")).to_have_attribute("data-bars", re.compile("[0-9]+"), timeout=SLOW_MS)
    return page


def expect_sum(page: Page, words: str) -> None:
    expect(page.locator("[data-sum]")).to_contain_text(words, timeout=SLOW_MS)


def test_a_map_that_is_not_drawn_yet_says_so(open_page: OpenPage) -> None:
    page = open_map(open_page)
    page.add_init_script(NOTE_WHAT_MAPS_SAY)
    page.reload()
    expect(page.locator("[data-cells]")).to_have_attribute("data-state", "idle", timeout=IDLE_MS)
    expect_said(page)


def test_the_brush_by_keyboard_narrows_map_list_and_address(open_page: OpenPage) -> None:
    page = open_map(open_page)
    expect_sum(page, "90 records")
    page.locator(".brush").focus()
    page.keyboard.press("Home")
    expect_sum(page, "4 records")
    expect(page.locator("[data-cells]")).to_have_attribute("data-records", "4", timeout=SLOW_MS)
    page.keyboard.press("Shift+ArrowRight")
    expect_sum(page, "7 records")
    expect(page.locator("[data-cells]")).to_have_attribute("data-records", "7", timeout=SLOW_MS)
    expect(page).to_have_url(re.compile("first=2021-01-04&last=2021-01-17"))
    expect(page.locator(".brush")).to_have_attribute(
        "aria-valuetext", re.compile("4 January 2021 to 17 January 2021")
    )
    expect(page.locator("input[name=first]")).to_have_value("2021-01-04")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("first=2021-01-11&last=2021-01-24"))
    page.keyboard.press("Escape")
    expect_sum(page, "90 records")
    expect(page).to_have_url(re.compile(r"/map\?source=Wire$"))


def test_the_brush_by_pointer_takes_a_stretch(open_page: OpenPage) -> None:
    page = open_map(open_page)
    box = page.locator(".brush").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 44 + 5, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 150, steps=6)
    page.mouse.up()
    expect(page).to_have_url(re.compile("first=2021-01-04&last=2021-0[2-3]"))
    expect(page.locator(".brush-pane")).to_be_visible()
    page.get_by_role("button", name="All days").click()
    expect_sum(page, "90 records")


def test_an_address_can_be_shared(open_page: OpenPage) -> None:
    page = open_map(open_page, "?source=Wire&first=2021-02-01&last=2021-02-28&box=43.5,35.7,43.7,35.9")
    expect_sum(page, "5 records")
    expect(page.locator(".brushed-days")).to_have_text("1 February 2021 to 28 February 2021")
    expect(page.locator(".brush-pane")).to_be_visible()
    expect(page.locator("table.listed")).to_contain_text("Makhmour")
    expect(page.locator("table.listed")).not_to_contain_text("Daquq")
    page.get_by_role("button", name="Whole world").click()
    expect_sum(page, "14 records")


def test_the_map_by_keyboard_narrows_list_and_timeline(open_page: OpenPage) -> None:
    page = open_map(open_page)
    page.locator("[data-cells] canvas").focus()
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(400)
    expect(page).to_have_url(re.compile("box="))
    expect(page.locator("[data-sum]")).not_to_contain_text("90 records", timeout=SLOW_MS)


def test_a_filter_follows_at_once_and_keeps_the_page(open_page: OpenPage) -> None:
    page = open_map(open_page, "")
    page.evaluate("window.stays = true")
    page.locator("select[name=kind]").select_option("protests")
    expect_sum(page, "1 record")
    expect(page).to_have_url(re.compile("kind=protests"))
    expect(page.locator("[data-cells]")).to_have_attribute("data-records", "1", timeout=SLOW_MS)
    page.locator("select[name=kind]").select_option("")
    page.locator("input[name=first]").fill("1990-01-01")
    page.locator("input[name=last]").fill("1990-12-31")
    page.locator("input[name=last]").blur()
    expect(page.get_by_role("link", name="Without the days")).to_be_visible(timeout=SLOW_MS)
    assert page.evaluate("window.stays")


def test_a_mark_lists_its_records_with_links(open_page: OpenPage) -> None:
    page = open_map(open_page, "?source=Wire&box=43.57,35.77,43.59,35.78")
    page.locator("[data-cells] canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".popup-list li").first).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".popup-place")).to_contain_text("30 records")
    assert (page.locator(".popup-list a").first.get_attribute("href") or "").startswith("/reports/day-")
    expect(page.locator(".popup-list a", has_text="incident").first).to_be_visible()


def test_everything_is_there_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/map?source=Wire", java_script_enabled=False)
    expect(page.locator("table.listed tbody tr")).to_have_count(40)
    page.get_by_role("link", name="2021", exact=True).click()
    page.get_by_role("link", name="January 2021").click()
    expect(page.locator("[data-sum]")).to_contain_text("14 records")
    page.locator("select[name=country]").select_option("IQ")
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url(re.compile("country=IQ"))
    expect(page.locator("[data-sum]")).to_contain_text("14 records")


def test_hostile_names_stay_text(open_page: OpenPage) -> None:
    page = open_map(open_page, "?box=43.9,33.9,44.1,34.1")
    expect(page.locator("table.listed")).to_contain_text("<script>window.pwned")
    page.locator("[data-cells] canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".popup-list")).to_contain_text("<script>window.pwned", timeout=SLOW_MS)
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(open_page: OpenPage, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_map(open_page, "?first=2021-02-01&last=2021-02-28", bypass_csp=True, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200], row["nodes"][0].get("failureSummary")) for row in found] == []


def test_a_phone_scrolls_downwards_only(open_page: OpenPage) -> None:
    page = open_map(open_page, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_page_says_so_where_the_map_cannot_be_drawn(open_page: OpenPage) -> None:
    page = open_page("/")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{page.url}map?source=Wire")
    expect(page.get_by_text("The map cannot be drawn in this browser")).to_be_visible()
    page.locator(".brush").focus()
    page.keyboard.press("Home")
    expect_sum(page, "4 records")


def test_the_map_fills_its_box_when_the_window_grows(open_page: OpenPage) -> None:
    page = open_map(open_page, width=800)
    page.set_viewport_size({"width": 1300, "height": 2000})
    page.wait_for_function(
        "() => { const box = document.querySelector('.map'), drawn = box.querySelector('canvas');"
        " return box.clientWidth - drawn.clientWidth < 2 && box.clientHeight - drawn.clientHeight < 2 }"
    )


@pytest.mark.skipif("DATELINE_SCREENSHOTS" not in os.environ, reason="draws a picture for the documentation")
def test_the_picture_of_the_documentation_is_drawn(chromium: Browser) -> None:
    store = make_busy_store()
    with serve_app(create_app(store, Settings(), index=RecordIndex(store))) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
        page.goto(f"{address}/map?first=2021-05-03&last=2021-08-01&box=39.6,32.5,46.2,36.9")
        expect(page.locator("[data-cells]")).to_have_attribute("data-state", "idle", timeout=IDLE_MS)
        expect(page.locator(".brush-pane")).to_be_visible(timeout=SLOW_MS)
        page.wait_for_timeout(3000)  # towns and lines come last
        page.screenshot(path=Path(os.environ["DATELINE_SCREENSHOTS"]) / "map-timeline.png")
