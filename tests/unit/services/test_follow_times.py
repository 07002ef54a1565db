"""When a source or page is asked for again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dateline.services.follow_times import (
    LONGEST_BACKOFF,
    LONGEST_RETRY_AFTER,
    MOST_TRIES,
    ask_after_failure,
    next_asking,
    read_retry_after,
    try_again,
)

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


@settings(deadline=None)
@given(some.integers(1, 30 * 86_400), some.integers(1, 10_000), some.floats(0, 1))
def test_failures_are_never_answered_with_a_storm(every_s: int, failures: int, chance: float) -> None:
    wait = ask_after_failure(NOW, every_s, failures, lambda: chance) - NOW
    assert timedelta(seconds=every_s / 2) <= wait <= max(LONGEST_BACKOFF, timedelta(seconds=every_s))


def test_waits_double_up_to_a_day() -> None:
    waits = [ask_after_failure(NOW, 900, failures, lambda: 1.0) - NOW for failures in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == timedelta(days=1)
    assert all(later >= sooner for sooner, later in pairwise(waits))


def test_sources_drift_apart() -> None:
    chances = iter((0.0, 0.5, 1.0))
    moments = [next_asking(NOW, 900, lambda: next(chances)) for _ in range(3)]
    assert moments == [NOW + timedelta(seconds=seconds) for seconds in (810, 900, 990)]


def test_pages_are_tried_over_more_than_a_day() -> None:
    waits = [try_again(NOW, tries, lambda: 1.0) - NOW for tries in range(1, MOST_TRIES)]
    assert waits[0] == timedelta(minutes=5)
    assert timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=2)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 02 Mar 2026 07:00:00 GMT", timedelta(hours=1)),
        ("Mon, 02 Mar 2026 07:00:00 -0000", timedelta(hours=1)),
        ("Mon, 02 Mar 2020 07:00:00 GMT", timedelta()),
        ("9" * 400, LONGEST_RETRY_AFTER),
        ("-5", timedelta()),
        ("soon", timedelta()),
        ("Mon, 02 Mar 99999999999999999999 07:00:00 GMT", timedelta()),
        ("Mon, 02 Mar 2026 07:00:00 +99999999999999999999", timedelta()),
        ("٣", timedelta()),
        ("", timedelta()),
        (None, timedelta()),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, wait: timedelta) -> None:
    assert read_retry_after(value, NOW) == wait


@settings(deadline=None)
@given(some.text(max_size=60))
def test_retry_after_may_be_anything(value: str) -> None:
    assert timedelta() <= read_retry_after(value, NOW) <= LONGEST_RETRY_AFTER
