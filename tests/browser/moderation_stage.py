"""What browser tests of moderation stand on: a desk over a dozen comments that wait.

A plugin beside `desk_stage`, named in the tests' `pytest_plugins`. Plugins serve the whole run, so tests that use it
say for themselves that their `desk` is the `moderation_site`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_servers import serve_app
from moderation_samples import fill_comments
from moderation_walks import OpenModeration, wait_until_ready
from page_openers import OpenPage
from people_samples import make_person, signed_in
from playwright.sync_api import Page
from review_samples import fill_desk_store

from dateline.base.settings import Settings
from dateline.model.comments import Comment
from dateline.model.people import Role
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end
from dateline.web.moderation_tools import make_moderation_tools


@pytest.fixture
def moderated_store(tmp_path: Path) -> Iterator[SqlStore]:
    with fill_desk_store(tmp_path / "desk.sqlite", raids=4) as store:
        make_person(store, "reviewer")
        yield store


@pytest.fixture
def comments(moderated_store: SqlStore) -> list[Comment]:
    return fill_comments(moderated_store)


@pytest.fixture
def moderation_site(moderated_store: SqlStore, comments: list[Comment]) -> Iterator[str]:
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    people = make_people_desk(moderated_store)
    app = create_app(moderated_store, Settings(), people=people, moderation=make_moderation_tools(moderated_store))
    with serve_app(app) as address:
        yield address


@pytest.fixture
def open_moderation(open_page: OpenPage, moderated_store: SqlStore, desk: str) -> OpenModeration:
    """Opens a page of moderation as somebody who is signed in: Mina, the moderator, unless another role is named."""

    def open_one(address: str = "/moderation", role: Role = "moderator", **options: object) -> Page:
        page = open_page("/sign-in", **options)
        signed_in(page.context, moderated_store, role, address=desk)
        page.goto(f"{desk}{address}")
        if options.get("java_script_enabled", True) and page.locator("[data-moderation]").count():
            wait_until_ready(page)
        return page

    return open_one
