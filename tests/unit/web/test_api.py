"""The read API: reports, records, incidents, areas, names and releases as JSON; who may, paging, ETags, errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from api_samples import HOST, make_app
from api_stores import open_filled_store
from fastapi.testclient import TestClient
from people_samples import make_person, signed_in

from dateline.services.rate_limits import RateLimit
from dateline.store.databases import SqlStore


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    """Three reports; the first is approved and released as 2026.11, the second a candidate."""
    with open_filled_store() as opened:
        yield opened


@pytest.fixture
def client(store: SqlStore) -> TestClient:
    return TestClient(make_app(store), base_url=HOST)


def get(client: TestClient, path: str, **options: Any) -> Any:
    return client.get(f"/api/v1{path}", **options)


def test_reports_are_paged_to_the_end(client: TestClient) -> None:
    seen, cursor = [], None
    while True:
        page = get(client, "/reports", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [row["report_id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == page["total"] == 3
    report = get(client, f"/reports/{seen[0]}").json()
    assert report["report"]["text"].startswith("Gunmen")
    assert len(report["records"]) == 4


def test_records_are_filtered_and_paged(client: TestClient) -> None:
    every = get(client, "/records", params={"limit": 200}).json()
    assert every["total"] == len(every["items"]) == 12
    paged, cursor = [], ""
    while cursor is not None:
        page = get(client, "/records", params={"limit": 5, **({"cursor": cursor} if cursor else {})}).json()
        paged += page["items"]
        cursor = page["next"]
    assert paged == every["items"]
    approved = get(client, "/records", params={"state": "approved", "kind": "battles,figure"}).json()
    assert {row["kind"] for row in approved["items"]} == {"events", "figures"}
    assert get(client, "/records", params={"country": "FR"}).json()["total"] == 0


def test_a_record_tells_who_decided_to_people_of_the_desk_alone(client: TestClient, store: SqlStore) -> None:
    record_id = get(client, "/records", params={"state": "approved"}).json()["items"][0]["record_id"]
    for path in (f"/records/{record_id}", f"/records/{record_id}/history"):
        assert "ana" not in get(client, path).text
    signed_in(client, store, "reader")
    assert get(client, f"/records/{record_id}").json()["decided_by"] == "ana"
    assert get(client, f"/records/{record_id}/history").json()["decisions"][0]["who"] == "ana"


def test_incidents_areas_and_names(client: TestClient) -> None:
    line = get(client, "/incidents").json()["items"][0]
    incident = get(client, f"/incidents/{line['incident_id']}").json()
    assert incident["accounts"][0]["event"]["sub_event_type"] == "Armed clash"
    area = get(client, "/areas", params={"name": "Omdurman"}).json()["items"][0]
    brief = get(client, f"/areas/{area['slug']}").json()
    assert brief["incidents"][0]["incident_id"]
    assert get(client, "/actors", params={"q": "Sudanese Armed"}).json()["items"][0]["actor_id"] == "SD.saf"
    assert get(client, "/places", params={"q": "Omdur"}).json()["items"][0]["name"] == "Omdurman"


def test_releases_with_changes_and_files(client: TestClient, store: SqlStore) -> None:
    (release,) = get(client, "/releases").json()["items"]
    assert (release["version"], release["state"], release["record_count"]) == ("2026.11", "released", 4)
    assert get(client, "/releases/2026.11/changes").json()["counts"]["added"] == 4
    assert get(client, "/releases/2026.11.1").status_code == 404
    found = get(client, "/releases/2026.11/files/jsonl")
    assert found.headers["content-disposition"] == 'attachment; filename="dateline-2026.11.jsonl"'
    assert len([json.loads(line) for line in found.text.splitlines()]) == 1
    again = get(client, "/releases/2026.11/files/jsonl", headers={"If-None-Match": found.headers["etag"]})
    assert again.status_code == 304
    entry = store.log.entries(subject="release:2026.11")[-1]
    assert (entry.kind, entry.who) == ("export", "anyone")
    signed_in(client, store, "reader")
    assert get(client, "/releases/2026.11.1").json()["state"] == "candidate"


def test_the_present_record_is_for_people_of_the_desk(client: TestClient, store: SqlStore) -> None:
    refused = get(client, "/exports/geojson")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    signed_in(client, store, "reader")
    found = get(client, "/exports/geojson")
    assert found.json()["type"] == "FeatureCollection"
    entry = store.log.entries(subject="export:geojson")[-1]
    assert (entry.kind, entry.who) == ("export", "Rana")


def test_what_the_caller_has_is_not_sent_again(client: TestClient) -> None:
    record_id = get(client, "/records").json()["items"][0]["record_id"]
    first = get(client, f"/records/{record_id}")
    same = get(client, f"/records/{record_id}", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert get(client, f"/records/{record_id}", headers=since).status_code == 304
    later = {"If-Modified-Since": "Mon, 01 Jan 2125 00:00:00 GMT"}  # what is shown may be older than what was
    assert get(client, f"/records/{record_id}", headers=later).status_code == 200
    absurd = {"If-Modified-Since": "Mon, 01 Jan 99999999999 00:00:00 GMT"}
    assert get(client, f"/records/{record_id}", headers=absurd).status_code == 200
    other = {"If-Modified-Since": first.headers["last-modified"], "If-None-Match": '"other"'}
    assert get(client, f"/records/{record_id}", headers=other).status_code == 200
    head = client.head(f"/api/v1/records/{record_id}")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/records/e-none", 404),
        ("/reports/r-none", 404),
        ("/incidents/i-none", 404),
        ("/areas/nowhere_1", 404),
        ("/releases/2020.01", 404),
        ("/nothing", 404),
        ("/records?limit=500", 422),
        ("/records?first=2024-05-02&last=2024-05-01", 422),
        ("/records?box=1,9,2,8", 422),
        ("/records?colour=red", 422),
        ("/records?cursor=x", 422),
        ("/releases/latest", 422),
    ],
)
def test_errors_are_problems(client: TestClient, path: str, status: int) -> None:
    found = get(client, path)
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert found.json()["status"] == status
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in found.headers


def test_nothing_can_be_written(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        found = client.request(method, "/api/v1/records", headers={"Sec-Fetch-Site": "same-origin"})
        assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD")


def test_too_many_requests_are_told_to_wait(store: SqlStore) -> None:
    client = TestClient(make_app(store, limit=RateLimit(2, 60)), base_url=HOST)
    assert [get(client, "/releases").status_code for _ in range(3)] == [200, 200, 429]
    assert int(get(client, "/releases").headers["retry-after"]) > 0


def test_a_wrong_key_is_refused(client: TestClient) -> None:
    refused = get(client, "/reports", headers={"Authorization": "Bearer none"})
    assert (refused.status_code, refused.json()["status"]) == (401, 401)


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("export", 200)])
def test_a_key_takes_files_where_it_is_made_for_it(store: SqlStore, scope: str, status: int) -> None:
    app = make_app(store)
    person = make_person(store, "reader")
    _, secret = app.state.people_desk.sign_ins.make_token(person, "notebook", [scope], 30, person.name)
    client = TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {secret}"})
    assert get(client, "/exports/jsonl").status_code == status
    assert get(client, "/releases/2026.11/files/jsonl").status_code == status
    assert get(client, "/records").json()["items"][0]["decided_by"] == "ana"


def test_closed_reading_closes_the_api(store: SqlStore) -> None:
    client = TestClient(make_app(store), base_url=HOST)
    store.policies.set("open_reading", False)
    try:
        refused = get(client, "/reports")
    finally:
        store.policies.set("open_reading", True)
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")


def test_the_page_tells_every_operation(client: TestClient) -> None:
    page = client.get("/api").text
    document = client.get("/api/openapi.json").json()
    assert len(document["paths"]) == 17
    assert all(f"GET /api{path}" in page for path in document["paths"])
