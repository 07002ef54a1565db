"""The page of sources: what is followed, what is wrong with it, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from desk_samples import HOSTILE, ShelfSource
from follow_samples import FakeTime
from people_clients import make_fast
from people_samples import signed_in
from starlette.testclient import TestClient

from dateline.base.clock import now_utc
from dateline.base.settings import Settings
from dateline.model.follows import Answer, FoundItem, Outcome
from dateline.services.follow_board import FollowBoard
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app
from dateline.web.source_pages import say_every, say_minute

FEED = "https://news.example/feed"


@pytest.fixture
def time() -> FakeTime:
    """The present, as a session of long ago would have ended."""
    return FakeTime(now_utc().replace(microsecond=0))


@pytest.fixture
def store(time: FakeTime) -> Iterator[SqlStore]:
    with open_store(":memory:", clock=time.clock) as opened:
        yield opened


def open_desk(store: SqlStore, time: FakeTime) -> TestClient:
    app = create_app(
        ShelfSource(),
        Settings(),
        hosts=["testserver"],
        people=make_people_desk(store, passwords=make_fast()),
        sources=FollowBoard(store.follows, time.clock),
    )
    return TestClient(app, follow_redirects=False)


def read_page(store: SqlStore, time: FakeTime) -> str:
    with open_desk(store, time) as client:
        signed_in(client, store, "reader")
        answer = client.get("/sources")
    assert answer.status_code == 200
    return answer.text


def test_a_desk_that_follows_nothing_says_how_to_begin(store: SqlStore, time: FakeTime) -> None:
    page = read_page(store, time)
    assert "No feed and no folder is followed yet." in page
    assert "<code>dateline follow add SOURCE</code>" in page
    assert "Nothing follows these feeds and folders now." in page


def test_sources_are_told_with_what_failed_and_what_is_overdue_first(store: SqlStore, time: FakeTime) -> None:
    now = time.now
    good = store.follows.add("feed", FEED, who="ana", every_s=900, publisher="Herald")
    bad = store.follows.add("feed", "https://other.example/feed", who="ana", every_s=900)
    late = store.follows.add("folder", "/inbox", who="ana", every_s=10)
    pages = [FoundItem(name, f"https://news.example/{name}", now) for name in ("a", "b")]
    store.follows.answered(good.id, Answer(now, now + timedelta(hours=1), pages))
    store.follows.answered(bad.id, Answer(now, now + timedelta(hours=1), problem="the server answered 503"))
    store.follows.answered(late.id, Answer(now, now + timedelta(seconds=10)))
    item, _ = store.follows.waiting(now, {"feed": 5, "folder": 5})
    store.follows.keep(item.id, (), None, Outcome("failed", "the server answered 404"))
    store.follows.take_turn("host:7", now, now + timedelta(hours=1))
    time.now += timedelta(minutes=30)
    page = read_page(store, time)
    assert page.index("/inbox") < page.index("other.example") < page.index(FEED)
    for words in (
        "<b>overdue</b>", "<b>failing</b>", "<b>fine</b>", "Failed once:", "the server answered 503",
        "One page or file failed in a week", "the server answered 404", "given up", "every 15 min",
        say_minute(now.isoformat()), "<bdi>host:7</bdi>",
    ):  # fmt: skip
        assert words in page
    assert "<dt>Waiting</dt><dd>1</dd>" in page


def test_strangers_do_not_see_what_is_followed(store: SqlStore, time: FakeTime) -> None:
    store.follows.add("folder", "/srv/secret inbox", who="ana", every_s=10)
    with open_desk(store, time) as client:
        answer = client.get("/sources", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_what_servers_and_feeds_say_stays_text(store: SqlStore, time: FakeTime) -> None:
    now = time.now
    source = store.follows.add("feed", f"https://news.example/{HOSTILE}", who="ana", every_s=900, publisher=HOSTILE)
    store.follows.answered(source.id, Answer(now, now, [FoundItem("a", HOSTILE, now)], problem=HOSTILE))
    (item,) = store.follows.waiting(now, {"feed": 5, "folder": 5})
    store.follows.keep(item.id, (), None, Outcome("failed", HOSTILE))
    page = read_page(store, time)
    assert HOSTILE not in page
    assert "<script>window" not in page
    assert page.count("&lt;script&gt;window") == 5


@pytest.mark.parametrize(
    ("seconds", "said"), [(900, "15 min"), (3600, "1 h"), (86_400, "1 d"), (90, "90 s"), (10, "10 s")]
)
def test_say_every_is_whole_in_its_unit(seconds: int, said: str) -> None:
    assert say_every(seconds) == said
