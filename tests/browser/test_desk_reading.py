import re

import pytest
from page_openers import AXE, OpenPage
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

REPORT = "/reports/r-tarmiyah"
HOSTILE = "/reports/r-%3Chostile%3E%26%22"
PAGES = ["/", REPORT, "/records", HOSTILE]


def lit_words(page: Page) -> str:
    return " ".join(page.locator("mark.lit").all_inner_texts())


def test_hovering_a_card_lights_its_words(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    page.hover("#card-e1 h4")
    expect(page.locator("#card-e1")).to_have_class("card kind-battles lit")
    assert lit_words(page).startswith("Gunmen ambushed an army convoy")
    assert "put the dead at 13" in lit_words(page)
    page.hover("h1")
    expect(page.locator("mark.lit")).to_have_count(0)


def test_hovering_words_lights_all_their_cards(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    page.locator('mark[data-records="s1 c1"]').hover()
    expect(page.locator(".card.lit")).to_have_count(2)


def test_clicking_words_shows_their_card_and_keeps_it_lit_until_escape(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    page.locator('mark[data-records="f1"]').click()
    expect(page.locator("#card-f1")).to_be_in_viewport()
    page.mouse.move(2, 500)
    expect(page.locator(".card.lit")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".card.lit")).to_have_count(0)


def test_the_keyboard_alone_reaches_words_and_cards(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    page.locator('a[data-ref="e1"]').first.focus()
    expect(page.locator("#card-e1")).to_have_class("card kind-battles lit")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#card-e1$"))
    page.locator("#card-p3, #card-e3").locator("h4 a").focus()
    assert lit_words(page) == "several hundred people marched against the checkpoints on Friday"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#e3$"))
    expect(page.locator("#e3 + mark")).to_be_in_viewport()


def test_tab_goes_through_the_page(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    reached = set()
    for _step in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.tagName"))
    assert {"#content", "/map", "#card-e1", "#e1"} <= reached


def test_everything_is_there_without_javascript(open_page: OpenPage) -> None:
    page = open_page(f"{REPORT}#c2", java_script_enabled=False)
    expect(page.locator("article.card")).to_have_count(7)
    expect(page.locator("#c2 + mark")).to_have_css("text-decoration-thickness", "2px")
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    expect(page.locator(".map")).to_be_hidden()
    page.locator("summary").click()
    expect(page.locator("table.places")).to_contain_text("Tarmiyah, Baghdad, Iraq")
    page.locator("#card-e1 h4 a").click()
    expect(page.locator("#e1 + mark")).to_be_in_viewport()


def test_hostile_text_stays_text(open_page: OpenPage) -> None:
    for address in ("/", HOSTILE, "/records"):
        page = open_page(address)
        page.wait_for_timeout(200)
        assert page.evaluate("window.pwned") is None
        assert page.locator("img").count() == 0
        assert page.locator('a[href^="javascript"]').count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible(open_page: OpenPage, address: str, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page(address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200], row["nodes"][0].get("failureSummary")) for row in found] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_scrolls_downwards_only(open_page: OpenPage, address: str) -> None:
    page = open_page(address, width=390, height=844)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_the_theme_is_what_the_system_prefers_until_the_reader_chooses(open_page: OpenPage) -> None:
    page = open_page("/", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Use the light theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_print_shows_the_whole_text_and_no_controls(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    page.emulate_media(media="print")
    expect(page.locator(".masthead nav")).to_be_hidden()
    expect(page.locator("[data-text]")).to_have_css("overflow-y", "visible")
    expect(page.locator("[data-text]")).to_have_css("mask-image", "none")
