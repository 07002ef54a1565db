"""Threads of the server: few for pages, so that none waits while many others are half done; others for long work.

Pages are made by processor time, which the threads of one Python process share. Four of them answer twenty users
sooner than forty do: each page is made in one go and not in turns with all others (docs/scale.md has the figures).
Work of seconds must not hold one of the four, and has two threads of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import FastAPI

PAGE_THREADS = 4
LONG_THREADS = 2

P = ParamSpec("P")
T = TypeVar("T")
_long: RunVar[CapacityLimiter] = RunVar("long")


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


def _limiter() -> CapacityLimiter:
    try:
        return _long.get()
    except LookupError:
        limiter = CapacityLimiter(LONG_THREADS)
        _long.set(limiter)
        return limiter
