"""Moderation on a bad line: what is not sent, lost, refused, or decided by another meanwhile."""

from __future__ import annotations

import pytest
from moderation_walks import DECIDED, is_shown, press, reject, states, wait_until_ready, wait_until_sent
from people_samples import signed_in
from playwright.sync_api import Browser, Page, Route, expect

from dateline.model.comments import Comment
from dateline.store.databases import SqlStore

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage", "moderation_stage"]


@pytest.fixture
def desk(moderation_site: str) -> str:
    return moderation_site


@pytest.fixture
def rough_page(chromium: Browser, moderated_store: SqlStore, desk: str) -> Page:
    """The page of a moderator that may log errors: some are made here on purpose."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    signed_in(context, moderated_store, "moderator", address=desk)
    page = context.new_page()
    page.goto(f"{desk}/moderation")
    wait_until_ready(page)
    return page


def test_a_decision_that_fails_comes_back_loudly_and_is_sent_again(
    rough_page: Page, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = rough_page
    page.route("**/moderation/decisions", lambda route: route.fulfill(status=500, body="no"))
    press(page, "a")
    expect(page.get_by_role("alert").first).to_contain_text("Not sent yet: Approved (Layla")
    reject(page, "4")
    assert states(moderated_store, comments[:2]) == ["waiting", "waiting"]
    page.unroute("**/moderation/decisions")
    page.get_by_role("button", name="Retry now").click()
    wait_until_sent(page)
    expect(page.locator("[data-notice]")).to_have_count(0)
    assert states(moderated_store, comments[:2]) == ["approved", "rejected"]
    page.context.close()


def test_an_undo_that_is_refused_leaves_the_decision_before_it(
    rough_page: Page, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = rough_page
    press(page, "a")
    press(page, "a")
    wait_until_sent(page)
    moderated_store.comments.act(comments[1].id, "reject", "Vian", rule="relevance")
    page.keyboard.press("z")
    expect(page.get_by_role("alert").first).to_contain_text("Vian has decided since")
    expect(page.locator(f'[data-line="{comments[1].id}"]')).to_have_count(0)
    assert states(moderated_store, comments[:2]) == ["approved", "rejected"]
    page.keyboard.press("z")
    is_shown(page, comments[0])
    wait_until_sent(page)
    assert states(moderated_store, comments[:2]) == ["waiting", "rejected"]
    page.context.close()


def test_a_comment_decided_on_does_not_come_back_before_the_server_knows(
    rough_page: Page, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = rough_page
    page.locator(f'[data-line="{comments[-1].id}"] a').click()
    is_shown(page, comments[-1])
    page.route("**/moderation/decisions", lambda route: route.fulfill(status=500, body="no"))
    with page.expect_response("**/moderation/queue?*") as refilled:
        press(page, "a")
    assert f'data-line="{comments[-1].id}"' in refilled.value.text()
    page.wait_for_timeout(100)
    expect(page.locator(f'[data-line="{comments[-1].id}"]')).to_have_count(0)
    page.unroute("**/moderation/decisions")
    page.get_by_role("button", name="Retry now").click()
    wait_until_sent(page)
    page.keyboard.press("z")
    expect(page.locator(f'[data-line="{comments[-1].id}"]')).to_have_count(1)
    page.context.close()


def test_an_answer_that_is_lost_takes_nothing_back_twice(
    rough_page: Page, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = rough_page
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    press(page, "a")
    press(page, "a")
    wait_until_sent(page)
    page.route("**/moderation/undo", lose_first)
    page.keyboard.press("z")
    expect(page.get_by_role("alert").first).to_contain_text("Not sent yet: Undo")
    page.get_by_role("button", name="Retry now").click()
    wait_until_sent(page)
    assert len(lost) == 1
    assert states(moderated_store, comments[:2]) == ["approved", "waiting"]
    page.context.close()


def test_what_another_has_decided_meanwhile_is_told(
    rough_page: Page, moderated_store: SqlStore, comments: list[Comment]
) -> None:
    page = rough_page
    moderated_store.comments.act(comments[0].id, "reject", "Vian", rule="relevance")
    press(page, "a")
    expect(page.get_by_role("alert").first).to_contain_text("Vian")
    page.get_by_role("button", name="Go there").click()
    is_shown(page, comments[0])
    expect(page.locator(DECIDED)).to_contain_text("rejected by Vian: Keep to the subject")
    page.context.close()
