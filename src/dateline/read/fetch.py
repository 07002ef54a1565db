"""The one door to the network: public http(s) addresses, within limits, as the site's robots.txt allows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.base.clock import Clock, now_utc
from dateline.base.settings import Settings
from dateline.model.errors import FetchError
from dateline.read.addresses import Resolver, pin_address, resolve_host
from dateline.read.robots import NOTHING_ALLOWED, RobotRules, parse_robots

if TYPE_CHECKING:
    import httpx

_MOST_ROBOTS_BYTES = 512_000
_TOTAL_TIMEOUT_FACTOR = 3
"""A whole answer may take this many times the timeout of one step: slow drips end."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes at an address (the last one, after redirects), when they came, and what they were said to be.

    `note` tells how they were asked for, for the notes on custody.
    """

    data: bytes
    address: str
    retrieved: datetime
    media_type: str
    charset: str | None = None
    note: str | None = None


Fetcher = Callable[[str], Fetched]
"""An address -> what is there. Raises: FetchError."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    data: bytes
    url: httpx.URL
    media_type: str = ""
    charset: str | None = None
    coding: str = ""


@dataclass(slots=True)
class WebFetcher:
    """Fetches pages. `transport` and `resolve` can be put in by tests; rules of a site are asked for once.

    Every hop is checked anew: scheme, robots.txt, and that each IP address of the host is public; the connection
    then goes to the very address that was checked.
    """

    settings: Settings
    transport: httpx.BaseTransport | None = None
    resolve: Resolver = resolve_host
    clock: Clock = now_utc
    _rules: dict[str, RobotRules] = field(default_factory=dict)

    def __call__(self, address: str) -> Fetched:
        """What is at the address. Raises: FetchError where it cannot or must not be fetched."""
        answer = self._follow(self._parse(address), self.settings.max_input_bytes, obey_robots=True)
        if answer.status != 200:
            raise FetchError("not fetched", address, f"the server answered {answer.status}")
        note = self._tell_how(address, answer)
        return Fetched(answer.data, str(answer.url), self.clock(), answer.media_type, answer.charset, note)

    def _tell_how(self, address: str, answer: _Answer) -> str:
        import httpx

        led = "" if str(answer.url) == address else f", led there from {address}"
        coded = f", {answer.coding} of the transfer undone" if answer.coding else ""
        return f"GET by httpx {httpx.__version__} as {self.settings.user_agent}{led}{coded}"

    def _parse(self, address: str) -> httpx.URL:
        import httpx  # slow to import

        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchError("not an address", address, str(error)) from error
        if url.scheme not in ("http", "https") or not url.host:
            raise FetchError("not fetched", address, "only http and https addresses are")
        return url

    def _follow(self, url: httpx.URL, most_bytes: int, *, obey_robots: bool) -> _Answer:
        start = str(url)
        for _ in range(self.settings.max_redirects + 1):
            if obey_robots and not self._site_rules(url).allows(url.raw_path.decode("ascii")):
                raise FetchError("not fetched", str(url), "the site's robots.txt does not allow it")
            answer = self._ask(url, most_bytes)
            if answer.status not in _REDIRECTS:
                return answer
            url = self._parse(str(answer.url))
        raise FetchError("not fetched", start, f"more than {self.settings.max_redirects} redirects")

    def _site_rules(self, url: httpx.URL) -> RobotRules:
        """The rules of the site; where its robots.txt cannot be had for a fault of the server, nothing is allowed."""
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._rules:
            robots = url.copy_with(path="/robots.txt", query=None, fragment=None)
            answer = self._follow(robots, _MOST_ROBOTS_BYTES, obey_robots=False)
            if answer.status == 200:
                product = self.settings.user_agent.split("/")[0]
                self._rules[site] = parse_robots(answer.data.decode("utf-8", "replace"), product)
            else:
                self._rules[site] = NOTHING_ALLOWED if answer.status >= 500 else RobotRules()
        return self._rules[site]

    def _ask(self, url: httpx.URL, most_bytes: int) -> _Answer:
        """One request, to the checked IP address; for a redirect the answer carries where it leads."""
        import httpx

        host = url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        pinned = url.copy_with(host=pin_address(host, port, self.resolve), username=None, password=None)
        headers = {"Host": url.netloc.decode("ascii"), "User-Agent": self.settings.user_agent}
        with httpx.Client(
            transport=self.transport, timeout=self.settings.fetch_timeout_s, trust_env=False, follow_redirects=False
        ) as client:
            request = client.build_request("GET", pinned, headers=headers, extensions={"sni_hostname": host})
            request.extensions["timeout"] = httpx.Timeout(self.settings.fetch_timeout_s).as_dict()
            try:
                response = client.send(request, stream=True)
                return self._read_answer(response, url, most_bytes)
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                cause = str(error) or type(error).__name__
                raise FetchError("not fetched", str(url), cause) from error

    def _read_answer(self, response: httpx.Response, url: httpx.URL, most_bytes: int) -> _Answer:
        try:
            if response.status_code in _REDIRECTS and (target := response.headers.get("location")):
                return _Answer(response.status_code, b"", url.join(target))
            if response.status_code != 200:
                return _Answer(response.status_code, b"", url)
            data = self._read_body(response, str(url), most_bytes)
        finally:
            response.close()
        media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        coding = response.headers.get("content-encoding", "").strip().lower()
        return _Answer(200, data, url, media_type, response.charset_encoding, coding)

    def _read_body(self, response: httpx.Response, address: str, most_bytes: int) -> bytes:
        deadline = time.monotonic() + _TOTAL_TIMEOUT_FACTOR * self.settings.fetch_timeout_s
        pieces, size = [], 0
        for piece in response.iter_bytes():
            size += len(piece)
            if size > most_bytes:
                raise FetchError("not fetched", address, f"larger than {most_bytes:,} bytes")
            if time.monotonic() > deadline:
                raise FetchError("not fetched", address, "the server is too slow")
            pieces.append(piece)
        return b"".join(pieces)
