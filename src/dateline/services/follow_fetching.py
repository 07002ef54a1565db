"""Several sites are asked at once, each by one thread; what they answer is handled one after the other."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from dateline.model.errors import FetchError
from dateline.model.follows import FollowedItem, FollowedSource
from dateline.read.fetch import Fetched, NoAnswerError, Validators, WebFetcher

_TICK_S = 0.2
_ANSWERS_A_JOB = 2
"""A job may take as long as so many whole answers: the site's robots.txt, and what is there."""


@dataclass(frozen=True, slots=True)
class Job:
    """A feed that is to be asked, or a page that was found in one."""

    source: FollowedSource
    item: FollowedItem | None = None

    @property
    def address(self) -> str:
        return self.source.address if self.item is None else self.item.address

    @property
    def host(self) -> str:
        return host_of(self.address)


Got = Fetched | FetchError | None
"""What came: None where a feed has not changed."""
_Done = SimpleQueue[tuple[Job, Got]]


def host_of(address: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def fetch_all(
    jobs: Sequence[Job], fetch: WebFetcher, parallel: int, is_over: Callable[[], bool]
) -> Iterator[tuple[Job, Got]]:
    """What each job brings, as it comes. `is_over` is asked several times a second; then no more is waited for.

    A job that takes too long counts as not answered, and the next one begins; with one at a time it is waited for.
    The threads touch nothing but the network, and end with the process: whoever stops need not wait for a slow site.
    """
    if parallel == 1:
        for job in jobs:
            if is_over():
                return
            yield job, _fetch(job, fetch)
        return
    todo, running = deque(jobs), dict[Job, float]()
    done: _Done = SimpleQueue()
    while (todo or running) and not is_over():
        while todo and len(running) < parallel:
            job = todo.popleft()
            running[job] = time.monotonic() + _ANSWERS_A_JOB * fetch.longest_s
            Thread(target=_work, args=(job, done, fetch), daemon=True).start()
        if (came := _wait_for(done, running)) is not None:
            yield came


def _work(job: Job, done: _Done, fetch: WebFetcher) -> None:
    done.put((job, _fetch(job, fetch)))


def _fetch(job: Job, fetch: WebFetcher) -> Got:
    try:
        if job.item is not None:
            return fetch(job.address)
        return fetch.ask_again(job.address, Validators(job.source.etag, job.source.last_modified))
    except FetchError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a site that finds a fault in ours must not end what runs for weeks
        return FetchError("not fetched", job.address, f"{type(error).__name__}: {error}")


def _wait_for(done: _Done, running: dict[Job, float]) -> tuple[Job, Got] | None:
    """What comes within a moment, or else a job whose time is over; it is none of `running` any more.

    In: when the time of each job is over, in seconds of the monotonic clock.
    """
    try:
        job, got = done.get(timeout=_TICK_S)
    except Empty:
        now = time.monotonic()
        late = next((job for job, until in running.items() if until <= now), None)
        if late is None:
            return None
        job, got = late, NoAnswerError("not fetched", late.address, "the server is too slow")
    return None if running.pop(job, None) is None else (job, got)
