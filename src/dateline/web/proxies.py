"""Who asks, where a proxy stands before the desk: what it says of the address is believed, what others say is not."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network
from typing import cast

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dateline.model.errors import WrongCallError


class BelieveProxies:
    """ASGI middleware: the address and scheme of a request are those that a known proxy tells.

    Of several addresses in `X-Forwarded-For` the last one counts that is no known proxy's: those before it could be
    written by anybody.
    """

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self._inner = ProxyHeadersMiddleware(cast("object", app), list(proxies))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._inner(scope, receive, send)  # type: ignore[arg-type]  # the same protocol under other names


def believe_proxies(proxies: Sequence[str]) -> list[Middleware]:
    """What to put before all else; nothing where no proxy is known.

    Raises WrongCallError where one is neither an address nor a network: a name, or all the world.
    """
    for proxy in proxies:
        try:
            network = ip_network(proxy)
        except ValueError as error:
            raise WrongCallError("a proxy is named by its address or network", proxy) from error
        if network.prefixlen == 0:
            raise WrongCallError("the whole network cannot be a proxy", proxy)
    return [Middleware(BelieveProxies, proxies)] if proxies else []
