"""Rises and falls: the latest weeks of an area against its own past, with the reason in words.

The method, its sources and what it was measured to do are in docs/trends.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dateline.publish.baselines import Floats
from dateline.publish.delays import PROMPT, Delays
from dateline.publish.findings import (
    USUAL_WINDOW_WEEKS,
    Verdict,
    choose_verdicts,
    find_expected,
    find_onset,
    find_usual,
)  # fmt: skip
from dateline.publish.scans import DEFAULTS, YEAR_WEEKS, Scan, TrendSettings, has_past, scan_areas
from dateline.publish.series import Series
from dateline.publish.trend_words import say_reason, say_too_little_past


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the latest weeks of an area are, held against its own past.

    `first`, `last`: the window that tells most, both days included; `observed` in it, `expected` of what is known of
    it by now, and `usual_low` to `usual_high`. `chance`: the probability that a weekly look at all windows shows, by
    accident, as strong a departure as this; `chance_per_year`: the alerts at least as strong that a year of weekly
    looks brings by accident. It is an alert where the latter is at most `false_alarms_per_year` of its direction, the
    rate as configured. `began`: Monday of the week in which the rise or fall most probably began. `share_known`: what
    part of the last week's events is likely to be known by now. Figures are None where the past is too short.
    """

    verdict: Verdict
    first: date
    last: date
    observed: int
    expected: float | None
    usual_low: int | None
    usual_high: int | None
    ratio: float | None
    chance: float | None
    chance_per_year: float | None
    false_alarms_per_year: float
    began: date | None
    share_known: float
    past_weeks: int
    reason: str

    @property
    def is_alert(self) -> bool:
        return self.verdict in ("rise", "fall")


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """One week of a history: its count, what would be usual of the whole week by the past before it, and the verdict
    at its end.
    """

    first: date
    observed: int
    expected: float | None
    usual_low: int | None
    usual_high: int | None
    assessment: Assessment


def assess_series(
    series: Series, as_of: date, delays: Delays = PROMPT, settings: TrendSettings = DEFAULTS
) -> Assessment:
    """Assess one area's weekly counts as they are known at the end of the day `as_of`; see `assess_areas`."""
    return assess_areas([series], as_of, delays, settings)[0]


def assess_areas(
    areas: Sequence[Series], as_of: date, delays: Delays = PROMPT, settings: TrendSettings = DEFAULTS
) -> list[Assessment]:
    """Assess the latest weeks of many areas at once, in their order.

    In: weekly series over the same weeks, which begin where the record of the area begins (a week before that is not
    a week without events) and end with the week of `as_of` or earlier. Raises ValueError where they are not such.
    """
    if not areas:
        return []
    _refuse_unlike(areas, as_of)
    model = areas[0]
    shares = list_shares(model, as_of, delays)
    last = min(as_of, model.end)
    if not has_past(len(shares), settings):
        return [_tell_too_little(area, last, shares, settings) for area in areas]
    counts = np.array([area.counts for area in areas], dtype=np.float64)
    scan = scan_areas(counts, shares, model.first.toordinal(), delays.weight, settings)
    verdicts, places = choose_verdicts(scan, settings)
    usual = find_usual(scan, np.arange(len(areas)), places, np.ones(len(areas)), settings)
    rows = zip(verdicts, places, usual, strict=True)
    return [_read_scan(scan, index, *row, last, shares, settings) for index, row in enumerate(rows)]


def assess_history(
    series: Series, as_of: date, delays: Delays = PROMPT, settings: TrendSettings = DEFAULTS
) -> tuple[TrendWeek, ...]:
    """Every week of a series as it would have been assessed at its end, by the past before it, for a picture.

    The counts are those known at `as_of`, so an alert may stand where on the day itself too little was known yet.
    """
    return tuple(_look_at_week(series, weeks, as_of, delays, settings) for weeks in _count_up(series))


def list_verdicts(
    areas: Sequence[Series], as_of: date, delays: Delays = PROMPT, settings: TrendSettings = DEFAULTS
) -> list[tuple[Verdict, ...]]:
    """For each of many areas the verdict at the end of every week, as in `assess_history`, without figures and words.

    A look at all areas costs little more than a look at one, so this is the way over thousands of them.
    """
    if not areas:
        return []
    _refuse_unlike(areas, as_of)
    counts = np.array([area.counts for area in areas], dtype=np.float64)
    columns = [_judge_week(areas[0], counts[:, :weeks], as_of, delays, settings) for weeks in _count_up(areas[0])]
    return [tuple(row) for row in zip(*columns, strict=True)]


