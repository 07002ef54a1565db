"""Threads of the server: few for pages, so that none waits while many others are half done; others for long work.

Pages are made by processor time, which the threads of one Python process share. Four of them answer twenty users
sooner than forty do: each page is made in one go and not in turns with all others (docs/scale.md has the figures).
Work of seconds must not hold one of the four, and has two threads of its own; so have questions about health.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, move_on_after, to_thread
from anyio.lowlevel import RunVar
from fastapi import FastAPI

PAGE_THREADS = 4
LONG_THREADS = 2
PROBE_THREADS = 2

P = ParamSpec("P")
T = TypeVar("T")
_long: RunVar[CapacityLimiter] = RunVar("long")
_probes: RunVar[CapacityLimiter] = RunVar("probes")


@asynccontextmanager
async def keep_few_threads(_app: FastAPI) -> AsyncIterator[None]:
    """The lifespan of a server: its pages share `PAGE_THREADS`."""
    to_thread.current_default_thread_limiter().total_tokens = PAGE_THREADS
    yield


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


async def run_probe(work: Callable[[], T], patience_s: float) -> T | None:
    """What a question about the desk's own health gives; None where that takes too long.

    Its threads are its own: a desk whose pages all wait, or whose database hangs, still says so.
    """
    with move_on_after(patience_s):
        return await to_thread.run_sync(work, limiter=_limiter(_probes, PROBE_THREADS), abandon_on_cancel=True)
    return None


def _limiter(kept: RunVar[CapacityLimiter] = _long, threads: int = LONG_THREADS) -> CapacityLimiter:
    try:
        return kept.get()
    except LookupError:
        limiter = CapacityLimiter(threads)
        kept.set(limiter)
        return limiter
