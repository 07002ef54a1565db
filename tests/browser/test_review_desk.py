"""The desk in a real browser: without scripts, with hostile reports, for everybody, and when things go wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desk_samples import HOSTILE
from desk_walks import OpenDesk, current, press_and_go_on, wait_until_ready, wait_until_sent
from page_openers import AXE
from people_samples import signed_in
from playwright.sync_api import Browser, Page, Route, expect

from dateline.store.databases import SqlStore

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage", "review_stage"]

IMAGES = Path(__file__).parents[2] / "docs/images"
VIEWS = ("", "?do=correct", "?do=new", "?do=reject", "?country=FR", "/keys")


@pytest.fixture
def desk(review_site: str) -> str:
    return review_site


def state_of(store: SqlStore, record_id: str) -> str:
    stored = store.get_coded(store.find_record(record_id)[0])
    return next(row.state for row in stored.records if row.record_id == record_id)


def address_of(store: SqlStore, view: str) -> str:
    record_id = store.get_coded("r-raid-23-tigris").records[0].record_id
    return f"/review{view}&record={record_id}" if view.startswith("?do") else f"/review{view}"


def test_all_is_done_without_scripts(open_desk: OpenDesk, review_store: SqlStore) -> None:
    page = open_desk("/review?kind=battles", java_script_enabled=False)
    approved = current(page)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".desk-done")).to_contain_text("approved by Karim")
    rejected = current(page)
    page.get_by_role("button", name="Reject").click()
    page.locator(".desk-proposal").get_by_label("wrong time").check()
    page.locator(".desk-proposal").get_by_role("button", name="Reject").click()
    expect(page.locator(".desk-done")).to_contain_text("rejected by Karim")
    corrected = current(page)
    page.get_by_role("button", name="Correct").click()
    page.locator('[name="casualties.0.low"]').fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table")).to_contain_text("toll")
    page.get_by_role("button", name="Undo").click()
    assert [state_of(review_store, record) for record in (approved, rejected, corrected)] == [
        "approved",
        "rejected",
        "proposed",
    ]


def test_hostile_reports_do_nothing(open_desk: OpenDesk, review_store: SqlStore) -> None:
    rows = [row for stored in review_store.iter_coded() for row in stored.records if HOSTILE in stored.report.text]
    page = open_desk(f"/review?record={rows[0].record_id}")
    for row in rows:
        page.goto(page.url.split("/review")[0] + f"/review?record={row.record_id}")
        wait_until_ready(page)
        page.keyboard.press("e")
        expect(page.locator("form[data-edit]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("form[data-edit]")).to_have_count(0)
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        expect(page.locator("form[data-edit]")).to_be_visible()
        assert page.evaluate("window.pwned") is None
        assert page.locator("img").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    wait_until_sent(page)
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_accessible(open_desk: OpenDesk, review_store: SqlStore, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_desk(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    base = page.url.split("/review")[0]
    for view in VIEWS:
        page.goto(base + address_of(review_store, view))
        page.wait_for_load_state("networkidle")
        check_axe(page)
    page.goto(f"{base}/review")
    wait_until_ready(page)
    for key, dialog in (("?", "Keys"), ("r", "Why is it rejected?")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        check_axe(page)
        page.keyboard.press("Escape")


def check_axe(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200], row["nodes"][0].get("failureSummary")) for row in found] == []


def test_keys_are_changed_and_switched_off(open_desk: OpenDesk) -> None:
    page = open_desk("/review/keys")
    page.get_by_label("Approve, and go on").fill("y")
    page.get_by_label("Approve, and go on").press("Tab")
    expect(page.get_by_role("status")).to_have_text("Kept.")
    page.get_by_label("Correct the slots").fill("y")
    page.get_by_label("Correct the slots").press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("is taken")
    page.get_by_role("link", name="Back to the desk").click()
    wait_until_ready(page)
    first = current(page)
    page.keyboard.press("a")
    page.keyboard.press("Control+y")
    page.get_by_label("Words of the report").press("y")
    page.get_by_label("Words of the report").blur()
    assert current(page) == first
    press_and_go_on(page, "y")
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    second = current(page)
    for key in ("y", "j", "u", "?"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert current(page) == second
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_key_held_down_decides_on_one_record(open_desk: OpenDesk, review_store: SqlStore) -> None:
    page = open_desk("/review?kind=battles")
    records = page.locator("[data-line]").evaluate_all("(lines) => lines.map((line) => line.dataset.line)")
    for _ in range(4):
        page.keyboard.down("a")
        page.wait_for_timeout(50)
    page.keyboard.up("a")
    expect(page.locator("[data-pane=proposal]")).to_have_attribute("data-record", records[1])
    wait_until_sent(page)
    assert [state_of(review_store, record) for record in records[:3]] == ["approved", "proposed", "proposed"]


def test_changes_to_a_form_are_not_lost_by_escape(open_desk: OpenDesk) -> None:
    page = open_desk("/review?kind=battles")
    page.keyboard.press("e")
    field = page.locator('[name="place.name"]')
    field.fill("A hamlet of our own")
    field.press("Escape")
    if page.get_by_role("dialog").count() == 0:
        page.keyboard.press("Escape")  # the first one closed the list of names
    expect(page.get_by_role("dialog", name="Leave what you changed?")).to_be_visible()
    page.get_by_role("button", name="Stay").press("Enter")
    expect(field).to_have_value("A hamlet of our own")
    field.focus()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Leave without saving").press("Enter")
    expect(page.locator("form[data-edit]")).to_have_count(0)


@pytest.fixture
def rough_desk(chromium: Browser, review_store: SqlStore, desk: str) -> Page:
    """The desk of a coder on a page that may log errors: some are made here on purpose."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    signed_in(context, review_store, "coder", address=desk)
    page = context.new_page()
    page.goto(f"{desk}/review?kind=battles")
    wait_until_ready(page)
    return page


