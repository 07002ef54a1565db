"""Several sites are asked at once, each by one thread; what they answer is handled one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from dateline.model.errors import FetchError
from dateline.model.follows import FollowedItem, FollowedSource
from dateline.read.fetch import Fetched, Validators, WebFetcher

_TICK_S = 0.2


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

    The threads touch nothing but the network, and end with the process: whoever stops need not wait for a slow site.
    """
    if parallel == 1:
        for job in jobs:
            if is_over():
                return
            yield job, _fetch(job, fetch)
        return
    todo: SimpleQueue[Job] = SimpleQueue()
    done: _Done = SimpleQueue()
    for job in jobs:
        todo.put(job)
    for _ in range(min(parallel, len(jobs))):
        Thread(target=_work, args=(todo, done, fetch), daemon=True).start()
    for _ in jobs:
        got = _wait_for(done, is_over)
        if got is None:
            _empty(todo)
            return
        yield got


def _work(todo: SimpleQueue[Job], done: _Done, fetch: WebFetcher) -> None:
    while (job := _take(todo)) is not None:
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


def _wait_for(done: _Done, is_over: Callable[[], bool]) -> tuple[Job, Got] | None:
    while not is_over():
        try:
            return done.get(timeout=_TICK_S)
        except Empty:
            continue
    return None


def _take(todo: SimpleQueue[Job]) -> Job | None:
    try:
        return todo.get_nowait()
    except Empty:
        return None


def _empty(todo: SimpleQueue[Job]) -> None:
    while _take(todo) is not None:
        pass
