"""The door to the network, with no network behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx
import pytest

from dateline.base.settings import Settings
from dateline.model.errors import FetchError
from dateline.read.addresses import is_public
from dateline.read.fetch import WebFetcher
from dateline.read.robots import parse_robots

PUBLIC = "93.184.215.14"
DEFAULTS = Settings()
Answer = Callable[[httpx.Request], httpx.Response]


def make_fetcher(
    answer: Answer, hosts: dict[str, Sequence[str]] | None = None, settings: Settings = DEFAULTS
) -> WebFetcher:
    def resolve(host: str, port: int) -> Sequence[str]:
        return (hosts or {}).get(host, [PUBLIC])

    return WebFetcher(settings, transport=httpx.MockTransport(answer), resolve=resolve)


def page(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/robots.txt":
        return httpx.Response(404)
    return httpx.Response(200, text="<p>hello</p>", headers={"content-type": "text/html; charset=utf-8"})


def test_fetch_connects_to_the_address_that_was_checked() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return page(request)

    got = make_fetcher(answer)("https://news.example/a?b=c")
    assert (got.data, got.media_type, got.charset) == (b"<p>hello</p>", "text/html", "utf-8")
    assert got.address == "https://news.example/a?b=c"
    assert {request.url.host for request in seen} == {PUBLIC}
    assert {request.headers["host"] for request in seen} == {"news.example"}
    assert {request.extensions["sni_hostname"] for request in seen} == {"news.example"}
    assert all(request.headers["user-agent"].startswith("dateline/") for request in seen)


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], [PUBLIC, "192.168.0.1"], []]
)
def test_fetch_refuses_hosts_that_are_not_public(answers: list[str]) -> None:
    with pytest.raises(FetchError):
        make_fetcher(page, {"inside.example": answers})("http://inside.example/")


@pytest.mark.parametrize("address", ["ftp://news.example/", "file:///etc/passwd", "http://", "nonsense"])
def test_fetch_refuses_what_is_no_web_address(address: str) -> None:
    with pytest.raises(FetchError):
        make_fetcher(page)(address)


def test_fetch_checks_where_a_redirect_leads() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["host"] == "news.example" and request.url.path == "/a":
            return httpx.Response(302, headers={"location": "http://inside.example/secret"})
        return page(request)

    with pytest.raises(FetchError, match="public network"):
        make_fetcher(answer, {"inside.example": ["127.0.0.1"]})("https://news.example/a")


def test_fetch_follows_redirects_up_to_the_limit() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        step = int(request.url.path.strip("/"))
        return httpx.Response(301, headers={"location": f"/{step - 1}"}) if step else page(request)

    assert (
        make_fetcher(answer, settings=Settings(max_redirects=3))("https://news.example/3").address
        == "https://news.example/0"
    )
    with pytest.raises(FetchError, match="redirects"):
        make_fetcher(answer, settings=Settings(max_redirects=3))("https://news.example/4")


def test_fetch_obeys_robots() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, text="User-agent: *\nDisallow: /private/\n")
        return page(request)

    fetch = make_fetcher(answer)
    assert fetch("https://news.example/open").data
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetch("https://news.example/private/a")


def test_fetch_takes_a_failing_robots_for_a_no() -> None:
    with pytest.raises(FetchError, match=r"robots\.txt"):
        make_fetcher(lambda _: httpx.Response(503))("https://news.example/a")


def test_fetch_stops_at_the_size_limit() -> None:
    with pytest.raises(FetchError, match="larger than"):
        make_fetcher(page, settings=Settings(max_input_bytes=5))("https://news.example/a")


def test_fetch_names_what_the_server_answered() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404)

    with pytest.raises(FetchError, match="404"):
        make_fetcher(answer)("https://news.example/a")


def test_fetch_names_a_time_out() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    with pytest.raises(FetchError, match="too slow"):
        make_fetcher(answer)("https://news.example/a")


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "127.0.0.1",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.1.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
        "x",
    ],
)
def test_is_public_refuses_what_is_not_of_the_public_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_is_public_accepts_public_addresses(address: str) -> None:
    assert is_public(address)


def test_parse_robots_lets_the_longest_rule_win() -> None:
    rules = parse_robots(
        "User-agent: other\nDisallow: /\n\nUser-agent: dateline\nUser-agent: more\nDisallow: /a # no\nAllow: /a/b\n"
        "Disallow: /*.pdf$\n\nUser-agent: *\nDisallow: /c\n",
        "dateline",
    )
    assert [rules.allows(path) for path in ("/a", "/a/b", "/x.pdf", "/x.pdf?y", "/c", "/")] == [
        False,
        True,
        False,
        True,
        True,
        True,
    ]
