"""How fast it goes: when a source, or what was found in it, is asked for again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.base.http_dates import read_http_date

Chance = Callable[[], float]
"""A random number from 0 to 1."""

LONGEST_BACKOFF = timedelta(days=1)
LONGEST_RETRY_AFTER = timedelta(days=7)
MOST_TRIES = 8
"""After so many an item is given up: the tries lie within about a day and a half."""
_FIRST_RETRY = timedelta(minutes=5)
_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast. Times are seconds."""

    gap_s: float = 5.0
    """Between two requests to one host, unless its robots.txt asks for more."""
    rest_s: float = 10.0
    """How long a file has to lie unchanged before it is read."""
    longest_wait_s: float = 20.0
    """After which it is looked whether somebody else added a source."""
    trouble_s: float = 30.0
    """After the store could not be read or written."""
    parallel: int = 8
    files_at_a_time: int = 20


DEFAULT_PACE = Pace()


def next_asking(now: datetime, every_s: int, chance: Chance) -> datetime:
    """After a success: the interval, a tenth more or less, so that sources do not all come due at one moment."""
    return now + timedelta(seconds=every_s * (1 + _JITTER * (2 * chance() - 1)))


def ask_after_failure(
    now: datetime, every_s: int, failures: int, chance: Chance, retry_after: str | None = None
) -> datetime:
    """After a failure, the `failures`th in a row: twice as late each time, to a day; never before the server wants.

    Never sooner than half the interval, be it longer than a day.
    """
    longest = max(LONGEST_BACKOFF, timedelta(seconds=every_s))
    wait = _double(timedelta(seconds=every_s), failures, longest) * (0.5 + 0.5 * chance())
    return now + max(wait, read_retry_after(retry_after, now))


def try_again(now: datetime, tries: int, chance: Chance, retry_after: str | None = None) -> datetime:
    """After an item failed for the `tries`th time: five minutes, then two and a half times as long each time."""
    wait = min(_FIRST_RETRY * 2.5 ** (max(tries, 1) - 1), LONGEST_BACKOFF) * (0.5 + 0.5 * chance())
    return now + max(wait, read_retry_after(retry_after, now))


def read_retry_after(value: str | None, now: datetime) -> timedelta:
    """What `Retry-After` asks for, a number of seconds or a date, up to a week; nothing where it says neither.

    Source: RFC 9110, section 10.2.3.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_RETRY_AFTER)
    moment = read_http_date(text)
    return timedelta() if moment is None else min(max(moment - now, timedelta()), LONGEST_RETRY_AFTER)


def _double(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(first * 2 ** min(times - 1, 20), longest) if times > 1 else min(first, longest)