def _judge_week(model: Series, counts: Floats, as_of: date, delays: Delays, settings: TrendSettings) -> list[Verdict]:
    weeks = counts.shape[1]
    if not has_past(weeks, settings):
        return ["too_little_past"] * len(counts)
    shares = list_shares(Series(model.step, model.first, model.counts[:weeks]), as_of, delays)
    scan = scan_areas(counts, shares, model.first.toordinal(), delays.weight, settings)
    return choose_verdicts(scan, settings)[0]


def _count_up(series: Series) -> range:
    return range(1, len(series.counts) + 1)


def list_shares(series: Series, as_of: date, delays: Delays) -> Floats:
    """What part of each week's events is known at the end of `as_of`."""
    return np.array([delays.find_week_share(monday, as_of) for monday in series.starts])


def list_alerts(history: Sequence[TrendWeek]) -> tuple[TrendWeek, ...]:
    """The weeks in which an alert begins: a rise or fall where the week before had not the same verdict."""
    before = (None, *(week.assessment.verdict for week in history))
    return tuple(
        week
        for week, verdict in zip(history, before, strict=False)
        if week.assessment.is_alert and week.assessment.verdict != verdict
    )


def _refuse_unlike(areas: Sequence[Series], as_of: date) -> None:
    model = areas[0]
    if any(area.step != "week" for area in areas):
        raise ValueError("trends are tested by week; a monthly series is for looking at")
    if any(area.first != model.first or len(area.counts) != len(model.counts) for area in areas):
        raise ValueError("areas assessed together need the same weeks")
    if model.starts and model.starts[-1] > as_of:
        raise ValueError(f"the series goes on after {as_of}, the day up to which events are known")


def _look_at_week(series: Series, weeks: int, as_of: date, delays: Delays, settings: TrendSettings) -> TrendWeek:
    seen = Series(series.step, series.first, series.counts[:weeks])
    shares = list_shares(seen, as_of, delays)
    last = min(as_of, seen.end)
    monday, observed = seen.starts[-1], seen.counts[-1]
    if not has_past(weeks, settings):
        return TrendWeek(monday, observed, None, None, None, _tell_too_little(seen, last, shares, settings))
    scan = scan_areas(np.array([seen.counts], float), shares, seen.first.toordinal(), delays.weight, settings)
    verdicts, places = choose_verdicts(scan, settings)
    # The picture shows what would be usual of the whole week, also where only a part of it is known yet.
    share = max(float(shares[-1]), 0.05)
    both = np.array([places[0], 0])
    told, shown = find_usual(scan, np.zeros(2, dtype=np.intp), both, np.array([1.0, share]), settings)
    assessment = _read_scan(scan, 0, verdicts[0], places[0], told, last, shares, settings)
    return TrendWeek(monday, observed, find_expected(scan, 0, 0, "usual") / share, *shown, assessment)


def _tell_too_little(series: Series, last: date, shares: Floats, settings: TrendSettings) -> Assessment:
    weeks = min(USUAL_WINDOW_WEEKS, len(shares))
    first = series.starts[-weeks]
    observed = sum(series.counts[-weeks:])
    return Assessment(
        verdict="too_little_past",
        first=first,
        last=last,
        observed=observed,
        expected=None,
        usual_low=None,
        usual_high=None,
        ratio=None,
        chance=None,
        chance_per_year=None,
        false_alarms_per_year=settings.false_rises_per_year,
        began=None,
        share_known=float(shares[-1]),
        past_weeks=len(shares),
        reason=say_too_little_past(observed, weeks, last),
    )


def _read_scan(
    scan: Scan,
    index: int,
    verdict: Verdict,
    place: int,
    usual: tuple[int, int],
    last: date,
    shares: Floats,
    settings: TrendSettings,
) -> Assessment:
    weeks = scan.windows_weeks[place]
    last_monday = last - timedelta(days=last.weekday())
    observed, expected = int(scan.observed[index, place]), find_expected(scan, index, place, verdict)
    is_low = verdict == "fall" or (verdict == "usual" and observed < expected)
    chance = float((scan.chances_below if is_low else scan.chances_above)[index, place])
    began_before = find_onset(scan, index, observed / expected) if verdict != "usual" else None
    share = float(shares[-1])
    return Assessment(
        verdict=verdict,
        first=last_monday - timedelta(weeks=weeks - 1),
        last=last,
        observed=observed,
        expected=expected,
        usual_low=usual[0],
        usual_high=usual[1],
        ratio=observed / expected,
        chance=chance,
        chance_per_year=chance * YEAR_WEEKS,
        false_alarms_per_year=settings.false_falls_per_year if is_low else settings.false_rises_per_year,
        began=None if began_before is None else last_monday - timedelta(weeks=began_before - 1),
        share_known=share,
        past_weeks=scan.past_weeks,
        reason=say_reason(verdict, observed, weeks, last, usual, chance, share),
    )
