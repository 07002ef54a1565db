"""The pages of incidents in a real browser: reachable, readable by everybody, and whole on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_servers import serve_app
from desk_samples import HOSTILE, ShelfSource, make_coded
from incident_samples import IncidentShelf, kill, make_account, make_night
from page_openers import AXE, OpenPage
from playwright.sync_api import expect

from dateline.base.settings import Settings
from dateline.model.actors import ActorRef
from dateline.model.incidents import Incident
from dateline.services.incident_room import IncidentRoom
from dateline.web import incident_pages
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

NIGHT = "/incidents/i-tel-rim"
PAGES = ["/incidents", NIGHT, "/incidents/i-hostile"]


def make_hostile() -> Incident:
    name = ActorRef(name=HOSTILE)
    accounts = [
        make_account(
            f"x{number}", kill(number, HOSTILE, group=HOSTILE), publisher=f"{HOSTILE}{number}", actor1=(name,)
        )
        for number in range(2)
    ]
    return Incident("i-hostile", tuple(accounts))


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """The address of a server over one good and one hostile incident."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    app = create_app(ShelfSource(make_coded()), Settings())
    app.state.incident_room = IncidentRoom(IncidentShelf(make_night(), make_hostile()))
    app.include_router(incident_pages.router)
    with serve_app(app) as address:
        yield address


def test_the_list_leads_to_an_incident_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/incidents", java_script_enabled=False)
    page.get_by_role("link", name="Islamic State attacked the Peshmerga").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("7 to 10 killed, best 10")
    expect(page.get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Incidents")).to_have_attribute(
        "aria-current", "page"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_of_incidents_are_accessible(open_page: OpenPage, address: str, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page(address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200], row["nodes"][0].get("failureSummary")) for row in found] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_shows_incidents_without_scrolling_sideways(open_page: OpenPage, address: str) -> None:
    page = open_page(address, width=390, height=844)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_print_shows_all_sources_and_no_controls(open_page: OpenPage) -> None:
    page = open_page(NIGHT)
    page.emulate_media(media="print")
    expect(page.locator(".masthead nav")).to_be_hidden()
    expect(page.locator(".sayings tbody tr")).to_have_count(4)
    expect(page.locator(".scroller")).to_have_css("overflow-x", "visible")
