"""The whole desk over a real store: every page answers, with incidents linked and areas found."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from threading import Thread

import httpx
import pytest
from account_samples import make_event
from fastapi import FastAPI
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.linkage.toll_rules import TollRuleError
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Report
from dateline.resolve.gazetteers import make_gazetteer
from dateline.store.databases import SqlStore, open_store
from dateline.web.server import make_desk, serve


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


class PromptThread(Thread):
    """One that is done when it has been started."""

    def start(self) -> None:
        self.run()


@pytest.mark.parametrize("readers_only", [False, True])
def test_a_server_that_stops_leaves_the_store_in_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, readers_only: bool
) -> None:
    path = tmp_path / "desk.db"
    left: list[set[str]] = []

    def run_and_stop(app: FastAPI, **_: object) -> None:
        with TestClient(app, base_url="http://127.0.0.1") as client:
            assert client.get("/health/ready").status_code == 200
            assert len(list(tmp_path.iterdir())) == 3
        left.append({file.name for file in tmp_path.iterdir()})  # a signal would end the process here

    monkeypatch.setattr("dateline.web.server.uvicorn.run", run_and_stop)
    monkeypatch.setattr("dateline.web.server.log_to_stderr", lambda **_: None)
    monkeypatch.setattr("dateline.web.server.Thread", PromptThread)
    serve(str(path), Settings(), readers_only=readers_only)
    assert left == [{"desk.db"}]
