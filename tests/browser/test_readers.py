"""The readers' pages in a real browser: as a stranger, on a phone, on paper, without JavaScript, with larger text."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from app_servers import serve_app
from desk_samples import make_hostile
from page_openers import AXE, OpenPage
from playwright.sync_api import expect
from reader_samples import RELEASED, TARMIYAH, fill_reader_store

from dateline.base.settings import Settings
from dateline.store.databases import open_store
from dateline.web.bare_apps import has_front_end
from dateline.web.server import make_desk

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]
REPORT = f"/read/reports/{TARMIYAH}"
EVIL = f"/read/reports/{quote(make_hostile().report.id, safe='')}"
WHOLE = f"/read/reports/{RELEASED[1]}"
"""A report whose full text may stand there."""
PAGES = [
    "/read",
    REPORT,
    WHOLE,
    EVIL,
    "/read/incidents/i-raid",
    "/read/areas/IQ",
    "/read/tags/sudan",
    "/read/map",
    "/read/index",
]


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """A desk that is closed to strangers; its reader pages are not."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    with open_store(":memory:") as store:
        store.policies.set("open_reading", False)
        fill_reader_store(store, hostile=True)
        store.republications.mark(RELEASED[1], allowed=True, ground="CC BY 4.0", who="ana")
        with serve_app(make_desk(store, Settings())) as address:
            yield address


def test_a_stranger_comes_from_the_front_to_the_words_that_a_record_rests_on(open_page: OpenPage) -> None:
    page = open_page("/read")
    page.get_by_role("link", name="Seven soldiers killed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Seven soldiers killed on the Tarmiyah road, ministry says"
    )
    page.get_by_text("Words it rests on").first.click()
    expect(page.get_by_text("ambushed an army convoy outside Tarmiyah")).to_be_visible()
    page.get_by_role("link", name="Baghdad belt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Baghdad belt")


def test_the_size_of_the_text_is_remembered_on_every_page(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    summary = page.locator(".in-short p").first
    usual = summary.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    page.get_by_role("button", name="A+ larger text").click()
    page.get_by_role("button", name="A+ larger text").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-text-size", "130")
    larger = summary.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert larger == pytest.approx(usual * 1.3, abs=0.1)
    expect(page.locator("[data-size-said]")).to_have_text("Text size: 130 percent")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-text-size", "130")
    page.get_by_role("link", name="Index").click()
    expect(page.locator("html")).to_have_attribute("data-text-size", "130")
    for _ in range(3):
        page.get_by_role("button", name="A+ larger text").click()
    expect(page.locator("html")).to_have_attribute("data-text-size", "200")
    expect(page.get_by_role("button", name="A+ larger text")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("address", PAGES)
def test_pages_fit_a_phone_even_with_the_largest_text(open_page: OpenPage, address: str) -> None:
    page = open_page(address, width=390)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("localStorage.setItem('dateline-text-size', '200')")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-text-size", "200")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pages_reflow_at_400_percent_of_the_browsers_zoom(open_page: OpenPage) -> None:
    page = open_page(REPORT, width=320, height=256)  # 1280 by 1024 at 400 %
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_have_no_faults_that_axe_finds(open_page: OpenPage, address: str, scheme: str) -> None:
    page = open_page(address, color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


def test_everything_can_be_read_without_javascript(open_page: OpenPage) -> None:
    page = open_page(REPORT, java_script_enabled=False)
    expect(page.get_by_role("img", name="Map of the events")).to_be_visible()
    assert page.locator(".still-map").bounding_box()
    page.get_by_text("Places as a table").click()
    expect(page.locator(".places").get_by_text("Northern orchards")).to_be_visible()
    expect(page.get_by_role("button", name="A+ larger text")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.get_by_role("link", name="Baghdad belt").click()
    expect(page.get_by_role("link", name="Seven soldiers killed")).to_be_visible()


def test_paper_has_the_record_and_no_menus(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("button", name="A+ larger text")).to_be_hidden()
    expect(page.get_by_role("heading", name="The record")).to_be_visible()
    expect(page.get_by_text("ambushed an army convoy outside Tarmiyah").first).to_be_visible()
    assert len(page.pdf()) > 10_000


def test_nothing_is_asked_of_anybody_else_or_of_the_desk(open_page: OpenPage, desk: str) -> None:
    page = open_page("/read")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in (REPORT, "/read/areas/IQ", "/read/map"):
        page.goto(f"{desk}{address}")
        expect(page.locator("[data-map][data-state=idle]")).to_be_visible(timeout=30_000)
    others = [url for url in asked if not url.startswith((f"{desk}/read", f"{desk}/static/", "blob:", "data:"))]
    assert others == []
    assert page.context.cookies() == []


def test_the_words_of_a_full_text_light_their_row(open_page: OpenPage) -> None:
    page = open_page(WHOLE)
    page.locator("mark", has_text="Gunmen killed seven soldiers").hover()
    expect(page.locator("#card-e1")).to_have_class("kind-battles lit")
    page.locator(".text .ref").first.click()
    expect(page.locator("#card-e1")).to_be_in_viewport()


def test_hostile_words_do_nothing(open_page: OpenPage) -> None:
    page = open_page(EVIL)
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
    assert page.evaluate("window.pwned") is None
    assert (
        page.evaluate(
            "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@type']"
        )
        == "Article"
    )
