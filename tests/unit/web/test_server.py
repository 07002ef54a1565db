"""The whole desk over a real store: every page answers, with incidents linked and areas found."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from account_samples import make_event

from dateline.base.settings import Settings
from dateline.linkage.toll_rules import TollRuleError
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Report
from dateline.resolve.gazetteers import make_gazetteer
from dateline.store.databases import SqlStore, open_store
from dateline.web.server import make_desk


def make_store() -> SqlStore:
    store = open_store(":memory:")
    run_id = store.begin_run("dateline-coder", "1", {})
    for name, killed in (("wire", 7), ("herald", 10)):
        event = make_event(killed=killed, place_name="Makhmour", lat=35.776, lon=43.58)
        event["place"] |= {"admin1": "Erbil", "gazetteer_id": make_gazetteer().find("Makhmour")[0].gazetteer_id}
        text = event["evidence"][0]["quote"]
        report = Report(id=name, title=f"The {name} tells", publisher=name.title(), published="2021-12-03", text=text)
        store.add_coded(CodedReport(report=report, events=(Event.model_validate(event),)), run_id=run_id)
    return store


def ask(store: SqlStore, *addresses: str) -> list[httpx.Response]:
    app = make_desk(store, Settings())

    async def send() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", follow_redirects=True, timeout=60
        ) as client:
            return [await client.get(address) for address in addresses]

    return asyncio.run(send())


def test_desk_links_what_the_store_holds() -> None:
    incidents, areas, brief = ask(make_store(), "/incidents", "/areas", "/areas?name=Makhmour")
    assert [answer.status_code for answer in (incidents, areas, brief)] == [200, 200, 200]
    assert "2 reports" in incidents.text
    assert "Makhmour" in areas.text
    assert "told differently: the toll" in brief.text


def test_every_address_on_the_desk_leads_somewhere() -> None:
    store = make_store()
    pages = ask(store, "/", "/incidents", "/areas?name=Makhmour", "/records", "/map", "/reports/wire")
    links = {link for page in pages for link in re.findall(r'(?:href|data-map|src)="(/[^"#]*)', page.text)}
    answers = ask(store, *sorted(link for link in links if not link.startswith("/static/")))
    assert {answer.status_code for answer in answers} == {200}
    assert any(answer.url.path.startswith("/incidents/i-") for answer in answers)


def test_desk_refuses_a_toll_rule_that_does_not_exist() -> None:
    with pytest.raises(TollRuleError):
        make_desk(make_store(), Settings(toll_rule="nobody's"))
