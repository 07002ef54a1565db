"""Asking a second time: only for what has changed, and with the rules of the site as they are by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from dateline.base.settings import Settings
from dateline.read.fetch import NO_VALIDATORS, AnswerError, Validators, WebFetcher
from dateline.read.robots import parse_robots

PUBLIC = "93.184.215.14"
AT = "https://news.example/feed"


class Site:
    """A site that counts, with a clock."""

    def __init__(
        self, robots: str | int = 404, headers: dict[str, str | bytes] | None = None, status: int = 200
    ) -> None:
        self.robots, self.status = robots, status
        self.headers = [
            (name.encode(), value.encode() if isinstance(value, str) else value)
            for name, value in (headers or {}).items()
        ]
        self.asked: list[httpx.Request] = []
        self.now = datetime(2026, 3, 2, tzinfo=UTC)
        self.fetch = WebFetcher(
            Settings(),
            transport=httpx.MockTransport(self.answer),
            resolve=lambda _host, _port: [PUBLIC],
            clock=lambda: self.now,
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path == "/robots.txt":
            text = self.robots
            return httpx.Response(text) if isinstance(text, int) else httpx.Response(200, text=text)
        if request.headers.get("if-none-match") == '"1"' or request.headers.get("if-modified-since") == "a day":
            return httpx.Response(304)
        return httpx.Response(self.status, text="here", headers=self.headers)

    def count_robots(self) -> int:
        return sum(request.url.path == "/robots.txt" for request in self.asked)


def test_what_has_not_changed_is_not_sent_again() -> None:
    site = Site(headers={"ETag": '"1"', "Last-Modified": "a day"})
    got = site.fetch.ask_again(AT, NO_VALIDATORS)
    assert got is not None
    assert got.validators == Validators('"1"', "a day")
    assert site.fetch.ask_again(AT, got.validators) is None
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    assert site.fetch.ask_again(AT, Validators(None, "a day")) is None
    assert site.fetch.ask_again(AT, Validators('"0"')) is not None
    assert "if-none-match" not in {name for request in site.asked[:2] for name in request.headers}


def test_an_unchanged_answer_to_no_question_is_a_fault() -> None:
    with pytest.raises(AnswerError, match="304"):
        Site(status=304).fetch.ask_again(AT, NO_VALIDATORS)


@pytest.mark.parametrize("etag", ['"é"', '"' + "x" * 600 + '"', "", '"\t"'])
def test_what_cannot_be_sent_back_is_not_kept(etag: str) -> None:
    got = Site(headers={"ETag": etag.encode()}).fetch.ask_again(AT, NO_VALIDATORS)
    assert got is not None
    assert got.validators.etag is None


def test_a_refusal_tells_its_status_and_when_to_come_again() -> None:
    with pytest.raises(AnswerError, match="the server answered 429") as refused:
        Site(status=429, headers={"Retry-After": "120"}).fetch(AT)
    assert (refused.value.status, refused.value.retry_after) == (429, "120")


def test_rules_of_a_site_are_asked_for_once_a_day() -> None:
    site = Site(robots="User-agent: *\nDisallow: /x")
    for _ in range(3):
        site.fetch(AT)
    assert site.count_robots() == 1
    site.now += timedelta(hours=23)
    site.robots = "User-agent: *\nDisallow: /"
    site.fetch(AT)
    site.now += timedelta(hours=2)
    with pytest.raises(Exception, match=r"robots\.txt"):
        site.fetch(AT)
    assert site.count_robots() == 2


def test_a_fault_of_the_server_closes_a_site_for_ten_minutes_only() -> None:
    site = Site(robots=503)
    for _ in range(2):
        with pytest.raises(Exception, match=r"robots\.txt"):
            site.fetch(AT)
    assert site.count_robots() == 1
    site.robots = 404
    site.now += timedelta(minutes=11)
    assert site.fetch(AT).data == b"here"


def test_a_site_says_how_long_to_wait() -> None:
    site = Site(robots="User-agent: *\nCrawl-delay: 30\nDisallow: /x")
    assert site.fetch.delay_s(AT) == 0
    site.fetch(AT)
    assert site.fetch.delay_s(AT) == 30
    assert site.fetch.delay_s("http://news.example:port/x") == 0


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: dateline\nCrawl-delay: 2.5\n\nUser-agent: *\nCrawl-delay: 9", 2.5),
        ("User-agent: other\nCrawl-delay: 7", 0),
        ("User-agent: *\nCrawl-delay: 999999", 300),
        ("User-agent: *\nCrawl-delay: a day", 0),
        ("User-agent: *\nCrawl-delay: -4", 0),
    ],
)
def test_parse_robots_reads_the_delay(text: str, delay: float) -> None:
    assert parse_robots(text, "dateline").delay_s == delay
