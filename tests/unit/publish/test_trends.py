from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dateline.publish.delays import Delays, estimate_delays
from dateline.publish.scans import TrendSettings
from dateline.publish.series import Series
from dateline.publish.trends import assess_areas, assess_history, assess_series, list_alerts, list_verdicts

FIRST = date(2018, 1, 1)
USUAL = (0, 1, 2, 1, 0, 1, 1, 3, 0, 1, 2, 0, 1) * 12


def weekly(*counts: int) -> Series:
    return Series("week", FIRST, counts)


def test_assess_series_finds_a_rise_and_when_it_began() -> None:
    series = weekly(*USUAL, 5, 4, 6)
    assessment = assess_series(series, series.end)
    assert assessment.verdict == "rise"
    assert assessment.is_alert
    assert assessment.began == series.starts[-3]
    assert (assessment.first, assessment.last, assessment.observed) == (series.starts[-3], series.end, 15)
    assert assessment.expected is not None
    assert 2 < assessment.expected < 5
    assert assessment.chance_per_year is not None
    assert assessment.chance_per_year < assessment.false_alarms_per_year


def test_assess_series_finds_a_fall() -> None:
    series = weekly(*(count + 4 for count in USUAL), *[0] * 6)
    assessment = assess_series(series, series.end)
    assert assessment.verdict == "fall"
    assert assessment.reason.startswith("No event in the")


def test_assess_series_says_usual_of_the_usual() -> None:
    assessment = assess_series(weekly(*USUAL), weekly(*USUAL).end)
    assert assessment.verdict == "usual"
    assert assessment.began is None


def test_assess_series_is_silent_about_two_events_where_there_were_none() -> None:
    series = weekly(*[0] * 150, 2)
    assert assess_series(series, series.end).verdict == "usual"


def test_assess_series_takes_many_events_in_an_empty_area_for_a_rise() -> None:
    series = weekly(*[0] * 150, 5)
    assert assess_series(series, series.end).verdict == "rise"


def test_assess_series_does_not_judge_by_too_little_past() -> None:
    series = weekly(*USUAL[:30], 50)
    assessment = assess_series(series, series.end)
    assert assessment.verdict == "too_little_past"
    assert assessment.expected is None
    assert "too short" in assessment.reason


def test_assess_series_takes_no_fall_from_a_week_that_has_begun() -> None:
    series = weekly(*(10 + count for count in USUAL), 0)
    monday = series.starts[-1]
    assert assess_series(series, monday).verdict == "usual"
    assert assess_series(series, monday).share_known == pytest.approx(1 / 7)


def test_assess_series_makes_up_for_reports_that_are_late() -> None:
    """Half of the events become known only after three weeks: two weeks at half the usual are no fall."""
    late = Delays((*[0.5] * 21, 1.0), weight=500)
    series = weekly(*[20] * 150, 10, 10, 10)
    assert assess_series(series, series.end).verdict == "fall"
    assert assess_series(series, series.end, late).verdict == "usual"
    assert assess_series(weekly(*[20] * 150, 20, 20, 20), series.end, late).verdict == "rise"


def test_assess_series_is_not_used_to_an_outbreak_of_the_past() -> None:
    outbreak = (*USUAL[:60], *[9] * 8, *USUAL[68:])
    series = weekly(*outbreak, 5, 6, 5, 7)
    assert assess_series(series, series.end).verdict == "rise"


def test_assess_series_follows_its_settings() -> None:
    series = weekly(*USUAL, 3, 2)
    strict = TrendSettings(false_rises_per_year=0.001)
    loose = TrendSettings(false_rises_per_year=20.0)
    assert assess_series(series, series.end, settings=strict).verdict == "usual"
    assert assess_series(series, series.end, settings=loose).verdict == "rise"


def test_assess_areas_says_of_each_what_it_says_alone() -> None:
    areas = [weekly(*USUAL, 5, 6), weekly(*[0] * len(USUAL), 0, 1), weekly(*(20 * c for c in USUAL), 9, 9)]
    together = assess_areas(areas, areas[0].end)
    alone = [assess_series(area, area.end) for area in areas]
    assert [row.reason for row in together] == [row.reason for row in alone]
    assert [row.verdict for row in together] == [row.verdict for row in alone]


@pytest.mark.parametrize(
    ("areas", "message"),
    [
        ([Series("month", FIRST, (1, 2))], "by week"),
        ([weekly(1, 2), weekly(1, 2, 3)], "same weeks"),
        ([weekly(*[1] * 400)], "goes on after"),
    ],
)
def test_assess_areas_refuses_unlike_series(areas: list[Series], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        assess_areas(areas, date(2021, 1, 1))


def test_assess_areas_of_none_is_none() -> None:
    assert assess_areas([], FIRST) == []
    assert list_verdicts([], FIRST) == []


def test_assess_history_sees_no_later_week() -> None:
    series = weekly(*USUAL[:100], 8, 7, 9, *USUAL[:20])
    history = assess_history(series, series.end)
    before = assess_series(weekly(*series.counts[:101]), series.starts[100] + timedelta(days=6))
    assert len(history) == len(series.counts)
    assert history[100].assessment.reason == before.reason
    assert [week.first for week in list_alerts(history)][:1] == [series.starts[100]]
    assert history[10].expected is None


def test_list_verdicts_agrees_with_the_histories() -> None:
    areas = [weekly(*USUAL[:60], 8, 7, 9), weekly(*USUAL[3:66])]
    wanted = [tuple(week.assessment.verdict for week in assess_history(area, area.end)) for area in areas]
    assert list_verdicts(areas, areas[0].end) == wanted


def test_assess_series_is_the_same_with_estimated_delays_at_another_scale() -> None:
    rng = np.random.default_rng(3)
    counts = [int(count) for count in rng.poisson(400, 180)]
    series = weekly(*counts, 400)
    delays = estimate_delays([], series.end)
    assert assess_series(series, series.end, delays).verdict == "usual"
