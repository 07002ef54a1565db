"""Rises and falls over everything that is counted: alerts, each with its reason and what chance would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.publish.delays import Delays
from dateline.publish.scans import DEFAULTS, TrendSettings
from dateline.publish.series import Series
from dateline.publish.tallies import ALL_ACTORS, Counts, Region, Tallies, count_lately, count_weeks, learn_delays
from dateline.publish.trends import Assessment, assess_areas
from dateline.publish.wordings import say_date

LEAST_INCIDENTS = 5
"""A region or actor with fewer in all of the time looked at is not tested."""
WEEKS_SHOWN = 26
MONTHS_SHOWN = 13
STILL_TOLD_DAYS = 28
"""A country of which nothing was published for longer is not calm but unknown: no fall is told of it."""
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Alert:
    """A rise or fall of a region, or of an actor in it (the key of it, None for all together).

    `by_chance`: how many of all series that were looked at would show as strong a departure by accident at one look.
    `weeks` and `months`: the latest counts of incidents, and the first day of the first bucket of each.
    """

    region: Region
    actor: str | None
    assessment: Assessment
    by_chance: float
    first_week: date
    weeks: tuple[int, ...]
    first_month: date
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AlertList:
    """All alerts as of a day, the least likely by chance first.

    `series`: how many were looked at, `tested`: those of them with enough past; `false_per_year`: how many alerts a
    year chance alone would begin in these, at the rates that the test is set to; `known_days`: what part of what
    happens is known after one day and after seven.
    """

    as_of: date
    series: int
    tested: int
    false_per_year: float
    known_days: tuple[float, float]
    alerts: tuple[Alert, ...]


def list_alerts(tallies: Tallies, as_of: date, settings: TrendSettings = DEFAULTS) -> AlertList:
    """Test every region, and every actor in it, that has enough incidents, against its own past."""
    delays = learn_delays(tallies, as_of)
    most_weeks = settings.past_weeks + settings.guard_weeks
    found: list[tuple[tuple[int, int], Assessment]] = []
    series = tested = 0
    for counts in count_weeks(tallies, as_of, most_weeks, LEAST_INCIDENTS):
        for key, assessment in _assess(counts, as_of, delays, settings):
            series += 1
            tested += assessment.verdict != "too_little_past"
            if assessment.is_alert and not (assessment.verdict == "fall" and _is_silent(tallies, key, as_of)):
                found.append((key, assessment))
    found.sort(key=lambda row: (row[1].chance or 0.0, tallies.regions[row[0][0]], row[0][1]))
    return AlertList(
        as_of=as_of,
        series=series,
        tested=tested,
        false_per_year=tested * (settings.false_rises_per_year + settings.false_falls_per_year),
        known_days=(delays.find_share(1), delays.find_share(7)),
        alerts=tuple(_make_alert(tallies, key, assessment, tested, as_of) for key, assessment in found),
    )


def _assess(
    counts: Counts, as_of: date, delays: Delays, settings: TrendSettings
) -> Iterator[tuple[tuple[int, int], Assessment]]:
    for start in range(0, len(counts.keys), _AT_ONCE):
        rows = counts.rows[start : start + _AT_ONCE].tolist()
        series = [Series("week", counts.first, tuple(row)) for row in rows]
        yield from zip(counts.keys[start:], assess_areas(series, as_of, delays, settings), strict=False)


def _is_silent(tallies: Tallies, key: tuple[int, int], as_of: date) -> bool:
    last = date.fromordinal(int(tallies.ends[key[0]]))
    return as_of - last > timedelta(days=STILL_TOLD_DAYS)


def _make_alert(tallies: Tallies, key: tuple[int, int], assessment: Assessment, tested: int, as_of: date) -> Alert:
    region, actor = key
    first_week, weeks = count_lately(tallies, key, "week", as_of, WEEKS_SHOWN)
    first_month, months = count_lately(tallies, key, "month", as_of, MONTHS_SHOWN)
    return Alert(
        region=tallies.regions[region],
        actor=None if actor == ALL_ACTORS else tallies.actors[actor],
        assessment=assessment,
        by_chance=tested * (assessment.chance or 0.0),
        first_week=first_week,
        weeks=tuple(weeks),
        first_month=first_month,
        months=tuple(months),
    )


def say_chance(alert: Alert) -> str:
    """ "At one look 0.02 of all the series would be as far out by accident."""
    words = f"At one look {say_small(alert.by_chance)} of all the series would be as far out by accident"
    return f"{words}: this may well be chance." if alert.by_chance >= 1 else f"{words}."


def say_coverage(found: AlertList) -> str:
    """What was looked at, how often chance alone makes an alert there, and how late things become known."""
    if not found.series:
        return (
            f"As of {say_date(found.as_of)}: no region has {LEAST_INCIDENTS} dated incidents, so nothing was tested."
        )
    day, week = (f"{100 * share:.0f}%" for share in found.known_days)
    return (
        f"As of {say_date(found.as_of)}: {found.tested:,} series of weekly incidents tested, one for each region and "
        f"each actor in it with {LEAST_INCIDENTS} incidents or more; {found.series - found.tested:,} more have too "
        "short a past. "
        f"In so many, chance alone begins about {say_small(found.false_per_year)} alerts a year. "
        f"{day} of what happens is known after a day, {week} after a week; what is still to come is allowed for."
    )


def say_small(number: float) -> str:
    """A number in as many digits as mean something: "1,450", "3.4", "0.02", "less than 0.001"."""
    if number >= 10:
        return f"{number:,.0f}"
    if number >= 0.001:
        return f"{number:.2g}"
    return "less than 0.001"
