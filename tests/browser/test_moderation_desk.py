"""Moderation in a real browser: by keyboard alone, without scripts, on a phone, with hostile words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from moderation_samples import HOSTILE, add_comment
from moderation_walks import OpenModeration, is_shown, press, reject, states, wait_until_ready, wait_until_sent
from page_openers import AXE
from playwright.sync_api import Page, expect

from dateline.model.comments import Comment
from dateline.services.comment_switches import CommentSwitches
from dateline.store.databases import SqlStore

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage", "moderation_stage"]

IMAGES = Path(__file__).parents[2] / "docs/images"


@pytest.fixture
def desk(moderation_site: str) -> str:
    return moderation_site


def test_ten_comments_are_decided_by_keyboard_alone(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    is_shown(page, comments[0])
    press(page, "a")
    reject(page, "4")
    press(page, "a")
    reject(page, "2")
    reject(page, "7")
    press(page, "a")
    reject(page, "3")
    for _ in range(3):
        press(page, "a")
    expect(page.locator("[data-live]")).to_contain_text("Approved. Next: Sam: buy cheap tyres")
    wait_until_sent(page)
    a, r = "approved", "rejected"
    assert states(moderated_store, comments) == [a, r, a, r, r, a, r, a, a, a, "waiting", "waiting"]
    rules = [
        moderated_store.comments.get(comment.id).acts[-1].rule for comment in comments if comment.id in (2, 4, 5, 7)
    ]
    assert rules == ["personal_attacks", "profanity", "promotion", "threats"]
    expect(page.locator("[data-left-words]")).to_have_text("2")
    expect(page.locator("[data-today-words]")).to_have_text("10")

    # Taken back, without limit and after a reload too; decided anew.
    page.keyboard.press("z")
    is_shown(page, comments[9])
    wait_until_sent(page)
    page.reload()
    wait_until_ready(page)
    page.keyboard.press("z")
    is_shown(page, comments[8])
    wait_until_sent(page)
    assert states(moderated_store, comments[8:10]) == ["waiting", "waiting"]
    reject(page, "1")
    press(page, "a")
    press(page, "a")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
    wait_until_sent(page)
    assert states(moderated_store, comments[8:]) == [r, a, a, a]


def test_undo_at_once_and_the_opposite_are_one_sequence(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    for _ in range(3):
        press(page, "a")
        page.keyboard.press("z")
        is_shown(page, comments[0])
    reject(page, "1")
    wait_until_sent(page)
    assert states(moderated_store, comments[:2]) == ["rejected", "waiting"]
    expect(page.locator("[data-notice]")).to_have_count(0)


def test_a_key_held_down_decides_on_one_comment_and_steps_over_many(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    hold(page, "a")
    is_shown(page, comments[1])
    wait_until_sent(page)
    assert states(moderated_store, comments[:4]) == ["approved", "waiting", "waiting", "waiting"]
    hold(page, "j")
    is_shown(page, comments[5])
    hold(page, "z")
    is_shown(page, comments[0])
    wait_until_sent(page)
    assert states(moderated_store, comments) == ["waiting"] * 12


def test_enter_held_down_on_a_button_decides_on_one_comment(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    page.get_by_role("button", name="Approve", exact=False).first.focus()
    hold(page, "Enter")
    is_shown(page, comments[1])
    wait_until_sent(page)
    assert states(moderated_store, comments[:3]) == ["approved", "waiting", "waiting"]


def hold(page: Page, key: str) -> None:
    """Hold a key down for four beats of its repetition."""
    for _ in range(4):
        page.keyboard.down(key)
        page.wait_for_timeout(50)
    page.keyboard.up(key)


def test_undo_is_of_the_comment_that_it_shows(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    press(page, "a")
    wait_until_sent(page)
    moderated_store.comments.act(comments[7].id, "approve", "Mina")  # in another tab
    page.keyboard.press("z")
    is_shown(page, comments[0])
    wait_until_sent(page)
    assert states(moderated_store, [comments[0], comments[7]]) == ["waiting", "approved"]


def test_the_queue_is_walked_and_the_report_opened(open_moderation: OpenModeration, comments: list[Comment]) -> None:
    page = open_moderation()
    page.keyboard.press("j")
    page.keyboard.press("j")
    is_shown(page, comments[2])
    page.keyboard.press("k")
    is_shown(page, comments[1])
    expect(page.locator(".judged mark.lit")).to_have_text("liar")
    expect(page.locator("[data-line][data-line='2'] a")).to_have_attribute("aria-current", "true")
    with page.context.expect_page() as opened:
        page.keyboard.press("o")
    expect(opened.value.get_by_role("heading", name="Soldiers killed near Tuz Khurmatu")).to_be_visible()
    opened.value.close()
    page.reload()
    is_shown(page, comments[1])


def test_a_rule_chosen_in_the_list_is_the_one_rejected_by(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation(f"/moderation/{comments[4].id}")
    page.locator("#rules").get_by_text("No promotion", exact=True).click()
    page.get_by_role("button", name="Reject", exact=True).click()
    is_shown(page, comments[5])
    page.get_by_role("button", name="Reject", exact=True).click()
    dialog = page.get_by_role("dialog", name="Which rule does it break?")
    dialog.get_by_role("button", name="Reject").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose a rule.")
    dialog.get_by_role("button", name="Leave it").click()
    wait_until_sent(page)
    assert states(moderated_store, comments[4:6]) == ["rejected", "waiting"]


def test_all_is_done_without_scripts(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation(role="admin", java_script_enabled=False)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".desk-done")).to_have_text("Layla: approved")
    page.get_by_role("radio", name="No personal attacks").check()
    page.get_by_role("button", name="Reject").click()
    expect(page.locator(".desk-done")).to_have_text("Hassan: rejected")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".desk-done")).to_have_text("Hassan: waiting")
    page.get_by_role("link", name="Clear spam").click()
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Reject those checked").click()
    expect(page.get_by_role("status")).to_have_text("1 comment rejected.")
    page.get_by_role("link", name="Guidelines").click()
    page.get_by_label("Title").first.fill("Keep to the report")
    page.get_by_role("button", name="Save as the next version").click()
    expect(page.get_by_role("status")).to_have_text("Kept as version 2.")
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", name="Figures of moderation")).to_be_visible()
    assert states(moderated_store, comments) == ["approved", *["waiting"] * 9, "rejected", "waiting"]
    assert moderated_store.comments.guidelines().rules[0].title == "Keep to the report"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_moderation_is_accessible(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment], scheme: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    moderated_store.comments.act(comments[1].id, "reject", "Vian", rule="personal_attacks")
    moderated_store.comments.act(comments[1].id, "appeal", "writer", why="Read it again.")
    page = open_moderation(role="admin", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    for key, dialog in (("r", "Which rule does it break?"), ("?", "Keys")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        check_axe(page)
        page.keyboard.press("Escape")
    base = page.url.split("/moderation")[0]
    lists = ("/spam", "/closed", "/figures", "/guidelines", "/keys")
    for view in ("", f"/{comments[1].id}", f"/{comments[4].id}", *lists):
        page.goto(f"{base}/moderation{view}")
        page.wait_for_load_state("networkidle")
        check_axe(page)


def check_axe(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200], row["nodes"][0].get("failureSummary")) for row in found] == []


def test_a_phone_has_panes_as_pages(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    add_comment(moderated_store, HOSTILE, "W" * 60)
    page = open_moderation(role="admin", width=390, height=844)
    for tab, pane in (("Queue", "queue"), ("Suggestion", "proposal"), ("Comment", "text")):
        page.locator(".tabs").get_by_role("link", name=tab, exact=True).click()
        expect(page.locator(f"[data-pane={pane}]")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Approve").click()
    is_shown(page, comments[1])
    page.get_by_role("button", name="Reject").click()
    page.get_by_role("dialog").get_by_label("No personal attacks").check()
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    is_shown(page, comments[2])
    wait_until_sent(page)
    assert states(moderated_store, comments[:2]) == ["approved", "rejected"]
    base = page.url.split("/moderation")[0]
    for view in ("/13", "/spam", "/closed", "/figures", "/guidelines", "/keys"):
        page.goto(f"{base}/moderation{view}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, view


def test_hostile_comments_do_nothing(open_moderation: OpenModeration, moderated_store: SqlStore) -> None:
    comment = add_comment(moderated_store, HOSTILE, "<img src=x onerror=window.pwned=1>")
    page = open_moderation(f"/moderation/{comment.id}")
    expect(page.locator(".judged .words")).to_contain_text(
        "<script>window.pwned = 1</script><b>bold</b> [U+202E]txet"
    )
    box = page.locator(".judged .words").bounding_box()
    pane = page.locator("[data-pane=text]").bounding_box()
    assert box
    assert pane
    assert box["x"] + box["width"] <= pane["x"] + pane["width"]
    press(page, "a")
    wait_until_sent(page)
    assert page.evaluate("window.pwned") is None
    assert page.locator(".desk img").count() == 0


def test_keys_are_changed_and_switched_off(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation("/moderation/keys")
    page.get_by_label("Approve, and go on").fill("y")
    page.get_by_label("Approve, and go on").press("Tab")
    expect(page.get_by_role("status")).to_have_text("Kept.")
    page.get_by_role("link", name="Back to the comments").click()
    wait_until_ready(page)
    page.keyboard.press("a")
    is_shown(page, comments[0])
    press(page, "y")
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    for key in ("y", "j", "r", "?"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    is_shown(page, comments[1])
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_until_sent(page)
    assert states(moderated_store, comments[:2]) == ["approved", "waiting"]


@pytest.mark.skipif(not os.environ.get("DATELINE_SCREENSHOTS"), reason="DATELINE_SCREENSHOTS is not set")
def test_pictures_of_moderation_for_the_docs(open_moderation: OpenModeration, comments: list[Comment]) -> None:
    IMAGES.mkdir(exist_ok=True)
    for name, options in (
        ("moderation", {"color_scheme": "light", "width": 1440, "height": 860}),
        ("moderation-phone", {"color_scheme": "light", "width": 390, "height": 844}),
    ):
        page = open_moderation(f"/moderation/{comments[6].id}", **options)
        page.wait_for_timeout(300)
        page.screenshot(path=IMAGES / f"{name}.png")


def test_new_comments_come_without_loading_again(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    for comment in comments[1:]:
        moderated_store.comments.act(comment.id, "approve", "Sherzad")
    page.reload()
    wait_until_ready(page)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
    wait_until_sent(page)
    late = add_comment(moderated_store, "The second bridge was closed as well.", "Rojin")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_shown(page, late)
    expect(page.locator("[data-left-words]")).to_have_text("1")
    later = add_comment(moderated_store, "And the third.", "Rojin")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-live]")).to_have_text("A new comment waits.")
    expect(page.locator(f'[data-line="{later.id}"]')).to_have_count(1)
    is_shown(page, late)


def test_an_appeal_comes_to_its_place_in_an_open_queue(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    act = moderated_store.comments.act
    for comment in (comments[2], *comments[4:]):
        act(comment.id, "reject", "Vian", rule="relevance")
    page = open_moderation()
    press(page, "a")
    wait_until_sent(page)
    act(comments[2].id, "appeal", "writer", why="Read it again.")
    act(comments[0].id, "undo", "Mina")  # in another tab
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-live]")).to_have_text("2 new comments wait.")
    numbers = page.locator("[data-line]").evaluate_all("(lines) => lines.map((line) => Number(line.dataset.line))")
    assert numbers == [comment.id for comment in comments[:4]]
    expect(page.locator("[data-left-words]")).to_have_text("4")
    is_shown(page, comments[1])


def test_a_report_is_closed_for_comments_beside_one_of_them(
    open_moderation: OpenModeration, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = open_moderation()
    page.get_by_role("button", name="Close comments under it").click()
    expect(page.get_by_role("button", name="Open comments under it again")).to_be_visible()
    is_shown(page, comments[0])
    page.get_by_role("link", name="Open and closed").click()
    expect(page.get_by_role("heading", name="Closed reports")).to_be_visible()
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_text("None. A report is closed from the page")).to_be_visible()
    assert CommentSwitches(moderated_store.policies).is_open(comments[0].page)
