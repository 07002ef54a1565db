"""The page of sources in a real browser: accessible in light and dark, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from app_servers import serve_app
from desk_samples import ShelfSource
from page_openers import AXE, OpenPage
from people_samples import signed_in
from playwright.sync_api import expect

from dateline.base.clock import now_utc
from dateline.base.settings import Settings
from dateline.model.follows import Answer, FoundItem, Outcome
from dateline.services.follow_board import FollowBoard
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]
LONG = "https://news.example/" + "a-very-long-path-of-a-feed/" * 6


@pytest.fixture
def following() -> Iterator[SqlStore]:
    """A store that follows one feed that fails, and a folder that nobody has asked for long."""
    now = now_utc()
    with open_store(":memory:") as store:
        feed = store.follows.add("feed", LONG, who="ana", every_s=900, publisher="Herald").id
        folder = store.follows.add("folder", "/inbox", who="ana", every_s=10).id
        found = [FoundItem("a", f"{LONG}page", now)]
        store.follows.answered(folder, Answer(now - timedelta(days=1), now - timedelta(days=1)))
        store.follows.answered(feed, Answer(now, now + timedelta(hours=1), found, problem="the server answered 503"))
        (item,) = store.follows.waiting(now, {"feed": 1, "folder": 1})
        store.follows.keep(item.id, (), None, Outcome("failed", "the server answered 404"))
        yield store


@pytest.fixture
def desk(following: SqlStore) -> Iterator[str]:
    """In place of the desk of the stage: one that follows."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    people = make_people_desk(following)
    with serve_app(
        create_app(ShelfSource(), Settings(), people=people, sources=FollowBoard(following.follows))
    ) as at:
        yield at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_sources_is_accessible(open_page: OpenPage, following: SqlStore, desk: str, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page("/sign-in", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    signed_in(page.context, following, "reader", address=desk)
    page.goto(f"{desk}/sources")
    page.get_by_text("One page or file failed in a week").click()
    expect(page.get_by_text("the server answered 404")).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]] == []


def test_a_phone_without_scripts_shows_what_is_wrong_without_sideways_scroll(
    open_page: OpenPage, following: SqlStore, desk: str
) -> None:
    page = open_page("/sign-in", width=390, java_script_enabled=False)
    signed_in(page.context, following, "reader", address=desk)
    page.goto(f"{desk}/sources")
    expect(page.get_by_role("heading", level=2)).to_have_text(["/inbox", LONG])
    expect(page.get_by_text("overdue")).to_be_visible()
    expect(page.get_by_text("Failed once: the server answered 503")).to_be_visible()
    page.get_by_text("One page or file failed in a week").press("Enter")
    expect(page.get_by_text("given up")).to_be_visible()
    boxes = [row.bounding_box() for row in page.locator("main *:visible").all()]
    assert max(box["x"] + box["width"] for box in boxes if box) <= 390
