"""Threads of the server: few for pages, so that none waits while many others are half done; others for long work.

Pages are made by processor time, which the threads of one Python process share. Four of them answer twenty users
sooner than forty do: each page is made in one go and not in turns with all others (docs/scale.md has the figures).
Work of seconds must not hold one of the four, and has two threads of its own; questions about health have three.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from typing import Generic, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

PAGE_THREADS = 4
LONG_THREADS = 2
PROBE_THREADS = 3
"""One for each of the two questions that may hang with the database, one for what is always done in a moment."""

P = ParamSpec("P")
T = TypeVar("T")
_long: RunVar[CapacityLimiter] = RunVar("long")
_probes: RunVar[CapacityLimiter] = RunVar("probes")


def keep_few_threads() -> None:
    """Have the pages of this server share `PAGE_THREADS`."""
    to_thread.current_default_thread_limiter().total_tokens = PAGE_THREADS


async def run_long(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the work gives, in a thread for long work; it waits its turn without holding a page's thread."""
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_limiter())


async def iterate_long(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread for long work."""
    source = iter(pieces)
    while True:
        piece = await to_thread.run_sync(next, source, None, limiter=_limiter())
        if piece is None:
            return
        yield piece


async def run_probe(work: Callable[[], T]) -> T:
    """What the work gives, in a thread for health: a desk whose pages all wait, or whose database hangs, answers."""
    return await to_thread.run_sync(work, limiter=_limiter(_probes, PROBE_THREADS))


class SharedQuestion(Generic[T]):
    """A question about the desk's own health, in a thread for health, that many may ask at once.

    No thread can be ended from outside. As long as one is at the question no other begins with it, however many ask
    and however few of them wait: one that hangs costs one thread.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._asking: asyncio.Future[T] | None = None

    async def ask(self, patience_s: float) -> T | None:
        """The answer, to all who ask meanwhile; None where it takes too long. Raises what the work raises."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._answer())
        asking = self._asking
        done, _ = await asyncio.wait([asking], timeout=patience_s)  # who goes does not take the question along
        return asking.result() if done else None

    async def _answer(self) -> T:
        # Given up at the end of the server alone, which shall not wait for a database that hangs.
        return await to_thread.run_sync(self._work, limiter=_limiter(_probes, PROBE_THREADS), abandon_on_cancel=True)


def _limiter(kept: RunVar[CapacityLimiter] = _long, threads: int = LONG_THREADS) -> CapacityLimiter:
    try:
        return kept.get()
    except LookupError:
        limiter = CapacityLimiter(threads)
        kept.set(limiter)
        return limiter
