"""Behind a proxy the visitor's address is the one that the proxy tells, and nobody else can tell another."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dateline.base.settings import settings_from_environment
from dateline.model.errors import WrongCallError
from dateline.web.guards import address_of
from dateline.web.proxies import believe_proxies


async def tell_address(request: Request) -> Response:
    return PlainTextResponse(f"{address_of(request)} {request.url.scheme}")


def ask(proxies: list[str], came_from: str, **headers: str) -> str:
    app = Starlette(routes=[Route("/", tell_address)], middleware=believe_proxies(proxies))

    async def send() -> str:
        transport = httpx.ASGITransport(app, client=(came_from, 9))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
            return (
                await client.get("/", headers={name.replace("_", "-"): said for name, said in headers.items()})
            ).text

    return asyncio.run(send())


def test_no_header_is_believed_where_no_proxy_is_named() -> None:
    assert ask([], "192.0.2.1", X_Forwarded_For="203.0.113.9") == "192.0.2.1 http"


def test_a_visitor_who_is_no_proxy_is_not_believed() -> None:
    assert ask(["127.0.0.1"], "192.0.2.1", X_Forwarded_For="203.0.113.9") == "192.0.2.1 http"


@pytest.mark.parametrize("proxy", ["127.0.0.1", "127.0.0.0/8"])
def test_the_proxy_tells_address_and_scheme(proxy: str) -> None:
    said = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    assert ask([proxy], "127.0.0.1", **said) == "203.0.113.9 https"


def test_what_the_visitor_wrote_before_the_proxy_counts_for_nothing() -> None:
    forged = "198.51.100.1, 127.0.0.1, 203.0.113.9"
    assert ask(["127.0.0.1"], "127.0.0.1", X_Forwarded_For=forged) == "203.0.113.9 http"


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "0.0.0.0/0", "::/0"])
def test_a_proxy_is_an_address_and_not_all_the_world(proxy: str) -> None:
    with pytest.raises(WrongCallError, match="proxy"):
        believe_proxies([proxy])


def test_proxies_are_set_with_commas_between_them() -> None:
    assert settings_from_environment({"DATELINE_PROXIES": "127.0.0.1, 10.0.0.0/8"}).proxies == (
        "127.0.0.1",
        "10.0.0.0/8",
    )
    assert settings_from_environment({}).proxies == ()
