"""What browser tests of the desk stand on: a real desk over a store of two dozen proposals, with people.

A plugin beside `desk_stage`, named in the tests' `pytest_plugins`. Plugins serve the whole run, so tests that use it
say for themselves that their `desk` is the `review_site`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_servers import serve_app
from desk_walks import CODER, OpenDesk, wait_until_ready
from page_openers import OpenPage
from people_clients import GOOD, make_fast
from people_samples import signed_in
from playwright.sync_api import Page
from review_samples import fill_desk_store

from dateline.base.settings import Settings
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer
from dateline.resolve.registries import YamlRegistry, make_actor_registry
from dateline.services.incident_room import IncidentRoom
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.services.ways_in import PeopleDesk, make_people_desk
from dateline.store.databases import SqlStore
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end
from dateline.web.review_tools import make_review_tools


@pytest.fixture(scope="session")
def registry() -> YamlRegistry:
    return make_actor_registry()


@pytest.fixture(scope="session")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


@pytest.fixture
def review_store(tmp_path: Path, registry: YamlRegistry) -> Iterator[SqlStore]:
    with fill_desk_store(tmp_path / "desk.sqlite") as store:
        Projector(store.projections, registry).catch_up()
        yield store


@pytest.fixture
def people(review_store: SqlStore) -> PeopleDesk:
    """The people of the desk: Nadia, a coder, who has chosen her password."""
    people = make_people_desk(review_store, passwords=make_fast())
    _, secret = people.accounts.invite(CODER, "coder", "tests")
    people.accounts.accept(secret, CODER, GOOD)
    return people


@pytest.fixture
def review_site(
    review_store: SqlStore, people: PeopleDesk, registry: YamlRegistry, gazetteer: CompiledGazetteer
) -> Iterator[str]:
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    index = RecordIndex(review_store, registry)
    app = create_app(
        review_store,
        Settings(),
        incidents=IncidentRoom(IncidentShelf(review_store), None, registry),
        people=people,
        index=index,
        review=make_review_tools(review_store, index, registry, gazetteer),
    )
    with serve_app(app) as address:
        yield address


@pytest.fixture
def open_desk(open_page: OpenPage, review_store: SqlStore, desk: str) -> OpenDesk:
    """Opens a page of the desk as Karim, a coder who is signed in; with scripts, when it takes keys."""

    def open_one(address: str = "/review", **options: object) -> Page:
        page = open_page("/sign-in", **options)
        signed_in(page.context, review_store, "coder", address=desk)
        page.goto(f"{desk}{address}")
        if options.get("java_script_enabled", True) and address.split("?")[0] == "/review":
            wait_until_ready(page)
        return page

    return open_one
