"""What browser tests of comments stand on: released reports, readers at addresses of their own, and moderators.

A plugin beside `desk_stage`, named in the tests' `pytest_plugins`. Plugins serve the whole run, so no two of them may
give the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_servers import serve_app
from comment_walks import PROXY, CommentDoor
from moderation_samples import WordModerator
from people_samples import make_person
from playwright.sync_api import Browser
from reader_samples import fill_reader_store

from dateline.base.settings import Settings
from dateline.resolve.registries import make_actor_registry
from dateline.services.public_room import PublicRoom
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end
from dateline.web.comment_rooms import make_comment_room
from dateline.web.moderation_tools import make_moderation_tools
from dateline.web.reader_tools import ReaderTools


@pytest.fixture
def comment_store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(str(tmp_path / "desk.sqlite")) as store:
        fill_reader_store(store)
        make_person(store, "moderator")
        make_person(store, "reviewer")
        yield store


@pytest.fixture
def comment_site(comment_store: SqlStore) -> Iterator[str]:
    """A desk that is closed to strangers, with reader pages that are open to all."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    public, moderator = PublicRoom(comment_store, make_actor_registry()), WordModerator()
    app = create_app(
        comment_store,
        Settings(proxies=(PROXY,)),
        people=make_people_desk(comment_store, open_by_default=False),
        readers=ReaderTools(public),
        comments=make_comment_room(comment_store, public, moderator),
        moderation=make_moderation_tools(comment_store, moderator),
    )
    with serve_app(app) as address:
        yield address


@pytest.fixture
def door(chromium: Browser, comment_store: SqlStore, comment_site: str) -> Iterator[CommentDoor]:
    """Lets readers and moderators in; the test fails where a page breaks its own policy or a script of it fails."""
    door = CommentDoor(chromium, comment_store, comment_site)
    yield door
    door.close()
    assert door.complaints == []
