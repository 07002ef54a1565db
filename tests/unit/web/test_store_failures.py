"""Where the store cannot be used the desk says so calmly, shows nothing of the inside, and goes on afterwards."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from people_samples import signed_in
from review_samples import fill_desk_store
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.model.errors import StoreError
from dateline.store.databases import SqlStore, open_store
from dateline.web.server import make_desk

JSON = {"Accept": "application/json"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill_desk_store(tmp_path / "desk.db", raids=2).close()
    return tmp_path / "desk.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    with open_store(str(path), busy_timeout_s=0.05) as opened:
        yield opened


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(make_desk(store, Settings()), base_url="http://localhost", follow_redirects=False) as client:
        yield signed_in(client, store, "coder")


def decide(client: TestClient, store: SqlStore, verdict: str) -> int:
    record_id = store.get_coded("r-raid-1-tigris").records[0].record_id
    form = {"record_id": record_id, "verdict": verdict, "reason": "not an event"}
    return client.post("/review/decisions", data=form).status_code


def test_a_locked_store_is_told_and_reading_goes_on(client: TestClient, store: SqlStore, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert decide(client, store, "approve") == 503
        assert client.get("/").status_code == 200
        other.rollback()
    assert store.decisions() == []
    assert decide(client, store, "approve") == 303
    assert [row.kind for row in store.decisions()] == ["approve"]


def test_a_full_disk_is_told_and_work_goes_on_once_there_is_room(client: TestClient, store: SqlStore) -> None:
    with full_disk(store):
        form = {"record_id": store.get_coded("r-raid-1-tigris").records[0].record_id, "verdict": "unsure"}
        answer = client.post("/review/decisions", data={**form, "why": "x" * 500})
        for _ in range(200):  # there is some room left in the last pages
            if answer.status_code == 503:
                break
            answer = client.post("/review/undo", data={}) or answer
            answer = client.post("/review/decisions", data={**form, "why": "x" * 500})
        assert answer.status_code == 503
        assert "Nothing was changed" in answer.text
        assert answer.headers["retry-after"] == "30"
        assert client.get("/").status_code == 200
    assert client.post("/review/undo", data={}).status_code == 303


class full_disk:  # noqa: N801 - reads as what it is
    """No page more than the database has now, on every connection."""

    def __init__(self, store: SqlStore) -> None:
        self._engine = store._engine

    def __enter__(self) -> None:
        self._limit(None)

    def __exit__(self, *_: object) -> None:
        self._limit(1 << 30)

    def _limit(self, pages: int | None) -> None:
        self._engine.dispose()
        from sqlalchemy import event

        def set_limit(connection: sqlite3.Connection, _record: object) -> None:
            most = pages or connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {most}")

        event.listen(self._engine, "connect", set_limit)


def test_what_is_the_matter_is_told_without_the_inside(
    client: TestClient, path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the disk is full", str(path), "SELECT secret FROM table")

    monkeypatch.setattr(SqlStore, "list_reports", fail)
    with caplog.at_level(logging.ERROR, "dateline"):
        page, data = client.get("/"), client.get("/", headers=JSON)
    assert (page.status_code, data.status_code) == (503, 503)
    assert "Not possible just now" in page.text
    assert data.json()["detail"] == "the disk is full."
    for answer in (page, data):
        assert str(path) not in answer.text
        assert "SELECT" not in answer.text
        assert "Traceback" not in answer.text
    assert str(path) in caplog.text
    assert "Traceback" not in caplog.text


def test_a_store_that_does_not_know_who_asks_is_told_too(
    client: TestClient, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("the database is locked by another program", "desk.db")

    with monkeypatch.context() as broken:
        broken.setattr("dateline.store.people.SqlPeople.find_session", fail)
        assert client.get("/review").status_code == 503
        assert client.get("/api/v1/reports").status_code == 503
    assert client.get("/review").status_code == 200


def test_the_api_tells_a_store_that_fails(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the database is damaged", "/srv/desk.db", "page 7")

    monkeypatch.setattr(SqlStore, "list_reports", fail)
    monkeypatch.setattr(SqlStore, "get_coded", fail)
    answer = client.get("/api/v1/reports/r-raid-1-tigris")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "the database is damaged."
