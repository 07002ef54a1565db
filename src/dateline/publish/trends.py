"""Rises and falls: the latest weeks of an area against its own past, with the reason in words.

The method, its sources and what it was measured to do are in docs/trends.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from dateline.publish.baselines import Floats
from dateline.publish.delays import PROMPT, Delays
from dateline.publish.scans import DEFAULTS, YEAR_WEEKS, Scan, TrendSettings, has_past, scan_areas
from dateline.publish.series import Series
from dateline.publish.tails import compute_quantiles
from dateline.publish.trend_words import say_reason, say_too_little_past

Verdict = Literal["rise", "fall", "usual", "too_little_past"]

USUAL_WINDOW_WEEKS = 4
"""Where nothing is unusual, the latest so many weeks are told of."""


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
    return [_read_scan(scan, index, last, shares, settings) for index in range(len(areas))]


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
    return [choose_verdict(scan, index, settings)[0] for index in range(len(counts))]


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
    assessment = _read_scan(scan, 0, last, shares, settings)
    # The picture shows what would be usual of the whole week, also where only a part of it is known yet.
    share = max(float(shares[-1]), 0.05)
    low, high = _find_usual(scan, 0, 0, settings, share)
    return TrendWeek(monday, observed, _find_expected(scan, 0, 0, "usual") / share, low, high, assessment)


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


def choose_verdict(scan: Scan, index: int, settings: TrendSettings) -> tuple[Verdict, int]:
    """The verdict on one area of a scan, and which of its windows tells most.

    A rise and a fall at once (a battle that ended) is what is further below its allowed rate.
    """
    rise, fall = int(np.argmin(scan.rises[index])), int(np.argmin(scan.falls[index]))
    strength_of_rise = float(scan.rises[index, rise]) / settings.false_rises_per_year
    strength_of_fall = float(scan.falls[index, fall]) / settings.false_falls_per_year
    if min(strength_of_rise, strength_of_fall) <= 1:
        return ("rise", rise) if strength_of_rise <= strength_of_fall else ("fall", fall)
    fitting = [place for place, weeks in enumerate(scan.windows_weeks) if weeks <= USUAL_WINDOW_WEEKS]
    return "usual", fitting[-1] if fitting else 0


def _read_scan(scan: Scan, index: int, last: date, shares: Floats, settings: TrendSettings) -> Assessment:
    verdict, place = choose_verdict(scan, index, settings)
    weeks = scan.windows_weeks[place]
    last_monday = last - timedelta(days=last.weekday())
    observed, expected = int(scan.observed[index, place]), _find_expected(scan, index, place, verdict)
    low, high = _find_usual(scan, index, place, settings)
    is_low = verdict == "fall" or (verdict == "usual" and observed < expected)
    chance = float((scan.chances_below if is_low else scan.chances_above)[index, place])
    began_before = _find_onset(scan, index, observed / expected) if verdict != "usual" else None
    share = float(shares[-1])
    return Assessment(
        verdict=verdict,
        first=last_monday - timedelta(weeks=weeks - 1),
        last=last,
        observed=observed,
        expected=expected,
        usual_low=low,
        usual_high=high,
        ratio=observed / expected,
        chance=chance,
        chance_per_year=chance * YEAR_WEEKS,
        false_alarms_per_year=settings.false_falls_per_year if is_low else settings.false_rises_per_year,
        began=None if began_before is None else last_monday - timedelta(weeks=began_before - 1),
        share_known=share,
        past_weeks=scan.past_weeks,
        reason=say_reason(verdict, observed, weeks, last, (low, high), chance, share),
    )


def _find_expected(scan: Scan, index: int, place: int, verdict: Verdict) -> float:
    """What the verdict is held against: for a rise the most, for a fall the least that would be expected."""
    most, least = float(scan.most.expected[index, place]), float(scan.least.expected[index, place])
    return {"rise": most, "fall": least}.get(verdict, (most + least) / 2)


def _find_usual(scan: Scan, index: int, place: int, settings: TrendSettings, share: float = 1.0) -> tuple[int, int]:
    """The lowest and highest usual count in a window, or in the whole of which only a `share` is known."""
    tail = (1 - settings.usual_share) / 2
    bounds = (scan.least, scan.most)
    means = np.array([usual.expected[index, place] for usual in bounds]) / share
    variances = np.array([usual.variances[index, place] for usual in bounds]) / share
    low, high = compute_quantiles(np.array([tail, 1 - tail]), means, variances)
    return int(low), int(high)


def _find_onset(scan: Scan, index: int, ratio: float) -> int:
    """How many weeks ago a change to `ratio` times the usual most likely began, this week being 1.

    The likelihood ratio of Poisson counts for a change in each of the guarded weeks (Hoehle and Paul 2008).
    """
    usual = scan.most if ratio > 1 else scan.least
    recent, means = scan.recent[index, ::-1], usual.means[index, ::-1]
    ratio = max(ratio, 1e-3)
    return int(np.argmax(np.cumsum(recent * np.log(ratio) - (ratio - 1) * means))) + 1
