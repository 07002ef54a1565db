"""Work that is asked for again until all of it is done: what a worker or a node took with it comes back in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from dateline.base.logging import get_logger
from dateline.bulk.engines import WorkerMaker
from dateline.model.errors import DatelineError

log = get_logger(__name__)
Result = Mapping[str, Any]

MOST_IDLE_ROUNDS = 5
"""So often in a row may nothing at all be done before the rest is given up."""


class LostError(DatelineError):
    """Work that ended the process each time it was tried. `keys` says which."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        cause = f"the process ended each time, in {MOST_IDLE_ROUNDS} rounds"
        super().__init__("some work could not be done", f"{len(keys)} parts", cause)


class Runner(Protocol):
    """An engine, as far as rounds need it."""

    def run(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]: ...


def run_rounds(
    engine: Runner, maker: WorkerMaker, keys: Sequence[str], make_item: Callable[[str, int], str], actors: int
) -> Iterator[Result]:
    """Results, one a key, as they come. In: `make_item` gives what a worker needs for a key in a round (from 1).

    Workers answer with JSON that holds the `key`. Raises LostError where some keys never have a result.
    """
    left = dict.fromkeys(keys)
    number = idle = 0
    while left and idle < MOST_IDLE_ROUNDS:
        number += 1
        before = len(left)
        for text in engine.run(maker, [make_item(key, number) for key in left], actors):
            result: Result = json.loads(text)
            if result["key"] in left:
                del left[result["key"]]
                yield result
        idle = idle + 1 if len(left) == before else 0
        if left:
            log.warning("round %d: %d of %d parts were lost with their process; once more", number, len(left), before)
    if left:
        raise LostError(list(left))
