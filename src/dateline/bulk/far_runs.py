"""A data set run for who is outside the cluster (Ray Client, `ray://`); Ray Data itself is driven from within.

An actor in the cluster drives it, and hands over what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from dateline.base.logging import get_logger
from dateline.bulk.datasets import EngineError, run_dataset
from dateline.bulk.worker_makers import WorkerMaker
from dateline.model.errors import DatelineError

log = get_logger(__name__)

_PATIENCE_S = 5.0
"""So long an empty-handed driver lets whoever asks wait, before it is asked again."""


def run_from_outside(maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]:
    """As `run_dataset`; what had not been handed over when the driver's node was lost is missing."""
    import ray

    driver = ray.remote(num_cpus=0)(_Driver).remote()
    try:
        ray.get(driver.begin.remote(maker, list(items), actors))
        is_over = False
        while not is_over:
            results, is_over, fault = ray.get(driver.take.remote())
            yield from results
            if fault:
                raise EngineError("the engine gave up", "", fault)
    except ray.exceptions.RayActorError:
        log.warning("the node that drove the run was lost: what it had is asked for again")
    except (ray.exceptions.RayError, ConnectionError) as error:
        raise EngineError("the engine gave up", "", str(error).partition("\n")[0]) from error
    finally:
        ray.kill(driver)


class _Driver:
    """Runs in the cluster. Results wait here until they are taken; None says that there are no more."""

    def __init__(self) -> None:
        self._results: SimpleQueue[str | None] = SimpleQueue()
        self._fault = ""

    def begin(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> None:
        Thread(target=self._run, args=(maker, items, actors), daemon=True).start()

    def take(self) -> tuple[list[str], bool, str]:
        """What has come by now, whether that was all, and the reason where the engine gave up."""
        results: list[str] = []
        try:
            result = self._results.get(timeout=_PATIENCE_S)
            while result is not None:
                results.append(result)
                result = self._results.get_nowait()
        except Empty:
            return results, False, ""
        return results, True, self._fault

    def _run(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> None:
        try:
            for result in run_dataset(maker, items, actors):
                self._results.put(result)
        except DatelineError as error:
            self._fault = error.cause or error.message
        finally:
            self._results.put(None)
