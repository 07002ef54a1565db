"""What a scan of many areas says of each: the verdict, the window that tells most, the usual range, the beginning."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from dateline.publish.baselines import Floats
from dateline.publish.scans import Scan, TrendSettings
from dateline.publish.tails import compute_quantiles

Verdict = Literal["rise", "fall", "usual", "too_little_past"]
Indices = npt.NDArray[np.intp]

USUAL_WINDOW_WEEKS = 4
"""Where nothing is unusual, the latest so many weeks are told of."""


def choose_verdicts(scan: Scan, settings: TrendSettings) -> tuple[list[Verdict], Indices]:
    """The verdict on each area, and which of the windows tells most.

    A rise and a fall at once (a battle that ended) is what is further below its allowed rate.
    """
    rise_places, fall_places = scan.rises.argmin(axis=1), scan.falls.argmin(axis=1)
    rises = scan.rises.min(axis=1) / settings.false_rises_per_year
    falls = scan.falls.min(axis=1) / settings.false_falls_per_year
    is_alert, is_rise = np.minimum(rises, falls) <= 1, rises <= falls
    fitting = [place for place, weeks in enumerate(scan.windows_weeks) if weeks <= USUAL_WINDOW_WEEKS]
    usual_place = fitting[-1] if fitting else 0
    places = np.where(is_alert, np.where(is_rise, rise_places, fall_places), usual_place)
    verdicts: list[Verdict] = [
        ("rise" if rise else "fall") if alert else "usual" for alert, rise in zip(is_alert, is_rise, strict=True)
    ]
    return verdicts, places


def find_expected(scan: Scan, index: int, place: int, verdict: Verdict) -> float:
    """What the verdict is held against: for a rise the most, for a fall the least that would be expected."""
    most, least = float(scan.most.expected[index, place]), float(scan.least.expected[index, place])
    return {"rise": most, "fall": least}.get(verdict, (most + least) / 2)


def find_usual(
    scan: Scan, indices: Indices, places: Indices, shares: Floats, settings: TrendSettings
) -> list[tuple[int, int]]:
    """The lowest and highest usual counts, one pair for each area and window that the arrays name together; where a
    share is below 1, of the whole of which only that share is known.
    """
    tail = (1 - settings.usual_share) / 2
    bounds = (scan.least, scan.most)
    means = np.stack([usual.expected[indices, places] / shares for usual in bounds])
    variances = np.stack([usual.variances[indices, places] / shares for usual in bounds])
    lows, highs = compute_quantiles(np.array([[tail], [1 - tail]]), means, variances)
    return [(int(low), int(high)) for low, high in zip(lows, highs, strict=True)]


def find_onset(scan: Scan, index: int, ratio: float) -> int:
    """How many weeks ago a change to `ratio` times the usual most likely began, this week being 1.

    The likelihood ratio of Poisson counts for a change in each of the guarded weeks (Höhle and Paul 2008).
    """
    usual = scan.most if ratio > 1 else scan.least
    recent, means = scan.recent[index, ::-1], usual.means[index, ::-1]
    ratio = max(ratio, 1e-3)
    return int(np.argmax(np.cumsum(recent * np.log(ratio) - (ratio - 1) * means))) + 1
