"""The map page as the server makes it: whole without scripts, and its parts alone."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from map_samples import make_map_store
from people_samples import COOKIE, make_session

from dateline.base.settings import Settings
from dateline.model.ports import Store
from dateline.services.record_index import RecordIndex
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import open_store
from dateline.web import map_pages
from dateline.web.app import create_app


def ask(store: Store, address: str, cookie: str | None = None) -> httpx.Response:
    people = make_people_desk(store, open_by_default=True)
    app = create_app(store, Settings(), index=RecordIndex(store), people=people)

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        cookies = {COOKIE: cookie} if cookie else {}
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as client:
            return await client.get(address)

    return asyncio.run(send())


@pytest.fixture(scope="module")
def store() -> Store:
    return make_map_store(30)


def list_rows(text: str) -> list[str]:
    return re.findall(r"<tr>\s*<td>", text)


def test_the_page_is_whole_without_scripts(store: Store) -> None:
    answer = ask(store, "/map?source=Wire")
    assert answer.status_code == 200
    assert "30 records, 85 killed as told" in answer.text
    assert len(list_rows(answer.text)) == 30
    assert re.search(r'<a href="/map\?[^"]*first=2021-01-01&(amp;)?last=2021-12-31[^"]*">2021</a>', answer.text)
    assert "style=" not in answer.text


def test_days_and_a_box_narrow_the_list(store: Store) -> None:
    text = ask(store, "/map?source=Wire&first=2021-01-04&last=2021-01-10&box=43,35,44,36").text
    assert "3 records" in text
    assert "Daquq" not in text[text.index("list-title") :]


def test_the_list_goes_on_after_its_last_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_pages, "LINES_PER_PAGE", 20)
    first = ask(store, "/map?source=Wire").text
    link = re.search(r'href="(/map\?[^"]*after=[0-9]+)', first)
    assert link
    second = ask(store, link.group(1).replace("&amp;", "&")).text
    assert (len(list_rows(first)), len(list_rows(second))) == (20, 10)
    assert ">4 January 2021<" in second
    assert ">4 January 2021<" not in first


def test_the_latest_come_first(store: Store) -> None:
    text = ask(store, "/map/list?source=Wire").text
    assert text.index("3 March 2021") < text.index("1 March 2021") < text.index("4 January 2021")


def test_only_who_may_decide_is_led_to_the_review(store: Store) -> None:
    assert "/review?record=" not in ask(store, "/map/list").text
    assert "/review?record=" in ask(store, "/map/list", make_session(store, "coder")).text


def test_what_does_not_count_is_not_there() -> None:
    store = make_map_store(3)
    record = store.get_coded("day-0").records[0].record_id
    store.decide(record, "reject", "Rana")
    assert "2 records" in ask(store, "/map/list?source=Wire").text
    assert "2 records" in ask(store, "/map/list?source=Wire&state=rejected").text


def test_an_empty_filter_says_which_one_to_loosen(store: Store) -> None:
    text = ask(store, "/map?source=Wire&first=1990-01-01&last=1990-12-31").text
    assert "No record is left" in text
    assert re.search(r"Without the days</a> <span[^>]*>30 records", text)
    assert "Without the source" not in text


def test_an_empty_store_says_what_to_do() -> None:
    assert "dateline add" in ask(open_store(":memory:"), "/map").text


def test_a_filter_that_cannot_be_read_is_left_out_and_said(store: Store) -> None:
    assert "The filter was left out" in ask(store, "/map?first=yesterday").text
    assert ask(store, "/map/list?first=yesterday").status_code == 422
    assert ask(store, "/map/list?after=x").status_code == 422


def test_a_mark_lists_its_records(store: Store) -> None:
    text = ask(store, "/map/here?box=43.579,35.775,43.581,35.777").text
    assert "10 records" in text
    assert text.count("<li") == 10


@pytest.mark.parametrize("address", ["/map", "/map/list", "/map/filters", "/map/here"])
def test_hostile_text_is_escaped(store: Store, address: str) -> None:
    text = ask(store, address).text
    assert "<script>window" not in text
    assert "<img" not in text
