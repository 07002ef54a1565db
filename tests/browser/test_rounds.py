"""Double coding in a real browser: a round coded and settled by keyboard only, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from app_servers import serve_app
from page_openers import AXE, OpenPage
from people_clients import make_fast
from people_samples import signed_in
from playwright.sync_api import Page, expect
from round_samples import KARIM, SARA, fill_rounds_store, make_coders, make_rounds_app, open_round

from dateline.model.decisions import state_of
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore, open_store
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]
OpenAs = Callable[..., Page]
PAGES = ["/rounds", "/rounds/1", "/rounds/1/settle?record=", "/rounds/2", "/rounds/2/code", "/rounds/2/answers"]
WORDS = "it was <b>elsewhere</b>"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    with open_store(str(tmp_path_factory.mktemp("rounds") / "dateline.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def record_ids(store: SqlStore) -> list[str]:
    return fill_rounds_store(store, raids=16)


@pytest.fixture(scope="module")
def desk(store: SqlStore, record_ids: list[str]) -> Iterator[str]:
    """A desk with a closed round (1) that has differences, and an open one (2) that asks a reviewer too."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    app, tools = make_rounds_app(store, make_people_desk(store, passwords=make_fast()))
    karim, sara = make_coders(store)
    first = open_round(store, record_ids[:8]).id
    for at, record_id in enumerate(record_ids[:8]):
        tools.desk.answer(first, record_id, "reject" if at in (2, 5) else "approve", WORDS, karim)
        tools.desk.answer(first, record_id, "unsure" if at == 6 else "approve", None, sara)
    store.rounds.close(first, who="tests")
    open_round(store, record_ids[8:12], name="April")
    with serve_app(app) as address:
        yield address


@pytest.fixture
def open_as(open_page: OpenPage, desk: str, store: SqlStore, record_ids: list[str]) -> OpenAs:
    """Opens a page signed in as somebody."""

    def open_one(name: str, address: str, **options: object) -> Page:
        address += record_ids[2] if address.endswith("=") else ""
        page = open_page("/sign-in", **options)
        signed_in(page.context, store, "reviewer" if name == "Vian" else "coder", name, address=desk)
        page.goto(f"{desk}{address}")
        return page

    return open_one


def wait_until_ready(page: Page) -> None:
    expect(page.locator("[data-ready]")).to_have_count(1)


def test_a_round_is_coded_by_keyboard_only(open_as: OpenAs, store: SqlStore) -> None:
    page = open_as(KARIM, "/rounds/2/code")
    wait_until_ready(page)
    page.keyboard.down("a")
    expect(page.get_by_text("Record 2 of 4")).to_be_visible()
    wait_until_ready(page)
    page.keyboard.down("a")  # held down still: nothing is answered twice
    page.wait_for_timeout(100)
    page.keyboard.up("a")
    for at, keys in enumerate((["r", "2", "Enter"], ["u"]), start=2):
        expect(page.get_by_text(f"Record {at} of 4")).to_be_visible()
        wait_until_ready(page)
        for key in keys:
            page.keyboard.press(key)
    expect(page.get_by_text("Record 4 of 4")).to_be_visible()
    wait_until_ready(page)
    page.keyboard.press("e")
    expect(page.locator("form[data-edit] :focus")).to_have_count(1)
    page.locator('[name="casualties.0.low"]').focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="I am done")).to_be_focused()
    assert [row.verdict for row in store.rounds.answers(2) if row.person_id == make_coders(store)[0].id] == [
        "approve", "reject", "unsure", "correct",
    ]  # fmt: skip


def test_a_round_is_coded_without_scripts(open_as: OpenAs) -> None:
    page = open_as(SARA, "/rounds/2/code", java_script_enabled=False)
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Reject").click()
    page.get_by_label("In your own words").first.fill("told twice")
    page.get_by_role("button", name="Reject").first.click()
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("at most").first.fill("99")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Record 4 of 4")).to_be_visible()
    page.get_by_role("link", name="My answers").click()
    expect(page.get_by_text("1 record has no answer of yours yet")).to_be_visible()


def test_differences_are_settled_by_keyboard_only(open_as: OpenAs, store: SqlStore, record_ids: list[str]) -> None:
    page = open_as("Vian", "/rounds/1/settle")
    for left in (3, 2, 1):
        expect(page.get_by_text(f"{left} of 3 differences left")).to_be_visible()
        wait_until_ready(page)
        taken = page.locator("td:has(strong:text-is('approved'))").first
        place = taken.evaluate("cell => cell.cellIndex - 1")
        page.keyboard.press(f"{place}")
    expect(page.get_by_role("heading", name="Agreement by slot")).to_be_visible()
    assert {state_of(store.decisions(record_ids[at])) for at in (2, 5, 6)} == {"approved"}
    page.get_by_role("button", name="Decide as they all did").press("Enter")
    expect(page.get_by_role("button", name="Decide as they all did")).to_have_count(0)
    assert {state_of(store.decisions(record_id)) for record_id in record_ids[:8]} == {"approved"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_round_pages_have_no_faults_that_axe_finds(open_as: OpenAs, address: str, scheme: str) -> None:
    own = address.endswith(("code", "answers"))
    page = open_as(KARIM if own else "Vian", address, color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


@pytest.mark.parametrize("address", PAGES)
def test_round_pages_fit_a_phone(open_as: OpenAs, address: str) -> None:
    page = open_as(KARIM if address.endswith(("code", "answers")) else "Vian", address, width=390)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
