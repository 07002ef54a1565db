"""The whole life of a comment in real browsers: its writer, moderators, a stranger; and what hostile ones do."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from threading import Thread

import pytest
from comment_floods import flood
from comment_walks import ARTICLE, CommentDoor, comment, fill_form, send
from moderation_samples import add_comment
from moderation_walks import wait_until_ready, wait_until_sent
from page_openers import AXE
from playwright.sync_api import Page, expect
from reader_samples import TARMIYAH

from dateline.store.databases import SqlStore
from dateline.web.comment_guards import TRIES

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage", "comment_stage"]

FACT = "The bridge was closed a day before, not after."
ABUSE = "You are a liar, and so is the ministry."


def decide(page: Page, *keys: str) -> None:
    """A moderator's keys, on the comment that is shown."""
    page.goto(f"{page.url.split('/moderation')[0]}/moderation")
    wait_until_ready(page)
    for key in keys:
        page.keyboard.press(key)
        if key == "r":
            expect(page.get_by_role("dialog", name="Which rule does it break?")).to_be_visible()
    wait_until_sent(page)


def test_a_comment_is_sent_approved_and_read(door: CommentDoor) -> None:
    writer, stranger = door.let_in(), door.let_in()
    expect(stranger.get_by_text("Nobody has commented yet.")).to_be_visible()
    receipt = comment(writer, FACT)
    expect(writer.get_by_text(FACT)).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_text("Nobody has commented yet.")).to_be_visible()
    assert FACT not in stranger.content()
    moderator = door.let_in("/moderation", role="moderator")
    expect(moderator.locator("[data-comment-words]")).to_have_text(FACT)
    decide(moderator, "a")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="1 comment")).to_be_visible()
    expect(stranger.get_by_role("article", name="Hêro Ali").get_by_text(FACT)).to_be_visible()
    writer.goto(receipt)
    expect(writer.get_by_role("heading", name="Your comment is approved")).to_be_visible()
    writer.get_by_role("link", name="Go to your comment").click()
    expect(writer).to_have_url(re.compile(r"/read/reports/r-tarmiyah#comment-\d+$"))
    expect(writer.locator(":target").get_by_text(FACT)).to_be_visible()


def test_a_rejected_comment_names_its_rule_and_comes_back_on_appeal(door: CommentDoor) -> None:
    writer = door.let_in()
    receipt = comment(writer, ABUSE)
    first = door.let_in("/moderation", role="moderator")
    expect(first.locator("[data-comment-words] mark")).to_have_text("liar")
    decide(first, "r", "4")
    writer.goto(receipt)
    expect(writer.get_by_role("heading", name="Your comment was rejected")).to_be_visible()
    expect(writer.locator(".comment-rule")).to_contain_text("No personal attacks")
    writer.get_by_role("button", name="Ask for another look").click()
    expect(writer.get_by_role("alert")).to_contain_text("missing")
    writer.get_by_label("Why does it not break the rule?").fill("The ministry itself took the number back.")
    writer.get_by_role("button", name="Ask for another look").click()
    expect(writer.get_by_role("heading", name="waits for another look")).to_be_visible()
    other = door.let_in("/moderation", role="reviewer")
    expect(other.get_by_text("The ministry itself took the number back.")).to_be_visible()
    decide(other, "a")
    writer.goto(receipt)
    expect(writer.get_by_role("heading", name="Your comment is approved")).to_be_visible()
    stranger = door.let_in()
    expect(stranger.get_by_text(ABUSE)).to_be_visible()
    assert "Mina" not in stranger.content()
    assert "took the number back" not in stranger.content()


def test_no_javascript_is_needed_and_nothing_typed_is_lost(door: CommentDoor) -> None:
    writer = door.let_in(java_script_enabled=False)
    writer.get_by_label("Comment (required)").fill(FACT)
    writer.get_by_label("E-mail or phone").fill("hero@example.org")
    time.sleep(2.1)  # sooner than this it would be a program
    send(writer)
    expect(writer.get_by_role("heading", name="Your comment is not sent yet")).to_be_visible()
    writer.get_by_role("link", name="The name is missing.").click()
    expect(writer.get_by_label("Name (required)")).to_be_focused()
    expect(writer.get_by_label("Comment (required)")).to_have_value(FACT)
    expect(writer.get_by_label("E-mail or phone")).to_have_value("hero@example.org")
    writer.get_by_label("Name (required)").fill("Hêro")
    send(writer)
    expect(writer.get_by_role("heading", name="Your comment has been sent")).to_be_visible()
    assert "hero@example.org" not in writer.content()


def test_a_comment_is_written_by_keyboard_alone(door: CommentDoor) -> None:
    page = door.let_in()
    page.get_by_role("link", name="The rules in full").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name (required)")).to_be_focused()
    page.keyboard.type("Hêro")
    page.keyboard.press("Tab")
    page.keyboard.type("One line.\nAnother one.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail or phone")).to_be_focused()  # and not the field that nobody sees
    page.keyboard.press("Tab")
    page.wait_for_timeout(2100)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your comment has been sent")).to_be_visible()
    expect(page.locator(".comment-words")).to_have_text("One line.\nAnother one.", use_inner_text=True)


