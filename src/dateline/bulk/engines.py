"""Ray, started or reached, and asked to run our blocks.

What goes through Ray is what is to be done (an address, a portion, some numbers) and what came of it (counts), never
a report. So its object store stays empty, and memory is that of the processes that code.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from dateline.base.logging import get_logger
from dateline.bulk.datasets import EngineError, run_dataset
from dateline.bulk.far_runs import run_from_outside
from dateline.bulk.worker_makers import WorkerMaker
from dateline.model.errors import WrongCallError

log = get_logger(__name__)

_KNOCK_S = 10.0
_TRIES = 3
_CLIENT_SCHEME = "ray://"
_OBJECT_STORE_BYTES = 100 << 20
_QUIET = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
LIGHT_ITEMS = 4
_ITEMS_AT_A_TIME = 10_000
"""So many blocks are handed to Ray Data as one data set, which keeps its bookkeeping small."""


class Engine:
    """A running Ray. `cores`: how many processors it has; `is_outside`: whether this process is no part of it."""

    def __init__(self, cores: int, *, is_outside: bool = False) -> None:
        self.cores = cores
        self._run_some = run_from_outside if is_outside else run_dataset

    def run(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]:
        """Run items on so many workers; gives what comes of each, in the order in which they are done.

        What is lost with a worker or a node is missing from the results: whoever asked sees what is not there, and
        asks again. Raises EngineError where no worker can be made at all.
        """
        if maker.is_light and len(items) <= LIGHT_ITEMS:
            worker = maker.make()
            yield from (worker.run(item) for item in items)
            return
        for start in range(0, len(items), _ITEMS_AT_A_TIME):
            yield from self._run_some(maker, items[start : start + _ITEMS_AT_A_TIME], actors)


@contextmanager
def open_engine(address: str | None, actors: int | None) -> Iterator[Engine]:
    """Ray on this machine, with so many processors, or the cluster at an address; let go of at the end.

    Raises EngineError where Ray is not installed, or nothing answers at the address.
    """
    if not address:
        guard_ports()
    ray = _load_ray()
    started_here = not ray.is_initialized()
    if started_here:
        _start(ray, address, actors)
    try:
        is_outside = (address or "").startswith(_CLIENT_SCHEME)
        yield Engine(int(ray.cluster_resources().get("CPU", 1)), is_outside=is_outside)
    finally:
        if started_here:
            ray.shutdown()


def _load_ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import ray
            import ray.data

            ray.data.DataContext.get_current()
    except ImportError as error:
        raise WrongCallError("Ray is not installed", "", "pip install 'dateline[bulk]'") from error
    return ray


def _start(ray: Any, address: str | None, actors: int | None) -> None:
    if address:
        _knock(address)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if address:
                _join(ray, address)
            else:
                ray.init(
                    address="local",
                    num_cpus=actors,
                    include_dashboard=False,
                    object_store_memory=_OBJECT_STORE_BYTES,
                    _node_ip_address="127.0.0.1",
                    **_QUIET,
                )
    except (ray.exceptions.RayError, RuntimeError, ValueError, ImportError, OSError) as error:
        where = address or "this machine"
        # What a cluster's proxy tells is a whole traceback of its own.
        cause = _last_line(error) if isinstance(error, ConnectionAbortedError) else str(error)
        raise EngineError("Ray cannot be reached" if address else "Ray cannot be started", where, cause) from error


def _join(ray: Any, address: str) -> None:
    """Become part of a cluster, or its client.

    A client gets a process of its own over there, forked from one that is full of gRPC's threads: about one in twenty
    dies of that before it has begun (Ray 2.60, gRPC 1.85), so it is asked for again.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            ray.init(address=address, **_QUIET)
        except ConnectionAbortedError as error:
            if not tries_left:
                raise
            log.warning("a process for us could not be begun in the cluster, asked again: %s", _last_line(error))
        else:
            return


def _last_line(error: Exception) -> str:
    return str(error).strip().rpartition("\n")[2]


def guard_ports() -> None:
    """Before Ray is loaded: see to it that what it opens on this machine is only for who knows a word.

    The word is made anew, unless the user has set one, or has decided otherwise. Once Ray is loaded it is too late:
    then Ray makes a word of its own, and keeps it in the user's home.
    """
    if "ray" in sys.modules:
        return
    if not {"RAY_AUTH_MODE", "RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"} & os.environ.keys():
        os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN"] = "token", secrets.token_hex(32)


def _knock(address: str) -> None:
    """Raises EngineError where nothing answers; Ray itself would try for minutes."""
    place = urlsplit(address if "://" in address else f"//{address}")
    if not place.hostname or not place.port:  # a name such as "auto", which Ray looks up itself
        return
    try:
        socket.create_connection((place.hostname, place.port), timeout=_KNOCK_S).close()
    except OSError as error:
        raise EngineError("Ray cannot be reached", address, str(error)) from error
