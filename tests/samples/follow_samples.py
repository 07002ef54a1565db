"""Sites, a clock and a coder for tests of following: weeks go by in no time, and nothing is asked of the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from typing import Any

import httpx

from dateline.base.settings import Settings
from dateline.model.drafts import CONTROL, EVENTS, FIGURES, STATEMENTS, Additions, Draft, Layer
from dateline.model.ids import text_hash
from dateline.model.ports import Store
from dateline.model.records import OUTLET, Control, Evidence
from dateline.read.fetch import WebFetcher
from dateline.resolve.registries import YamlRegistry, make_actor_registry
from dateline.services.coding import Coder
from dateline.services.follow_times import Pace
from dateline.services.following import Following, make_following
from dateline.services.projecting import Projector

PUBLIC = "93.184.215.14"
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
NO_ANSWER = 0
Answer = Callable[[httpx.Request], httpx.Response]


class ShortStage:
    """Finds one record in every report, its first word; one with "poison" in it cannot be coded."""

    name = "short"
    version = "1"
    requires: tuple[Layer[Any], ...] = ()
    provides: tuple[Layer[Any], ...] = (EVENTS, FIGURES, STATEMENTS, CONTROL)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        if any("poison" in draft.text for draft in batch):
            raise ValueError("poisoned")
        return [{EVENTS: (), FIGURES: (), STATEMENTS: (), CONTROL: (_control(draft.text),)} for draft in batch]


SHORT_CODER = Coder("short", "1", (ShortStage(),))


def _control(text: str) -> Control:
    word = text.split()[0]
    return Control(
        holder=(), relation="controls", area=word, place=None, time=None, modality="happened", attribution=(OUTLET,),
        evidence=(Evidence(start=0, end=len(word), quote=word),),
    )  # fmt: skip


@cache
def registry() -> YamlRegistry:
    return make_actor_registry()


@dataclass(slots=True)
class FakeTime:
    """A clock that goes on only while somebody waits. Stops who asks after `end`."""

    now: datetime = START
    end: datetime | None = None
    waits: list[float] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += timedelta(seconds=max(seconds, 0.001))
        return self.is_over()

    def is_over(self) -> bool:
        return self.end is not None and self.now >= self.end


@dataclass(slots=True)
class FakeSite:
    """Web sites: what lies at "host/path". A feed is a list of entries; a page a text, or an answer."""

    time: FakeTime
    feeds: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    pages: dict[str, str | Answer] = field(default_factory=dict)
    robots: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[datetime, str, int]] = field(default_factory=list)
    """Every request: when, what, and what was answered. Without those of robots.txt."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        host, path = request.headers["host"], request.url.path
        if path == "/robots.txt":
            text = self.robots.get(host)
            return httpx.Response(404) if text is None else httpx.Response(200, text=text)
        row = len(self.asked)
        self.asked.append((self.time.now, host + path, NO_ANSWER))
        answer = self._answer(request, host + path)
        self.asked[row] = (*self.asked[row][:2], answer.status_code)
        return answer

    def _answer(self, request: httpx.Request, address: str) -> httpx.Response:
        if address in self.feeds:
            return _answer_feed(request, address, self.feeds[address])
        page = self.pages.get(address)
        if callable(page):
            return page(request)
        return httpx.Response(404) if page is None else httpx.Response(200, html=page)

    def count(self, address: str) -> int:
        return sum(row[1] == address for row in self.asked)

    def statuses(self, address: str) -> list[int]:
        return [row[2] for row in self.asked if row[1] == address]


def _answer_feed(request: httpx.Request, address: str, entries: list[tuple[str, str]]) -> httpx.Response:
    etag = f'"{text_hash(repr(entries))[:8]}"'
    if request.headers.get("if-none-match") == etag:
        return httpx.Response(304, headers={"etag": etag})
    return httpx.Response(200, text=write_feed(address, entries), headers={"etag": etag})


def write_feed(address: str, entries: Sequence[tuple[str, str]]) -> str:
    """An RSS feed: entries as (id, address of the page)."""
    day = format_datetime(START)
    items = "".join(
        f"<item><guid isPermaLink='false'>{key}</guid><title>On {key}</title><link>{link}</link>"
        f"<pubDate>{day}</pubDate></item>"
        for key, link in entries
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{address}</title>{items}</channel></rss>"


def write_page(name: str, *, published: bool = True, extra: str = "") -> str:
    """A page with a report of its own."""
    stamp = '<meta property="article:published_time" content="2026-03-01T18:05:00+00:00">' if published else ""
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{name}</title>{stamp}</head><body><article><h1>{name}</h1>"
        f"<p>Two soldiers were killed near the bridge of {name} on Friday, the town's mayor said in the evening.</p>"
        f"<p>Residents of {name} told of shots from the far bank of the river for about an hour. {extra}</p>"
        f"<p>The ministry said that it knew of no attack on {name}, and that the road there was open again.</p>"
        "</article></body></html>"
    )


def resolve_publicly(_host: str, _port: int) -> Sequence[str]:
    return [PUBLIC]


def follow_with(
    store: Store,
    time: FakeTime,
    site: FakeSite | None = None,
    *,
    coder: Coder = SHORT_CODER,
    pace: Pace | None = None,
) -> Following:
    """What follows the sources of a store, over sites and a time of our own; asks one site after the other."""
    site = site or FakeSite(time)
    settings = Settings()
    fetch = WebFetcher(
        settings, transport=httpx.MockTransport(site.answer), resolve=resolve_publicly, clock=time.clock
    )
    return make_following(
        store, coder, settings, clock=time.clock, wait=time.wait, is_over=time.is_over, chance=lambda: 0.5,
        fetch=fetch, projector=Projector(store.projections, registry()),
        pace=pace or Pace(parallel=1, longest_wait_s=6 * 3600.0),
    )  # fmt: skip
