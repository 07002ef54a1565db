import os
import re
import shutil
from collections.abc import Iterator

import pytest
from app_servers import serve_app
from desk_samples import ShelfSource, make_coded
from page_openers import AXE, OpenPage
from people_clients import GOOD, make_fast
from people_samples import signed_in
from playwright.sync_api import Browser, Page, expect

from dateline.base.settings import Settings
from dateline.services.ways_in import PeopleDesk, make_people_desk
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

CHROMIUM = os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")


@pytest.fixture
def people_store() -> Iterator[SqlStore]:
    with open_store(":memory:") as store:
        yield store


@pytest.fixture
def people(people_store: SqlStore) -> PeopleDesk:
    return make_people_desk(people_store, passwords=make_fast())


@pytest.fixture
def desk(people: PeopleDesk) -> Iterator[str]:
    """In place of the desk of the stage: one with people."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    with serve_app(create_app(ShelfSource(make_coded()), Settings(), people=people)) as address:
        yield address


def sign_in_as(page: Page, store: SqlStore, role: str, desk: str) -> None:
    signed_in(page.context, store, role, address=desk)  # type: ignore[arg-type]  # roles of the tests exist


def tab_to(page: Page, label: str) -> None:
    """Go on by the tab key until a field or button of this name has the focus."""
    for _step in range(60):
        name = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText")
        if name and name.strip().startswith(label):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{label} is not reached by the tab key")


def test_first_start_and_an_invitation_by_keyboard_only(open_page: OpenPage, people: PeopleDesk, desk: str) -> None:
    page = open_page(f"/welcome/{people.accounts.invite_first_admin()}")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Adil Karim")
    page.keyboard.press("Tab")
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Signed in as Adil Karim")).to_be_visible()
    tab_to(page, "Signed in as")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/me$"))
    tab_to(page, "People and rules")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Invite someone")).to_be_visible()
    tab_to(page, "Name")
    page.keyboard.type("Shilan Omar")
    tab_to(page, "Make a link")
    page.keyboard.press("Enter")
    expect(page.get_by_label("A link for Shilan Omar")).to_be_focused()
    link = page.get_by_label("A link for Shilan Omar").input_value()
    other = open_page(link.removeprefix(desk))
    expect(other.get_by_label("Name")).to_have_value("Shilan Omar")
    expect(other.get_by_label("Password")).to_be_focused()
    other.keyboard.type(GOOD)
    other.keyboard.press("Enter")
    expect(other.get_by_role("link", name="Signed in as Shilan Omar")).to_be_visible()


def test_a_wrong_password_says_so_and_the_right_one_leads_on(
    chromium: Browser, people: PeopleDesk, desk: str
) -> None:
    _, secret = people.accounts.invite("Shilan Omar", "coder", "tests")
    people.accounts.accept(secret, "Shilan Omar", GOOD)
    page = chromium.new_page()  # not by `open_page`: the browser itself complains of the answer 401
    page.goto(f"{desk}/sign-in?next=%2Frecords")
    page.get_by_label("Name").fill("shilan omar")
    page.get_by_label("Password").fill("not this one at all")
    with page.expect_response("**/sign-in") as told:
        page.keyboard.press("Enter")
    assert told.value.status == 401
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    expect(page.get_by_label("Name")).to_have_value("shilan omar")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/records$"))
    page.close()


def test_no_javascript_is_needed(open_page: OpenPage, people: PeopleDesk) -> None:
    page = open_page(f"/welcome/{people.accounts.invite_first_admin()}", java_script_enabled=False)
    page.get_by_label("Name").fill("Adil Karim")
    page.get_by_label("Password").fill(GOOD)
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="Signed in as Adil Karim").click()
    page.get_by_label("What it is for").fill("nightly export")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_label("The new key")).to_have_value(re.compile("^dateline_"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_forms_work_over_plain_http_on_a_name_of_a_network(
    chromium: Browser, people: PeopleDesk, people_store: SqlStore
) -> None:
    """Browsers send no Sec-Fetch-Site there; our own forms say where they come from by Origin."""
    app = create_app(ShelfSource(make_coded()), Settings(), ("desk.test",), people=people)
    rules = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP desk.test 127.0.0.1"]
    with serve_app(app) as local, chromium.browser_type.launch(executable_path=CHROMIUM, args=rules) as browser:
        address = local.replace("127.0.0.1", "desk.test")
        page = browser.new_page()
        sign_in_as(page, people_store, "admin", address)
        page.goto(f"{address}/people")
        page.get_by_label("Two people approve a record").check()
        with page.expect_request("**/people/rules") as asked:
            page.get_by_role("button", name="Set the rules").click()
        headers = asked.value.all_headers()
        assert "sec-fetch-site" not in headers
        assert headers["origin"] == address
        expect(page.get_by_label("Two people approve a record")).to_be_checked()
        expect(page).to_have_url(re.compile("#rules$"))


@pytest.mark.parametrize("address", ["/sign-in", "/people", "/me"])
def test_pages_fit_a_phone(open_page: OpenPage, people_store: SqlStore, desk: str, address: str) -> None:
    page = open_page("/sign-in", width=390, height=800)
    if address != "/sign-in":
        sign_in_as(page, people_store, "admin", desk)
        page.goto(f"{desk}{address}")
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(
    open_page: OpenPage, people: PeopleDesk, people_store: SqlStore, desk: str, scheme: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page("/sign-in", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    assert find_faults(page) == []
    _, secret = people.accounts.invite("Shilan Omar", "coder", "tests")
    page.goto(f"{desk}/welcome/{secret}")
    assert find_faults(page) == []
    sign_in_as(page, people_store, "admin", desk)
    page.goto(f"{desk}/people")
    page.locator("summary", has_text="the account of Shilan Omar").click()
    assert find_faults(page) == []
    page.locator("#name").fill("Dara")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("A link for Dara")).to_be_visible()
    assert find_faults(page) == []
    page.goto(f"{desk}/me")
    page.get_by_label("What it is for").fill("nightly export")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_label("The new key")).to_be_visible()
    assert find_faults(page) == []


def find_faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]
