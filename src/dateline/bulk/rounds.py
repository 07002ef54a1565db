"""Work that is asked for again until all of it is done: what failed, or went with a worker, comes back in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from dateline.base.logging import get_logger
from dateline.bulk.worker_makers import WorkerMaker
from dateline.model.errors import DatelineError

log = get_logger(__name__)
Result = Mapping[str, Any]

MOST_IDLE_ROUNDS = 5
"""So often in a row may nothing at all be done before the rest is given up."""
_ENDED = "the process ended each time"


class LostError(DatelineError):
    """Work that failed, or ended the process, each time it was tried. `reasons`: which, and why."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        cause = next(iter(reasons.values()), "")
        super().__init__("some work could not be done", f"{len(reasons)} parts", cause)


def answer(key: str, work: Callable[[], Mapping[str, Any]]) -> str:
    """What a worker tells of a key, as JSON: what came of it, or why it is to be asked for again.

    The latter where a file cannot be read or written, or memory is short: that may pass.
    """
    try:
        return json.dumps({"key": key, **work()})
    except (OSError, MemoryError) as error:
        return json.dumps({"key": key, "failed": f"{type(error).__name__}: {error}"})


class Runner(Protocol):
    """An engine, as far as rounds need it."""

    def run(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]: ...


def run_rounds(
    engine: Runner, maker: WorkerMaker, keys: Sequence[str], make_item: Callable[[str, int], str], actors: int
) -> Iterator[Result]:
    """Results, one a key, as they come. In: `make_item` gives what a worker needs for a key in a round (from 1).

    Workers answer with JSON that holds the `key`, or by `answer`. Raises LostError where keys never have a result.
    """
    left = dict.fromkeys(keys, _ENDED)
    number = idle = 0
    while left and idle < MOST_IDLE_ROUNDS:
        number += 1
        before = len(left)
        for text in engine.run(maker, [make_item(key, number) for key in left], actors):
            result: Result = json.loads(text)
            if result["key"] not in left:
                continue
            if "failed" in result:
                left[result["key"]] = result["failed"]
            else:
                del left[result["key"]]
                yield result
        idle = idle + 1 if len(left) == before else 0
        if left:
            log.warning("round %d: %d of %d parts were not done; once more", number, len(left), before)
    if left:
        raise LostError({key: f"{reason}, in {MOST_IDLE_ROUNDS} rounds" for key, reason in left.items()})
