"""The pages of releases: from the candidate to the file, by right; what is not released is not for everybody."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from api_samples import HOST, make_app
from api_stores import open_filled_store
from fastapi.testclient import TestClient
from people_samples import signed_in

from dateline.model.ids import text_hash
from dateline.store.databases import SqlStore
from dateline.web.downloads import AT_ONCE, ExportGate


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with open_filled_store() as opened:
        yield opened


@pytest.fixture
def client(store: SqlStore) -> TestClient:
    return TestClient(make_app(store), base_url=HOST, follow_redirects=False)


def test_anybody_sees_what_is_released_and_nothing_else(client: TestClient) -> None:
    page = client.get("/releases").text
    assert "2026.11<" in page
    assert "2026.11.1" not in page
    assert "Make a candidate" not in page
    shown = client.get("/releases/2026.11").text
    assert "Who did what" not in shown
    assert "by ana" not in shown
    assert client.get("/releases/2026.11.1").headers["location"].startswith("/sign-in?next=")
    assert client.get("/releases/2019.01").status_code == 404
    assert client.get("/exports/jsonl").status_code == 303


def test_a_reviewer_takes_a_release_from_candidate_to_withdrawn(client: TestClient, store: SqlStore) -> None:
    store.policies.set("two_person_rule", True)
    signed_in(client, store, "reviewer")
    made = client.post("/releases", data={"version": "2026.12", "precision": "region", "delay_days": "0"})
    assert (made.status_code, made.headers["location"]) == (303, "/releases/2026.12")
    client.post("/releases/2026.12/review", data={"why": "looked through"})
    refused = client.post("/releases/2026.12/publish")
    assert refused.status_code == 422
    assert "somebody else" in refused.text
    signed_in(client, store, "admin")
    client.post("/releases/2026.12/review")
    assert client.post("/releases/2026.12/publish").status_code == 303
    assert store.releases.get("2026.12").state == "released"
    assert client.post("/releases/2026.12/withdraw", data={"why": " "}).status_code == 422
    client.post("/releases/2026.12/withdraw", data={"why": "<b>wrong</b>"})
    shown = client.get("/releases/2026.12").text
    assert "&lt;b&gt;wrong&lt;/b&gt;" in shown
    assert "looked through" in shown


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_who_has_no_right_cannot_release(client: TestClient, store: SqlStore, role: str) -> None:
    signed_in(client, store, role)  # type: ignore[arg-type]
    assert "Make a candidate" not in client.get("/releases").text
    for address in ("/releases", "/releases/2026.11.1/review", "/releases/2026.11/withdraw"):
        assert client.post(address, data={"version": "2027.01", "why": "x"}).status_code == 403
    assert len(store.releases.list()) == 2


@pytest.mark.parametrize(
    "form",
    [
        {"version": "next"},
        {"version": "2026.01"},
        {"version": "2027.01", "delay_days": "soon"},
        {"version": "2027.01", "precision": "street"},
        {"version": "2027.01", "precision": "region", "texts": "true"},
    ],
)
def test_a_wrong_form_says_what_is_wrong(client: TestClient, store: SqlStore, form: dict[str, str]) -> None:
    signed_in(client, store, "reviewer")
    refused = client.post("/releases", data=form)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


def test_the_zip_can_be_checked_without_us_and_the_log_tells_who_took_it(client: TestClient, store: SqlStore) -> None:
    found = client.get("/releases/2026.11/files/zip")
    assert found.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(BytesIO(found.content))
    assert archive.testzip() is None
    manifest = archive.read("manifest.json").decode()
    assert (
        text_hash(manifest)
        == store.releases.get("2026.11").sha256
        == json.loads(client.get("/api/v1/releases/2026.11").text)["sha256"]
    )
    for line in archive.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert text_hash(archive.read(name).decode()) == digest
    assert client.get("/releases/2026.11/manifest.json").text == manifest
    assert client.get("/releases/2026.11/files/zip").content == found.content
    assert client.head("/releases/2026.11/files/zip").headers["etag"] == found.headers["etag"]
    entries = [entry for entry in store.log.entries(subject="release:2026.11") if entry.kind == "export"]
    assert [(entry.who, entry.detail["format"]) for entry in entries] == [("anyone", "zip")] * 2
    assert client.get("/releases/2026.11/files/xml").status_code == 404


def test_so_many_exports_are_written_at_once() -> None:
    gate = ExportGate()
    places = [gate.enter() for _ in range(AT_ONCE)]
    with pytest.raises(Exception, match="Too many exports"):
        gate.enter()
    places.pop().leave()
    again = gate.enter()
    del again
    gate.enter()