def test_the_page_counts_along_and_cuts_nothing_off(door: CommentDoor) -> None:
    page = door.let_in()
    count, field = page.locator("[data-comment-count]"), page.get_by_label("Comment (required)")
    field.fill("short")
    expect(count).to_be_hidden()
    field.fill("😀" * 3_999 + "x")
    expect(count).to_have_text("4,000 of 4,000 characters")
    field.fill("x" * 4_010)
    expect(count).to_have_text("4,010 of 4,000 characters: 10 too many")
    expect(page.locator("[data-comment-spoken]")).to_have_text("4,010 of 4,000 characters: 10 too many")
    fill_form(page, "x" * 4_010)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("4,010 characters; 4,000 are the most")
    expect(page.get_by_label("Comment (required)")).to_have_value("x" * 4_010)


def test_hostile_comments_stay_text_and_in_their_place(door: CommentDoor, comment_store: SqlStore) -> None:
    markup = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'> {{7*7}} &amp;"
    texts = [
        markup, "😀" * 2_000, "W" * 3_000, "Begun \u202b\u2067and never ended: אבג", "a\n" * 1_500,
        "پردەکە داخرابوو.\nIt was closed.",
    ]  # fmt: skip
    comment(door.let_in(), markup, name="<b>x</b>")
    for number, text in enumerate(texts[1:]):
        add_comment(comment_store, text, f"<b>{number}</b> \u200f!", page=f"report:{TARMIYAH}")
    for waiting in comment_store.comments.list_waiting(limit=10):
        comment_store.comments.act(waiting.id, "approve", "Vian")
    for width in (1280, 390):
        page = door.let_in(width=width)
        expect(page.get_by_role("heading", name="6 comments")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.pwned") is None
        expect(page.get_by_text(markup)).to_be_visible()
        expect(page.locator(".comment b, .comment img, .comment script")).to_have_count(0)
        for box in page.locator(".comment").all():
            name, day = box.locator(".comment-name").bounding_box(), box.locator("time").bounding_box()
            assert name
            assert day
            assert name["x"] + name["width"] <= day["x"]
        assert max(box.bounding_box()["height"] for box in page.locator(".comment").all()) < 5_000  # type: ignore[index]
    page.get_by_text("Show the rest of this comment").click()
    expect(page.locator(".comment-rest p")).to_be_visible()


def test_an_override_of_direction_is_refused_with_words(door: CommentDoor) -> None:
    page = door.let_in()
    fill_form(page, "Read \u202ethis backwards")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("turns the order of letters around")
    expect(page.get_by_label("Comment (required)")).to_have_value("Read \u202ethis backwards")


def test_a_megabyte_is_refused_at_once(door: CommentDoor, comment_store: SqlStore) -> None:
    page = door.let_in()
    fill_form(page, "x" * 1_000_000)
    began = time.monotonic()
    with page.expect_response("**/comments") as told:
        send(page)
    assert told.value.status == 413
    expect(page.get_by_role("heading", name="Your comment was not sent")).to_be_visible()
    assert time.monotonic() - began < 10
    assert comment_store.comments.count()["waiting"] == 0
    page.go_back()
    expect(page.get_by_label("Comment (required)")).to_have_value(re.compile("^x{1000}"))


def test_two_clicks_are_one_comment(door: CommentDoor, comment_store: SqlStore) -> None:
    page = door.let_in()
    fill_form(page, FACT)
    page.get_by_role("button", name="Send to the moderators").dblclick()
    expect(page.get_by_role("heading", name="Your comment has been sent")).to_be_visible()
    assert comment_store.comments.count()["waiting"] == 1


def test_ten_thousand_comments_from_one_address_leave_the_site_up_and_lose_nothing(
    door: CommentDoor, comment_store: SqlStore, record_testsuite_property: Callable[[str, object], None]
) -> None:
    comment(door.let_in(), FACT)
    comment_store.comments.act(comment_store.comments.list_waiting(limit=1)[0].id, "approve", "Vian")
    stranger, writer = door.let_in(java_script_enabled=False), door.let_in()
    loads, came = list[float](), Counter[int]()
    port = int(door.desk.rpartition(":")[2])
    flooding = Thread(target=lambda: came.update(asyncio.run(flood(port, f"{ARTICLE}/comments", 10_000))))
    began = time.monotonic()
    flooding.start()
    comment(writer, "And what does the army say?")
    while flooding.is_alive():
        start = time.monotonic()
        stranger.reload()
        loads.append(time.monotonic() - start)
        expect(stranger.get_by_text(FACT)).to_be_visible()
    flooding.join()
    took = time.monotonic() - began
    record_testsuite_property(
        "flood", f"10,000 in {took:.0f} s; {len(loads)} loads meanwhile, the slowest {max(loads):.1f} s"
    )
    assert came.total() == 10_000
    assert came[429] >= 10_000 - TRIES
    assert came[303] <= 5
    assert max(loads) < 10
    assert comment_store.comments.count() == {"waiting": came[303] + 1, "approved": 1, "rejected": 0}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_phone(door: CommentDoor, comment_store: SqlStore, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    comment(door.let_in(), FACT)
    comment_store.comments.act(comment_store.comments.list_waiting(limit=1)[0].id, "approve", "Vian")
    page = door.let_in(width=390, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    check(page)
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)
    receipt = comment(page, ABUSE)
    check(page)
    rule = comment_store.comments.guidelines().rules[3].key
    waiting = comment_store.comments.list_waiting(limit=1)[0]
    comment_store.comments.act(waiting.id, "reject", "Vian", rule=rule)
    for address in (receipt, f"{door.desk}{ARTICLE}/comments", f"{door.desk}/read/guidelines"):
        page.goto(address)
        check(page)


def check(page: Page) -> None:
    """No sideways scroll, and nothing that axe finds."""
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]] == []
