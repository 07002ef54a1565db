"""Which host may be asked when: one thing at a time, a while apart, and more seldom where it does not answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dateline.read.fetch import AnswerError, NoAnswerError
from dateline.services.follow_fetching import Got
from dateline.services.follow_times import read_retry_after

_LONGEST_REST = timedelta(hours=1)
_FIRST_REST = timedelta(minutes=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Hosts:
    """When each host is free again. Kept in memory: after a start, all are."""

    _free: dict[str, datetime] = field(default_factory=dict)
    _silent: dict[str, int] = field(default_factory=dict)
    """How often in a row a host has not answered at all."""

    def is_free(self, host: str, now: datetime) -> bool:
        return self.free_at(host) <= now

    def free_at(self, host: str) -> datetime:
        return self._free.get(host, _NEVER)

    def rest(self, host: str, got: Got, now: datetime, gap_s: float) -> None:
        """Let a host rest that was asked: for the gap, for what it wants, or longer each time that it is silent.

        One that is silent keeps a thread busy until the time is out, for each of its pages.
        """
        rest = timedelta(seconds=gap_s)
        if isinstance(got, NoAnswerError):
            self._silent[host] = self._silent.get(host, 0) + 1
            rest = max(rest, min(_FIRST_REST * 2 ** min(self._silent[host] - 1, 10), _LONGEST_REST))
        else:
            self._silent.pop(host, None)
        if isinstance(got, AnswerError):
            rest = max(rest, min(read_retry_after(got.retry_after, now), _LONGEST_REST))
        self._free = {name: free for name, free in self._free.items() if free > now} | {host: now + rest}
