"""One process follows a store at a time: whose turn it is, and how one ends that was killed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dateline.base.clock import Clock
from dateline.base.logging import get_logger
from dateline.model.errors import ConflictError
from dateline.model.follows import Follower, Follows

TURN = timedelta(minutes=3)
"""A process that has not been heard of for so long is taken for dead."""
_RENEW = timedelta(seconds=20)
_log = get_logger(__name__)


def name_process() -> str:
    """This process, as no other one that runs is called: host and number."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(slots=True)
class Turn:
    """Our turn to follow a store, said again every twenty seconds."""

    follows: Follows
    clock: Clock
    wait: Callable[[float], bool]
    """Wait for seconds; True where it is time to stop."""
    name: str = field(default_factory=name_process)
    _until: datetime | None = None

    def begin(self) -> bool:
        """Take the turn; one that another process left behind is waited for. False where it is time to stop.

        Raises ConflictError where another process follows the store, and lives.
        """
        other = self._take()
        if other is not None and _is_dead(other.name):
            self.follows.end_turn(other.name)
            other = self._take()
        first = other
        while other is not None:
            if first is not None and other.seen != first.seen:
                raise ConflictError("another process follows this store", other.name, "one at a time")
            if other is first:
                _log.info("%s followed until a moment ago; waiting whether it still does", other.name)
            if self.wait(5.0):
                return False
            other = self._take()
        return True

    def renew(self) -> None:
        """Say that we are there, where it is long ago that we did. Raises ConflictError where we lost the turn."""
        if self._until is not None and self._until - TURN + _RENEW > self.clock():
            return
        other = self._take()
        if other is not None:
            raise ConflictError("another process follows this store now", other.name, "we were not heard of for long")

    def end(self) -> None:
        self.follows.end_turn(self.name)

    def _take(self) -> Follower | None:
        now = self.clock()
        other = self.follows.take_turn(self.name, now, now + TURN)
        if other is None:
            self._until = now + TURN
        return other


def _is_dead(name: str) -> bool:
    """Whether a process of this machine has ended; of others nothing can be said."""
    host, _, number = name.rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
