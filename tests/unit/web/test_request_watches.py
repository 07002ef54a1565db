"""Every request has an id and a line in logs for programs, in which stands nothing private."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from api_stores import fill_store
from people_samples import signed_in
from starlette.testclient import TestClient

from dateline.base.logging import JsonFormatter
from dateline.base.settings import Settings
from dateline.model.errors import StoreError
from dateline.store.databases import SqlStore, open_store
from dateline.web.request_watches import REQUEST_ID
from dateline.web.server import make_desk

WELCOME = "/welcome/w3lc0me" + "s" * 36
WHO = ("203.0.113.9", 50000)


class Lines(logging.Handler):
    """Takes lines as they would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.told: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Any:
    handler, logger = Lines(), logging.getLogger("dateline")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler.told
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(str(tmp_path / "desk.db")) as opened:
        fill_store(opened)
        yield opened


def visit(store: SqlStore, log_format: str = "json") -> TestClient:
    app = make_desk(store, Settings(log_format=log_format), hosts=["testserver"])
    return TestClient(app, client=WHO, follow_redirects=False, raise_server_exceptions=False)


def test_a_request_has_one_line_with_route_status_and_duration(store: SqlStore, lines: list[dict[str, Any]]) -> None:
    with visit(store) as client:
        answer = client.get("/reports/secret-name?q=words", headers={REQUEST_ID: "of-a-stranger"})
    (line,) = [line for line in lines if line["logger"] == "dateline.requests"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/reports/{report_id}", 404)
    assert line["duration_ms"] > 0
    assert line["request_id"] == answer.headers[REQUEST_ID] != "of-a-stranger"
    assert re.fullmatch("[0-9a-f]{16}", line["request_id"])


def test_health_and_files_are_logged_only_where_they_fail(store: SqlStore, lines: list[dict[str, Any]]) -> None:
    with visit(store) as client:
        client.get("/health/live")
        client.get("/static/nothing.js")
    assert [line["route"] for line in lines if line["logger"] == "dateline.requests"] == ["/static"]


def test_text_for_people_has_no_line_for_each_request(store: SqlStore, lines: list[dict[str, Any]]) -> None:
    with visit(store, "text") as client:
        assert client.get("/").headers[REQUEST_ID]
    assert [line for line in lines if line["logger"] == "dateline.requests"] == []


def fail(*_: object) -> None:
    raise StoreError("the database is locked by another program", "desk.db")


def test_no_line_holds_what_is_private(
    store: SqlStore, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with visit(store) as client:
        signed_in(client, store, "admin", "Adil Hassan")
        cookie = client.cookies["dateline"]
        client.get("/people")
        client.get("/search?q=Sara+Ahmed")
        client.post("/sign-in", data={"name": "Sara Ahmed", "password": "four lamps by the river"})
        client.get("/", headers={"Authorization": "Bearer dateline_" + "k" * 43})
        client.get(WELCOME)
        client.cookies.clear()
        client.get("/people", headers={"Accept": "application/json"})

        monkeypatch.setattr("dateline.store.people.SqlPeople.find_invitation", lambda *_: 1 / 0)
        failure = client.get(WELCOME)
        assert failure.status_code == 500
        monkeypatch.setattr("dateline.store.policies.SqlPolicies.get", fail)
        assert client.get(WELCOME).status_code == 503
    text = json.dumps(lines)
    private = ("203.0.113.9", "Adil", "Sara", "four lamps", "kkkk", "w3lc0me", cookie)
    assert [words for words in private if words in text] == []
    failed = [line for line in lines if line["level"] == "error"]
    assert {line["message"].split()[0] for line in failed} == {r"'/welcome/\u2026'"}
    assert [line.get("error") for line in failed] == ["ZeroDivisionError", None]
    assert failed[0]["request_id"] == [line for line in lines if line.get("status") == 500][-1]["request_id"]
    assert failed[0]["request_id"] == failure.headers[REQUEST_ID]
