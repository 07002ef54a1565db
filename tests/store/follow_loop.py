"""Run by the kill tests: follows the sources of a store, from a server of this machine.

As `python follow_loop.py DATABASE PORT MOMENT`: at "keeping" it kills itself inside the transaction that keeps a
report, at "kept" right after it, at "asked" after the entries of a feed are written down; "never" follows on and on,
"once" asks every source once and ends.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))
from follow_samples import SHORT_CODER, registry
from local_sites import make_local_fetcher

from dateline.base.settings import Settings
from dateline.services.follow_times import Pace
from dateline.services.following import make_following
from dateline.services.projecting import Projector
from dateline.store import insertions
from dateline.store.databases import open_store
from dateline.store.following import SqlFollows


def die_after(owner: Any, name: str) -> None:
    """Let the process be killed as soon as a function has been called."""
    call: Callable[..., object] = getattr(owner, name)

    def call_and_die(*given: Any, **named: Any) -> None:
        call(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, call_and_die)


def follow(address: str, port: int, moment: str) -> None:
    if moment == "keeping":
        die_after(insertions, "insert_coded")
    elif moment in ("kept", "asked"):
        die_after(SqlFollows, {"kept": "keep", "asked": "answered"}[moment])
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with open_store(address) as store:
        following = make_following(
            store, SHORT_CODER, Settings(), wait=stop.wait, is_over=stop.is_set, fetch=make_local_fetcher(port),
            projector=Projector(store.projections, registry()), pace=Pace(gap_s=0.0, rest_s=0.1, longest_wait_s=0.2),
        )  # fmt: skip
        print("begun", flush=True)  # noqa: T201 - the parent reads it
        if moment == "once":
            following.run_once()
        else:
            following.run()
    print("ended", flush=True)  # noqa: T201


if __name__ == "__main__":
    follow(sys.argv[1], int(sys.argv[2]), sys.argv[3])
