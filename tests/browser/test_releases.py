"""The pages of releases and of the API in a real browser: without JavaScript, on a phone, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from api_samples import make_app
from api_stores import open_filled_store
from app_servers import serve_app
from desk_samples import HOSTILE
from page_openers import AXE, OpenPage
from people_samples import make_person, signed_in
from playwright.sync_api import Page, expect

from dateline.store.databases import SqlStore
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]
PAGES = ["/releases", "/releases/2026.11", "/releases/2026.11.1", "/releases/2026.12", "/api"]
OpenAs = Callable[..., Page]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    path = tmp_path_factory.mktemp("releases") / "dateline.db"
    with open_filled_store(str(path)) as opened:
        opened.releases.add_step("2026.11.1", "reviewed", HOSTILE, HOSTILE)
        yield opened


@pytest.fixture(scope="module")
def desk(store: SqlStore) -> Iterator[str]:
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    make_person(store, "admin")
    app = make_app(store)
    app.state.release_desk.make("ana", "2026.12")
    app.state.release_desk.withdraw("2026.12", "ana", HOSTILE)
    with serve_app(app) as address:
        yield address


@pytest.fixture
def open_as_reviewer(open_page: OpenPage, desk: str, store: SqlStore) -> OpenAs:
    """Opens a page signed in as a reviewer."""

    def open_one(address: str, **options: object) -> Page:
        page = open_page("/releases", **options)
        signed_in(page.context, store, "reviewer", address=desk)
        page.goto(f"{desk}{address}")
        return page

    return open_one


def test_a_candidate_is_made_and_reviewed_without_javascript(open_as_reviewer: OpenAs) -> None:
    page = open_as_reviewer("/releases", java_script_enabled=False)
    page.get_by_label("Version").fill("2027.01")
    page.get_by_label("Places").select_option("country")
    page.get_by_role("button", name="Make the candidate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release 2027.01")
    expect(page.get_by_text("places by country")).to_be_visible()
    page.get_by_role("button", name="I have looked through it").click()
    expect(page.get_by_text("reviewed by Vian")).to_be_visible()
    expect(page.get_by_role("button", name="Release 2027.01")).to_be_visible()


def test_a_file_is_downloaded(open_page: OpenPage) -> None:
    page = open_page("/releases/2026.11")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="geojson").click()
    assert waiting.value.suggested_filename == "dateline-2026.11.geojson"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_have_no_faults_that_axe_finds(open_as_reviewer: OpenAs, address: str, scheme: str) -> None:
    page = open_as_reviewer(address, color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


@pytest.mark.parametrize("address", PAGES)
def test_pages_fit_a_phone(open_as_reviewer: OpenAs, address: str) -> None:
    page = open_as_reviewer(address, width=390)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
