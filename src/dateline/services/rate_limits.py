"""How often something may be done: counted in memory, over a window that slides."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from dateline.model.errors import DatelineError

_KEYS_KEPT = 10_000


class TooOftenError(DatelineError):
    """Something was done too often; `retry_after_s` says when it may be tried again."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(message, "", f"try again in {say_wait(retry_after_s)}")


class RateLimit:
    """At most `most` times in `window_s` seconds for each key. May be asked from several threads."""

    def __init__(self, most: int, window_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.window_s = window_s
        self._clock = clock
        self._times: dict[str, deque[float]] = {}
        self._lock = Lock()

    def take(self, key: str) -> int:
        """Count one; 0 where it may be done, else how many seconds to wait. What is refused is not counted."""
        now = self._clock()
        with self._lock:
            times = self._drop_old(key, now)
            if len(times) >= self.most:
                return max(1, int(times[0] + self.window_s - now) + 1)
            times.append(now)
            return 0

    def is_spent(self, key: str) -> bool:
        """Whether the next one would be refused."""
        with self._lock:
            return len(self._drop_old(key, self._clock())) >= self.most

    def give_back(self, key: str) -> None:
        """Take back the last one counted: it was no failure."""
        with self._lock:
            if self._times.get(key):
                self._times[key].pop()

    def _drop_old(self, key: str, now: float) -> deque[float]:
        if len(self._times) > _KEYS_KEPT:
            self._forget(now)
        times = self._times.setdefault(key, deque())
        while times and times[0] <= now - self.window_s:
            times.popleft()
        return times

    def _forget(self, now: float) -> None:
        """Drop the keys whose times are all over; where that is not enough, the oldest too."""
        kept = {key: times for key, times in self._times.items() if times and times[-1] > now - self.window_s}
        self._times = dict(list(kept.items())[-_KEYS_KEPT // 2 :])


def say_wait(seconds: int) -> str:
    """ "40 seconds", "12 minutes"."""
    if seconds < 90:
        return f"{seconds} seconds"
    return f"{round(seconds / 60)} minutes"
