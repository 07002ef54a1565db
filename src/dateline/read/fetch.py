"""The one door to the network: public http(s) addresses, within limits, as the site's robots.txt allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dateline.base.clock import Clock, now_utc
from dateline.base.settings import Settings
from dateline.model.errors import FetchError
from dateline.read.addresses import Resolver, pin_address, resolve_host
from dateline.read.deadlines import Deadline
from dateline.read.robots import NOTHING_ALLOWED, RobotRules, parse_robots

if TYPE_CHECKING:
    import httpx

_MOST_ROBOTS_BYTES = 512_000
_MOST_FEED_BYTES = 5_000_000
"""What is asked for again and again may be no larger."""
_MOST_SITES = 1000
"""So many sites' rules are held before those that are out of date are dropped."""
_TOTAL_TIMEOUT_FACTOR = 3
"""A whole answer may take this many times the timeout of one step: slow drips end."""
_TOO_SLOW = "the server is too slow"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_LONGEST_VALIDATOR = 500
_RULES_HOLD = timedelta(hours=24)
"""RFC 9309, section 2.4: robots.txt is not to be relied on for longer."""
_FAULT_HOLDS = timedelta(minutes=10)
"""How long a site whose robots.txt cannot be had is not asked again for it."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said by which it can tell later whether an answer has changed: `ETag` and `Last-Modified`."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers that ask for the answer only if it has changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


NO_VALIDATORS = Validators()


class AnswerError(FetchError):
    """A server that answered, but not with what was asked for: its status, and its `Retry-After` if it gave one."""

    def __init__(self, address: str, status: int, retry_after: str | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__("not fetched", address, f"the server answered {status}")


class NoAnswerError(FetchError):
    """A server that did not answer, or not to the end."""


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
    validators: Validators = NO_VALIDATORS


NO_HEADERS: Mapping[str, str] = {}
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
    validators: Validators = NO_VALIDATORS
    retry_after: str | None = None


@dataclass(slots=True)
class WebFetcher:
    """Fetches pages. `transport` and `resolve` can be put in by tests; rules of a site are asked for once a day.

    Every hop is checked anew: scheme, robots.txt, and that each IP address of the host is public; the connection
    then goes to the very address that was checked.
    """

    settings: Settings
    transport: httpx.BaseTransport | None = None
    resolve: Resolver = resolve_host
    clock: Clock = now_utc
    _rules: dict[str, tuple[datetime, RobotRules]] = field(default_factory=dict)

    def __call__(self, address: str) -> Fetched:
        """What is at the address. Raises: FetchError where it cannot or must not be fetched."""
        answer = self._follow(parse_address(address), self.settings.max_input_bytes, obey_robots=True)
        return self._take(address, answer)

    def ask_again(self, address: str, validators: Validators) -> Fetched | None:
        """What is at the address, or None where that is still what the validators were told for. Raises as a call."""
        headers, most_bytes = validators.headers(), min(_MOST_FEED_BYTES, self.settings.max_input_bytes)
        answer = self._follow(parse_address(address), most_bytes, obey_robots=True, headers=headers)
        if answer.status == _UNCHANGED and headers:
            return None
        return self._take(address, answer)

    def delay_s(self, address: str) -> float:
        """How long the site's robots.txt, where it was read, asks to wait between two requests, in seconds."""
        try:
            url = parse_address(address)
        except FetchError:  # nobody asks it anything
            return 0.0
        _, rules = self._rules.get(_site_of(url), (None, RobotRules()))
        return rules.delay_s

    @property
    def longest_s(self) -> float:
        """How long one whole answer may take, in seconds."""
        return _TOTAL_TIMEOUT_FACTOR * self.settings.fetch_timeout_s

    def _take(self, address: str, answer: _Answer) -> Fetched:
        if answer.status != 200:
            raise AnswerError(address, answer.status, answer.retry_after)
        return Fetched(
            answer.data,
            str(answer.url),
            self.clock(),
            answer.media_type,
            answer.charset,
            self._tell_how(address, answer),
            answer.validators,
        )

    def _tell_how(self, address: str, answer: _Answer) -> str:
        import httpx

        led = "" if str(answer.url) == address else f", led there from {address}"
        coded = f", {answer.coding} of the transfer undone" if answer.coding else ""
        return f"GET by httpx {httpx.__version__} as {self.settings.user_agent}{led}{coded}"

    def _follow(
        self, url: httpx.URL, most_bytes: int, *, obey_robots: bool, headers: Mapping[str, str] = NO_HEADERS
    ) -> _Answer:
        start = str(url)
        for _ in range(self.settings.max_redirects + 1):
            if obey_robots and not self._site_rules(url).allows(url.raw_path.decode("ascii")):
                raise FetchError("not fetched", str(url), "the site's robots.txt does not allow it")
            answer = self._ask(url, most_bytes, headers)
            if answer.status not in _REDIRECTS:
                return answer
            url = parse_address(str(answer.url))
        raise FetchError("not fetched", start, f"more than {self.settings.max_redirects} redirects")

    def _site_rules(self, url: httpx.URL) -> RobotRules:
        """The rules of the site; where its robots.txt cannot be had for a fault of the server, nothing is allowed."""
        site, now = _site_of(url), self.clock()
        until, rules = self._rules.get(site, (now, RobotRules()))
        if until > now:
            return rules
        robots = url.copy_with(path="/robots.txt", query=None, fragment=None)
        answer = self._follow(robots, _MOST_ROBOTS_BYTES, obey_robots=False)
        if answer.status == 200:
            product = self.settings.user_agent.split("/")[0]
            rules = parse_robots(answer.data.decode("utf-8", "replace"), product)
        else:
            rules = NOTHING_ALLOWED if answer.status >= 500 else RobotRules()
        if len(self._rules) >= _MOST_SITES:
            self._rules = {key: held for key, held in self._rules.items() if held[0] > now}
        self._rules[site] = (now + (_FAULT_HOLDS if rules is NOTHING_ALLOWED else _RULES_HOLD), rules)
        return rules

    def _ask(self, url: httpx.URL, most_bytes: int, extra: Mapping[str, str]) -> _Answer:
        """One request, to the checked IP address; for a redirect the answer carries where it leads."""
        import httpx

        host = url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        pinned = url.copy_with(host=pin_address(host, port, self.resolve), username=None, password=None)
        headers = {"Host": url.netloc.decode("ascii"), "User-Agent": self.settings.user_agent, **extra}
        timeout_s = self.settings.fetch_timeout_s
        client = httpx.Client(transport=self.transport, timeout=timeout_s, trust_env=False, follow_redirects=False)
        with client, Deadline(self.longest_s) as deadline:
            told = {"sni_hostname": host, "trace": deadline.watch}
            request = client.build_request("GET", pinned, headers=headers, extensions=told)
            request.extensions["timeout"] = httpx.Timeout(timeout_s).as_dict()
            try:
                response = client.send(request, stream=True)
                return self._read_answer(response, url, most_bytes, deadline)
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                cause = _TOO_SLOW if deadline.is_over else str(error) or type(error).__name__
                raise NoAnswerError("not fetched", str(url), cause) from error

    def _read_answer(self, response: httpx.Response, url: httpx.URL, most_bytes: int, deadline: Deadline) -> _Answer:
        try:
            if response.status_code in _REDIRECTS and (target := response.headers.get("location")):
                return _Answer(response.status_code, b"", url.join(target))
            if response.status_code != 200:
                return _Answer(response.status_code, b"", url, retry_after=response.headers.get("retry-after"))
            data = _read_body(response, str(url), most_bytes, deadline)
        finally:
            response.close()
        media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        coding = response.headers.get("content-encoding", "").strip().lower()
        validators = Validators(*(_read_validator(response, name) for name in ("etag", "last-modified")))
        return _Answer(200, data, url, media_type, response.charset_encoding, coding, validators)


def parse_address(address: str) -> httpx.URL:
    """An address that can be asked. Raises: FetchError where it is none, or none of the web."""
    import httpx  # slow to import

    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError("not an address", address, str(error)) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError("not fetched", address, "only http and https addresses are")
    return url


def _read_body(response: httpx.Response, address: str, most_bytes: int, deadline: Deadline) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > most_bytes:
            raise FetchError("not fetched", address, f"larger than {most_bytes:,} bytes")
        pieces.append(piece)
        if deadline.is_over:
            break
    if deadline.is_over:  # what has come may look whole, and be cut off
        raise NoAnswerError("not fetched", address, _TOO_SLOW)
    return b"".join(pieces)


def _site_of(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _read_validator(response: httpx.Response, name: str) -> str | None:
    """A header that is to be sent back one day; None where it cannot be, or is too long to be one."""
    value = str(response.headers.get(name, ""))
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_VALIDATOR else None
