from collections.abc import Iterator

import pytest
from alert_samples import FOLLOWED, Board, Watches, make_board
from app_servers import serve_app
from area_samples import AREA, control, event, figure, on, statement
from desk_samples import ShelfSource
from page_openers import AXE
from playwright.sync_api import Browser, Page, expect
from shelf_samples import Shelf

from dateline.base.settings import Settings
from dateline.model.areas import AreaRecord
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

PAGES = ("/areas", f"/areas/{AREA.slug}", "/watches")


def make_records() -> list[AreaRecord]:
    """Records of every kind, and more incidents than a page shows at once."""
    tolls = [("killed", "Iraqi Army", 7, None, "the ministry"), ("killed", "Iraqi Army", 13, 13, "Front Radio")]
    incidents = [event(f"wire:e{day}", time=on(f"2024-02-{day}"), tolls=tolls) for day in range(10, 24)]
    return [
        *incidents,
        event("paper:e1", "Armed clash", modality="planned"),
        control("wire:c1", "controls", "Iraqi Army", on("2024-02-01")),
        control("paper:c1", "controls", "Northern Front", on("2024-02-01")),
        figure("wire:f1", "attacks", 41, on("2024-02-01"), by="Northern Front"),
        statement("wire:s1", "Salman Hadi", "warns", to="Iraqi Army", quote="Keep off the road"),
    ]


@pytest.fixture(scope="module")
def brief_desk() -> Iterator[str]:
    """The address of a server over one area."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    board, watches = Board(make_board("Northern Front")), Watches(FOLLOWED)
    app = create_app(ShelfSource(), Settings(), areas=Shelf(*make_records()), alerts=board, watches=watches)
    with serve_app(app) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, brief_desk: str) -> Iterator[Page]:
    """A page of the desk, for which relative addresses do; the test fails where it breaks its own policy."""
    context = chromium.new_context(base_url=brief_desk)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert complaints == []


def test_a_name_typed_by_keyboard_leads_to_the_brief_and_on_to_the_evidence(page: Page) -> None:
    page.goto("/areas")
    page.get_by_label("Name of a village").focus()
    page.keyboard.type("Rimal")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.rsplit('/areas', 1)[0]}/areas/{AREA.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tel Rimal, Nineveh, Iraq")
    assert page.locator(".incident .grounds a").first.get_attribute("href") == "/reports/wire#card-e23"


def test_the_timeline_is_a_picture_where_scripts_do_not_run(chromium: Browser, brief_desk: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{brief_desk}{PAGES[1]}")
    picture = page.locator(".plots img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_on_areas_have_no_accessibility_violation(
    chromium: Browser, brief_desk: str, address: str, theme: str
) -> None:
    context = chromium.new_context(color_scheme=theme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{brief_desk}{address}")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    context.close()
    told = [(row["id"], [node["html"][:200] for node in row["nodes"]]) for row in found["violations"]]
    assert told == []


def test_brief_reads_without_scripts_and_on_a_narrow_page(chromium: Browser, brief_desk: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{brief_desk}{PAGES[1]}")
    for words in ("told differently", "Keep off the road", "What is not known"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.locator("[data-map]")).to_be_hidden()
    context.close()


def test_alerts_lead_to_the_brief_and_watches_to_their_areas(page: Page) -> None:
    page.goto("/areas")
    alert = page.locator(".alerts li").first
    expect(alert).to_contain_text("Nineveh, Iraq, Northern Front: rise.")
    expect(alert).to_contain_text("At one look 0.004 of all the series would be as far out by accident.")
    page.get_by_role("link", name="Watches").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Watches")
    expect(page.get_by_text("last look 8 May 2024")).to_be_visible()
    page.get_by_role("link", name="Tel Rimal, Nineveh, Iraq").click()
    expect(page).to_have_url(f"{page.url.rsplit('/areas', 1)[0]}/areas/{AREA.slug}")


@pytest.mark.parametrize("address", PAGES)
def test_pages_on_areas_do_not_scroll_sideways_on_a_narrow_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
