"""Our items as a data set of Ray Data, run from a process that is part of the cluster."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dateline.base.logging import get_logger
from dateline.bulk.worker_makers import WorkerMaker
from dateline.model.errors import DatelineError

log = get_logger(__name__)

_LOST_NODE = "because its node has died"
"""How Ray says that a worker went with its machine, which is no fault of the worker's."""


class EngineError(DatelineError):
    """The engine is not there, cannot be reached, or gave up."""


def run_dataset(maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]:
    """What comes of each item, in the order in which they are done; what went with a lost node is missing.

    Raises EngineError where no worker can be made at all.
    """
    import ray
    from ray.data import ActorPoolStrategy

    number = max(1, min(actors, len(items)))
    with warnings.catch_warnings(), _quiet_context():
        warnings.simplefilter("ignore")
        made = ray.data.from_items([{"item": item} for item in items], override_num_blocks=len(items)).map_batches(
            _Runner,
            fn_constructor_args=(maker,),
            batch_size=1,
            compute=ActorPoolStrategy(
                min_size=1, max_size=number, initial_size=number, max_tasks_in_flight_per_actor=2
            ),
            num_cpus=1,
            max_restarts=0,
            max_task_retries=0,
        )
        try:
            for row in made.iter_rows():
                yield str(row["result"])
        except ray.exceptions.RayError as error:
            if _LOST_NODE in str(error):
                log.warning("a node was lost: what it had is asked for again")
                return
            raise EngineError("the engine gave up", "", str(error).partition("\n")[0]) from error


class _Runner:
    """A worker as Ray Data calls it: batches of one item."""

    def __init__(self, maker: WorkerMaker) -> None:
        self._worker = maker.make()

    def __call__(self, batch: dict[str, Iterable[Any]]) -> dict[str, list[str]]:
        return {"result": [self._worker.run(str(item)) for item in batch["item"]]}


@contextmanager
def _quiet_context() -> Iterator[None]:
    """Ray Data without bars, chatter and watch over memory, and so that a lost block is left out and ends nothing."""
    from ray.data import DataContext

    context = DataContext.get_current()
    kept = context.enable_progress_bars, context.max_errored_blocks, context.memory_usage_poll_interval_s
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # rounds say what was lost
    context.enable_progress_bars, context.max_errored_blocks, context.memory_usage_poll_interval_s = False, -1, None
    try:
        yield
    finally:
        context.enable_progress_bars, context.max_errored_blocks, context.memory_usage_poll_interval_s = kept
