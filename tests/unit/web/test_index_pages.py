"""What is asked of the index on the web."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator

import httpx
import pytest
from report_builders import build_coded

from dateline.base.settings import Settings
from dateline.resolve.registries import make_actor_registry
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        run_id = opened.begin_run("patterns", "1.0", {})
        for number in range(25):
            opened.add_coded(build_coded(number), run_id=run_id)
        Projector(opened.projections, make_actor_registry()).catch_up()
        yield opened


def ask(store: SqlStore, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(store, Settings(), index=RecordIndex(store)))

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address, headers=headers)

    return asyncio.run(send())


def test_cells_are_given_for_a_view(store: SqlStore) -> None:
    cells = ask(store, "/map/cells.json?west=30&east=35&south=10&north=20&zoom=5&kind=battles").json()["cells"]
    assert [cell["shape"] for cell in cells] == ["record"] * 25
    assert cells[0]["kinds"] == {"battles": 1}
    assert ask(store, "/map/cells.json?west=-30&east=-20&south=10&north=20&zoom=5").json()["cells"] == []


def test_facets_and_weeks_are_given(store: SqlStore) -> None:
    assert ask(store, "/facets.json").json()["total"] == 100
    assert ask(store, "/timeline/weeks.json").json() == {
        "first_day": [], "kinds": {}, "killed_low": [], "killed_high": [],
    }  # fmt: skip


def test_an_answer_is_not_given_twice_while_nothing_changed(store: SqlStore) -> None:
    first = ask(store, "/map/cells.json?country=SD", {"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    again = ask(store, "/map/cells.json?country=SD", {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(store, "/map/cells.json?country=IQ", {"if-none-match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/map/cells.json?zoom=99",
        "/map/cells.json?south=10&north=5",
        "/map/cells.json?west=nan",
        "/facets.json?country=Iraq",
        "/timeline/weeks.json?first=yesterday",
        "/search?q=" + "x" * 300,
    ],
)
def test_rubbish_is_refused(store: SqlStore, address: str) -> None:
    assert ask(store, address).status_code == 422


def test_search_is_a_page_that_leads_on(store: SqlStore) -> None:
    page = ask(store, "/search?q=soldiers+omdurman&country=SD").text
    assert page.count("<h2>") == 20
    assert "25 reports" in page
    way_on = re.search(r'rel="next" href="([^"]+)"', page)
    assert way_on is not None
    assert ask(store, html.unescape(way_on[1])).text.count("<h2>") == 5


def test_search_shows_what_was_asked_escaped(store: SqlStore) -> None:
    page = ask(store, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "No report has all these words" in page


def test_search_without_words_teaches(store: SqlStore) -> None:
    assert "quotation marks" in ask(store, "/search").text
