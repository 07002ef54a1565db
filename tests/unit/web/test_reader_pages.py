"""The pages for readers: what a stranger sees, hears in feeds and is told in data; hostile words stay words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from html import unescape
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from desk_samples import make_hostile
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_samples import signed_in
from reader_samples import HIDDEN, HIDDEN_TITLE, RELEASED, TARMIYAH, VERSION, fill_reader_store
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.model.errors import WrongCallError
from dateline.publish.structured_data import write_json_ld
from dateline.store.databases import SqlStore, open_store
from dateline.web.reader_tools import check_public_url
from dateline.web.server import make_desk, make_reader_site

LINK = re.compile(r"""(?:href|src|action|data-map)="([^"]*)\"""")
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
PUBLIC = "https://news.example"
EVIL_ID = quote(make_hostile().report.id, safe="")


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        opened.policies.set("open_reading", False)
        fill_reader_store(opened, hostile=True)
        yield opened


@pytest.fixture(scope="module")
def app(store: SqlStore) -> FastAPI:
    return make_desk(store, Settings(public_url=PUBLIC), hosts=["testserver"])


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as one:
        one.headers["Accept"] = "text/html"
        yield one


def test_a_stranger_reads_every_page_and_finds_nothing_unreleased(client: TestClient) -> None:
    assert client.get("/reports/" + HIDDEN).status_code == 303  # the desk itself is closed
    seen, waiting, words = set[str](), ["/read", "/robots.txt", "/read/sitemap.xml", "/read/feed.rss"], ""
    while waiting:
        address = waiting.pop().removeprefix(PUBLIC).partition("#")[0]
        if address in seen or not address.startswith(("/read", "/robots")):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        words += answer.text
        if "html" in answer.headers["content-type"]:
            waiting += map(unescape, LINK.findall(answer.text))
    assert len(seen) > 30
    assert HIDDEN not in words
    assert HIDDEN_TITLE not in words
    assert "spokesman claims" not in words  # a statement that nobody approved
    assert not re.search(r"proposed|\bana\b|\bben\b", words)


def test_no_page_asks_for_anything_from_elsewhere_or_of_the_desk(client: TestClient) -> None:
    for address in ("/read", f"/read/reports/{TARMIYAH}", "/read/map", "/read/index", "/read/areas/IQ"):
        page = client.get(address)
        loaded = re.findall(r'(?:src|data-map)="([^"]*)"|<link rel="stylesheet" href="([^"]*)"', page.text)
        assert all("".join(found).startswith(("/static/", "/read/")) for found in loaded)
        assert "set-cookie" not in page.headers
        assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_page_of_a_report_has_all_that_is_asked_of_it(client: TestClient) -> None:
    page = client.get(f"/read/reports/{TARMIYAH}").text
    for words in (
        "Seven soldiers killed on the Tarmiyah road, ministry says", "Tigris Courier", "3 April 2021",
        "By Nadia Karim", "Translation: <bdi>Omar Aziz", 'href="/read/tags/baghdad-belt"', "A+", "A−",
        'href="https://tigris-courier.example/tarmiyah"', "Sources side by side", "claims responsibility",
        "denied by the Villagers", 'data-map="/read/reports/r-tarmiyah/events.geojson"',
        f'<link rel="canonical" href="{PUBLIC}/read/reports/{TARMIYAH}">', '<meta property="og:title"',
    ):  # fmt: skip
        assert words in page, words
    assert "outside Tarmiyah late on Thursday" in page  # a quote that a record rests on
    assert "ended without trouble" not in page  # the rest of the text
    assert "Full text" not in page


def test_what_was_never_released_is_not_found_and_says_no_more(client: TestClient) -> None:
    for name in (HIDDEN, "r-never", "..%2f..%2fetc"):
        answer = client.get(f"/read/reports/{name}")
        assert answer.status_code == 404
        assert "/sign-in" not in answer.text
        assert 'href="/review"' not in answer.text
        assert HIDDEN_TITLE not in answer.text


def test_what_was_withdrawn_is_gone() -> None:
    with open_store(":memory:") as store:
        desk = fill_reader_store(store)
        desk.withdraw(VERSION, "ana", "a secret reason")
        with TestClient(make_desk(store, Settings(), hosts=["testserver"])) as client:
            gone = client.get(f"/read/reports/{TARMIYAH}")
            assert (gone.status_code, client.get("/read/incidents/i-raid").status_code) == (410, 410)
            assert client.get(f"/read/reports/{HIDDEN}").status_code == 404
            assert "not published any more" in gone.text
            assert "secret" not in gone.text
            assert "Nothing is released yet" in client.get("/read").text
            assert client.get("/read/feed.atom").status_code == client.get("/read/sitemap.xml").status_code == 200
            assert client.get("/read/map").status_code == client.get("/read/index").status_code == 200


@pytest.mark.parametrize("form", ["atom", "rss"])
@pytest.mark.parametrize("page", ["", "/areas/IQ-baghdad", "/tags/baghdad-belt"])
def test_feeds_are_well_formed_and_known_the_second_time(client: TestClient, page: str, form: str) -> None:
    answer = client.get(f"/read{page}/feed.{form}")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert answer.headers["content-type"].startswith(f"application/{form}+xml")
    assert {entry.link for entry in found.entries} >= {f"{PUBLIC}/read/reports/{TARMIYAH}"}
    assert all(entry.link.startswith(f"{PUBLIC}/read/reports/") for entry in found.entries)
    again = client.get(f"/read{page}/feed.{form}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = {"If-Modified-Since": answer.headers["last-modified"]}
    assert client.get(f"/read{page}/feed.{form}", headers=since).status_code == 304
    early = {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get(f"/read{page}/feed.{form}", headers=early).status_code == 200
    for moment in ("rubbish", "Mon, 01 Jan 99999999999 00:00:00 GMT"):
        assert client.get(f"/read{page}/feed.{form}", headers={"If-Modified-Since": moment}).status_code == 200


def test_a_feed_is_sent_to_who_has_a_later_one_that_was_withdrawn(client: TestClient) -> None:
    held = parsedate_to_datetime(client.get("/read/feed.rss").headers["last-modified"])
    later = {"If-Modified-Since": format_datetime(held + timedelta(days=1), usegmt=True)}
    for address in ("/read/feed.rss", "/read/feed.atom", "/read/sitemap.xml"):
        assert client.get(address, headers=later).status_code == 200


def test_every_address_of_the_sitemap_is_there(client: TestClient) -> None:
    root = fromstring(client.get("/read/sitemap.xml").content)  # made by us
    addresses = [element.text or "" for element in root.iter() if element.tag.endswith("loc")]
    assert len(addresses) > 15
    assert all(client.get(address.removeprefix(PUBLIC)).status_code == 200 for address in addresses)
    assert client.get("/read/sitemap-1.xml").status_code == 200
    assert client.get("/read/sitemap-0.xml").status_code == client.get("/read/sitemap-9.xml").status_code == 404


def test_robots_are_led_to_the_reader_pages_alone(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    assert "Allow: /read\n" in text
    assert "Disallow: /\n" in text
    assert f"Sitemap: {PUBLIC}/read/sitemap.xml" in text


def test_data_for_search_engines_is_whole_and_names_the_original(client: TestClient) -> None:
    found = JSON_LD.findall(client.get(f"/read/reports/{TARMIYAH}").text)
    data = json.loads(found[0])
    assert data["@type"] == "Article"
    assert data["isBasedOn"]["url"] == "https://tigris-courier.example/tarmiyah"
    assert data["isBasedOn"]["author"] == [{"@type": "Person", "name": "Nadia Karim"}]
    assert data["isBasedOn"]["translator"] == [{"@type": "Person", "name": "Omar Aziz"}]
    event = json.loads(JSON_LD.findall(client.get("/read/incidents/i-raid").text)[0])
    assert event["@type"] == "Event"
    assert len(event["subjectOf"]) == 2


@pytest.mark.parametrize("address", ["/read", f"/read/reports/{EVIL_ID}", "/read/index", "/read/feed.rss"])
def test_hostile_words_stay_words(client: TestClient, address: str) -> None:
    text = client.get(address).text
    assert "<img src=x" not in text
    assert "<script>window" not in text
    assert "javascript:" not in text
    assert all(json.loads(found) for found in JSON_LD.findall(text))


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.sampled_from(["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028\u2029"]))
def test_no_text_leaves_its_place_in_the_data(words: str) -> None:
    written = write_json_ld({"name": words, words: [words]})
    assert written.isascii()
    assert not set(written) & set("<>&")
    assert json.loads(written)["name"] in (words, [words])


def test_the_full_text_is_marked_by_who_may_release_and_shown_at_once(app: FastAPI, store: SqlStore) -> None:
    report_id = RELEASED[1]
    address, form = f"/reports/{report_id}/republish", {"allowed": "true", "ground": "CC BY 4.0 <b>"}
    with TestClient(app, follow_redirects=False) as client:
        client.headers |= {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        assert client.post(address, data=form).status_code == 401
        signed_in(client, store, "coder")
        assert client.post(address, data=form).status_code == 403
        assert "Right to republish" not in client.get(f"/reports/{report_id}").text
        signed_in(client, store, "reviewer")
        assert client.post(address, data={**form, "ground": " "}).status_code == 422
        assert client.post("/reports/r-never/republish", data=form).status_code == 404
        assert client.post(address, data=form).headers["location"] == f"/reports/{report_id}#republish"
        shown = client.get(f"/reports/{report_id}").text
        assert "CC BY 4.0 &lt;b&gt;" in shown
        assert "Take the full text away" in shown
        client.cookies.clear()
        page = client.get(f"/read/reports/{report_id}").text
        assert "Full text" in page
        assert "He added" in page or "he added" in page
    assert store.log.entries(subject=f"report:{report_id}")[-1].kind == "republish"


def test_the_reader_site_alone_has_nothing_of_the_desk(store: SqlStore) -> None:
    site = make_reader_site(store, Settings(), ["testserver"])
    with TestClient(site, follow_redirects=False) as client:
        assert client.get("/").headers["location"] == "/read"
        assert client.get(f"/read/reports/{TARMIYAH}").status_code == 200
        for address in ("/review", "/sign-in", "/reports", f"/reports/{TARMIYAH}", "/releases", "/api/v1/reports",
                        "/exports/jsonl", "/people", "/audit", "/moderation", "/map", "/records"):  # fmt: skip
            answer = client.get(address, headers={"Accept": "text/html"})
            assert answer.status_code == 404, address
            assert "/sign-in" not in answer.text
        client.headers["Sec-Fetch-Site"] = "same-origin"
        assert client.post("/sign-in", data={"name": "ana", "password": "x"}).status_code in (404, 405)


def test_a_key_or_cookie_changes_nothing_for_readers(client: TestClient) -> None:
    plain = client.get("/read").text
    assert client.get("/read", headers={"Authorization": "Bearer nonsense"}).text == plain
    assert client.get("/read", headers={"Cookie": "dateline=nonsense"}).text == plain


def test_another_host_gets_nothing(client: TestClient) -> None:
    assert client.get("/read", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "url", ["news.example", "ftp://news.example", "https://", "https://a@b.example", "https://a?b"]
)
def test_a_public_address_is_one_of_the_web(url: str) -> None:
    with pytest.raises(WrongCallError):
        check_public_url(url)


def test_a_public_address_may_end_in_a_slash() -> None:
    assert check_public_url("https://news.example/") == PUBLIC
    assert check_public_url(None) is None
