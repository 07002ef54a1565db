"""Hostile text in every field that somebody can fill, and every page that a link leads to: it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from api_stores import fill_store
from moderation_samples import add_comment
from people_samples import make_person, signed_in
from review_samples import fill_desk_store
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.model.filters import RecordFilter
from dateline.model.records import Event
from dateline.model.rounds import Sample
from dateline.store.databases import SqlStore
from dateline.web.server import make_desk

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}${7*7}\u202e"
RAW = ("<img src=x", "<script>alert", "{{49", ">49<")
PATHS_AWAY = ("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "%0d%0aSet-Cookie:%20a=b", "a" * 5000)
MOST_PAGES = 250
BEGINNINGS = ("/", "/review", "/moderation", "/people", "/me", "/audit", "/rounds", "/search?text=a")
LINK = re.compile(r"""(?:href|src|action)="([^"]*)\"""")
NOT_FOLLOWED = ("/static/", "/sign-out")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    path: Path = tmp_path_factory.mktemp("hostile") / "desk.db"
    with fill_desk_store(path, raids=2) as opened:
        fill_store(opened)
        spoil(opened)
        yield opened


def spoil(store: SqlStore) -> None:
    """Put hostile words wherever a person's words are kept."""
    evil = EVIL[:40]
    people = [make_person(store, "admin", f"{evil} {number}") for number in range(2)]
    rows = store.get_coded("r-raid-1-tigris").records
    store.decide(rows[0].record_id, "unsure", people[0].name, EVIL)
    store.log.append("export", EVIL, f"export:{EVIL}", {"format": EVIL, "count": 1})
    store.policies.set("release_precision", "exact", who=EVIL)
    other = store.get_coded("r-raid-0-tigris").records[0]
    assert isinstance(other.record, Event)
    comment = add_comment(store, EVIL, evil, page="report:r-raid-1-tigris")
    store.comments.act(comment.id, "reject", people[0].name, rule="relevance", why=EVIL)
    store.comments.act(comment.id, "appeal", "writer", why=EVIL)
    store.rounds.open(EVIL[:60], [other.record_id], [one.id for one in people], Sample({}, (), 1, 1, 1), who=EVIL)


@pytest.fixture(scope="module")
def client(store: SqlStore) -> Iterator[TestClient]:
    desk = make_desk(store, Settings(), hosts=["testserver"])
    with TestClient(desk, follow_redirects=False) as client:
        signed_in(client, store, "admin")
        client.headers["Accept"] = "text/html"
        record_id = store.get_coded("r-raid-1-tigris").records[0].record_id
        page = client.get(f"/review/items/{record_id}/form").text
        fields = dict.fromkeys(re.findall(r'name="([^"]+)"', page), EVIL)
        client.post("/review/corrections", data={**fields, "record_id": record_id, "why": EVIL})
        yield client


def test_no_page_that_a_link_leads_to_runs_hostile_text(client: TestClient) -> None:
    seen, waiting, broken = set[str](), list(BEGINNINGS), []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code >= 500 or not is_harmless(answer.text, answer.headers["content-type"]):
            broken.append((address, answer.status_code))
        assert answer.headers["x-content-type-options"] == "nosniff"
        if "text/html" in answer.headers["content-type"]:
            waiting += [link for link in list_links(answer.text, address) if link not in seen]
    assert broken == []
    assert len(seen) > 30


def list_links(page: str, address: str) -> list[str]:
    found = []
    for link in LINK.findall(page):
        parts = urlsplit(urljoin(f"http://testserver{address}", unescape(link)))
        ours = parts.netloc == "testserver" and not parts.path.startswith(NOT_FOLLOWED)
        if ours and "/files/" not in parts.path and "/exports/" not in parts.path:
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def is_harmless(text: str, media_type: str) -> bool:
    """JSON and plain text run nothing; what may be a page holds the words escaped."""
    if not media_type.startswith(("text/html", "image/svg")):
        return True
    return not any(raw in text for raw in RAW)


@pytest.mark.parametrize("field", [*RecordFilter().to_query(), "text", "actor", "country", "source", "after", "done"])
@pytest.mark.parametrize("path", ["/map", "/search", "/review", "/records", "/", "/audit", "/incidents"])
def test_what_stands_in_an_address_stays_text(client: TestClient, path: str, field: str) -> None:
    answer = client.get(f"{path}?{field}={quote(EVIL)}")
    assert answer.status_code < 500
    assert is_harmless(answer.text, answer.headers["content-type"])


@pytest.mark.parametrize(
    "evil", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "%0d%0aSet-Cookie:%20a=b", "a" * 5000]
)
@pytest.mark.parametrize(
    "path",
    [
        "/static/{}", "/reports/{}", "/reports/{}/original.txt", "/incidents/{}", "/areas/{}/map.svg",
        "/records/{}/history", "/releases/{}", "/releases/{}/files/jsonl", "/exports/{}", "/map/towns/{}.geojson",
        "/welcome/{}", "/rounds/{}", "/api/v1/records/{}", "/sign-in?next={}",
    ],
)  # fmt: skip
def test_paths_lead_nowhere_else_and_break_no_header(client: TestClient, path: str, evil: str) -> None:
    answer = client.get(path.format(evil))
    assert answer.status_code in (200, 303, 404, 405, 422)
    assert "root:" not in answer.text
    assert "set-cookie" not in answer.headers
    assert urlsplit(answer.headers.get("location", "/")).netloc == ""