def test_a_decision_that_fails_comes_back_loudly_and_is_sent_again(rough_desk: Page, review_store: SqlStore) -> None:
    page = rough_desk
    page.route("**/review/decisions", lambda route: route.fulfill(status=500, body="no"))
    first = press_and_go_on(page, "a")
    expect(page.get_by_role("alert").first).to_contain_text("Not sent yet: Approved")
    second = press_and_go_on(page, "u")
    assert state_of(review_store, first) == "proposed"
    page.unroute("**/review/decisions")
    page.get_by_role("button", name="Retry now").click()
    wait_until_sent(page)
    expect(page.locator("[data-notice]")).to_have_count(0)
    assert [state_of(review_store, record) for record in (first, second)] == ["approved", "unsure"]
    page.context.close()


def test_what_was_decided_offline_is_sent_later_and_once(rough_desk: Page, review_store: SqlStore) -> None:
    page = rough_desk
    page.wait_for_timeout(500)  # the next items are fetched ahead
    page.context.set_offline(True)
    decided = [press_and_go_on(page, "a") for _ in range(3)]
    expect(page.get_by_role("alert").first).to_contain_text("Nothing is lost")
    page.context.set_offline(False)
    wait_until_sent(page)
    assert [state_of(review_store, record) for record in decided] == ["approved"] * 3
    assert [len(review_store.decisions(record)) for record in decided] == [1, 1, 1]
    page.context.close()


def test_an_answer_that_is_lost_does_not_decide_twice(rough_desk: Page, review_store: SqlStore) -> None:
    page = rough_desk
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/review/decisions", lose_first)
    record = press_and_go_on(page, "a")
    expect(page.get_by_role("alert").first).to_contain_text("Not sent yet")
    page.get_by_role("button", name="Retry now").click()
    wait_until_sent(page)
    assert len(lost) == 1
    assert len(review_store.decisions(record)) == 1
    page.context.close()


def test_what_another_has_decided_meanwhile_is_told(rough_desk: Page, review_store: SqlStore) -> None:
    page = rough_desk
    record = current(page)
    review_store.decide(record, "reject", "Vian", "not in the text")
    press_and_go_on(page, "a")
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("Vian")
    page.get_by_role("button", name="Go there").click()
    expect(page.locator("[data-pane=proposal]")).to_have_attribute("data-record", record)
    expect(page.locator("[data-pane=proposal]")).to_contain_text("rejected by Vian")
    page.context.close()


def test_nothing_jumps_when_the_next_is_shown(open_desk: OpenDesk) -> None:
    page = open_desk("/review?kind=battles")
    boxes = "['queue', 'text', 'proposal'].map((name) => { const box = document.querySelector(`[data-pane=${name}]`)"
    measure = f"{boxes}.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; }})"
    before = page.evaluate(measure)
    for key in ("a", "u", "j", "z"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        assert page.evaluate(measure) == before
    wait_until_sent(page)


def test_slots_light_their_words_and_words_their_slots(open_desk: OpenDesk) -> None:
    page = open_desk("/review?kind=battles")
    page.locator('[data-lights="casualties"]').focus()
    expect(page.locator("mark.slot-lit").first).to_be_visible()
    page.locator('mark[data-slots~="place"]').first.click()
    expect(page.locator('[data-slot="place"]')).to_have_class("slot slot-lit")


def test_a_phone_has_panes_as_pages(open_desk: OpenDesk) -> None:
    page = open_desk("/review", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("[data-pane=queue]")).to_be_hidden()
    for tab, pane in (("Queue", "queue"), ("Record", "proposal"), ("Text", "text")):
        page.get_by_role("link", name=tab, exact=True).click()
        expect(page.locator(f"[data-pane={pane}]")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Approve").click()
    wait_until_sent(page)


@pytest.mark.skipif(not os.environ.get("DATELINE_SCREENSHOTS"), reason="DATELINE_SCREENSHOTS is not set")
def test_screenshots_for_the_docs(open_desk: OpenDesk, review_store: SqlStore) -> None:
    IMAGES.mkdir(exist_ok=True)
    shown = f"/review?record={review_store.get_coded('r-tarmiyah').records[0].record_id}"
    for name, options in (
        ("desk", {"color_scheme": "light"}),
        ("desk-dark", {"color_scheme": "dark", "width": 1600, "height": 1000}),
        ("desk-phone", {"color_scheme": "light", "width": 390, "height": 844}),
    ):
        page = open_desk(shown, **options)
        page.wait_for_timeout(300)
        page.screenshot(path=IMAGES / f"{name}.png")
    page = open_desk(shown)
    page.keyboard.press("e")
    expect(page.locator("form[data-edit]")).to_be_visible()
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / "desk-correct.png")
