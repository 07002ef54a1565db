"""Several sites at once: one that hangs holds up neither the others nor the round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

import pytest

from dateline.base.settings import Settings
from dateline.model.follows import FollowedItem, FollowedSource
from dateline.read.fetch import Fetched, NoAnswerError, WebFetcher
from dateline.services.follow_fetching import Job, fetch_all

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SOURCE = FollowedSource(1, "feed", "https://news.example/feed", None, 900, "ana", NOW.isoformat(), NOW.isoformat())


@dataclass(slots=True)
class HangingFetcher(WebFetcher):
    """Answers at once, but for hosts called "hang…": those only when the test ends."""

    end: Event = field(default_factory=Event)

    def __call__(self, address: str) -> Fetched:
        if "//hang" in address:
            self.end.wait()
        return Fetched(b"", address, NOW, "text/html")


@pytest.fixture
def fetch() -> Iterator[HangingFetcher]:
    fetcher = HangingFetcher(Settings(fetch_timeout_s=0.05))
    yield fetcher
    fetcher.end.set()


def make_job(number: int, host: str) -> Job:
    address = f"https://{host}.example/{number}"
    return Job(SOURCE, FollowedItem(number, 1, "feed", address, None, None, NOW.isoformat(), 0))


def test_a_job_that_takes_too_long_is_not_waited_for(fetch: HangingFetcher) -> None:
    hosts = ["hang1", "hang2", "a", "hang3", "b"]
    jobs = [make_job(number, host) for number, host in enumerate(hosts)]
    came = {job.host.split(".")[0]: got for job, got in fetch_all(jobs, fetch, 2, lambda: False)}
    assert sorted(came) == sorted(hosts)
    assert {host for host, got in came.items() if isinstance(got, Fetched)} == {"a", "b"}
    late = came["hang1"]
    assert isinstance(late, NoAnswerError)
    assert late.cause == "the server is too slow"


def test_who_stops_waits_for_nobody(fetch: HangingFetcher) -> None:
    jobs = [make_job(1, "hang1"), make_job(2, "a"), make_job(3, "b")]
    came: list[str] = []
    for job, _ in fetch_all(jobs, fetch, 2, lambda: bool(came)):
        came.append(job.host)
    assert came == ["a.example"]
