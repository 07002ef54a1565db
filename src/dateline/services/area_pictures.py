"""The pictures of an area: what happened when, and whether it is getting worse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.model.areas import Area, AreaRecord
from dateline.model.decisions import DISCARDED
from dateline.model.intervals import Interval
from dateline.model.records import Event
from dateline.publish.areas import keep_in_area
from dateline.publish.brief_incidents import event_of, group_incidents, list_casualties
from dateline.publish.delays import PROMPT, Delays
from dateline.publish.kinds import EVENT_KINDS
from dateline.publish.plot_rows import Timeline, TimelineRows, Trend, list_timeline, list_trend
from dateline.publish.plots import draw_timeline, draw_trend
from dateline.publish.series import Series, Step, TollRange, TollSeries, make_series, make_toll_series
from dateline.publish.trends import Assessment, TrendWeek, assess_history, assess_series

MOST_WEEKS = 104
"""A timeline of more weeks than this is drawn by month; a trend shows the last of them."""
_DONE = frozenset({"happened", "attempted"})


@dataclass(frozen=True, slots=True)
class DatedIncident:
    """An incident as pictures need it: when, of which type, and its dead from lowest to highest told."""

    interval: Interval
    event_type: str
    killed: TollRange | None


def list_dated_incidents(area: Area, records: Sequence[AreaRecord]) -> list[DatedIncident]:
    """The incidents in the area that have first and last day: the most precise that their reports give."""
    return date_incidents(keep_in_area(area, records))


def date_incidents(records: Iterable[AreaRecord]) -> list[DatedIncident]:
    """The incidents of the records that have first and last day; what is only planned, or rejected, is left out."""
    events = [
        row
        for row in records
        if isinstance(row.record, Event) and row.record.modality in _DONE and row.stored.state not in DISCARDED
    ]
    found = [_date_incident(rows) for rows in group_incidents(events)]
    return [incident for incident in found if incident is not None]


def assess_area(incidents: Sequence[DatedIncident], as_of: date, delays: Delays = PROMPT) -> Assessment | None:
    """The trend of an area's incidents by week, from the first on; None where none began up to `as_of`.

    `delays`: how late events become known, so that what is still to come hides no rise and fakes no fall.
    """
    first = _find_first(incidents, as_of)
    if first is None:
        return None
    return assess_series(make_series([row.interval for row in incidents], "week", first, as_of), as_of, delays)


def draw_area_trend(incidents: Sequence[DatedIncident], as_of: date, delays: Delays = PROMPT) -> str | None:
    """Every week of an area against the weeks before it; None where there are too few of them."""
    history = _look_back(incidents, as_of, delays)
    return draw_trend(history, "Is it getting worse?") if history else None


def list_area_trend(incidents: Sequence[DatedIncident], as_of: date, delays: Delays = PROMPT) -> Trend | None:
    """The same as rows."""
    history = _look_back(incidents, as_of, delays)
    return list_trend(history) if history else None


def draw_area_timeline(incidents: Sequence[DatedIncident], as_of: date) -> str | None:
    """Incidents by week, or by month where that would be too many bars, with the dead above; None without any."""
    first = _find_first(incidents, as_of)
    if first is None:
        return None
    return draw_timeline(*_count(incidents, _choose_step(first, as_of), first, as_of), "What happened when")


def list_area_timeline(incidents: Sequence[DatedIncident], as_of: date) -> Timeline | None:
    """The same as rows, by week and by month."""
    first = _find_first(incidents, as_of)
    if first is None:
        return None
    return {
        "step": _choose_step(first, as_of),
        "week": _list_by("week", incidents, first, as_of),
        "month": _list_by("month", incidents, first, as_of),
    }


def _look_back(incidents: Sequence[DatedIncident], as_of: date, delays: Delays) -> tuple[TrendWeek, ...]:
    """The weeks that a picture of the trend shows; none where the past is too short to say what is usual.

    Each week is tested on its own, which takes seconds for many years.
    """
    first = _find_first(incidents, as_of)
    if first is None:
        return ()
    weekly = make_series([row.interval for row in incidents], "week", first, as_of)
    history = assess_history(weekly, as_of, delays)[-MOST_WEEKS:]
    return () if history[-1].assessment.verdict == "too_little_past" else history


def _choose_step(first: date, as_of: date) -> Step:
    return "week" if (as_of - first).days <= 7 * MOST_WEEKS else "month"


def _list_by(step: Step, incidents: Sequence[DatedIncident], first: date, as_of: date) -> TimelineRows:
    return list_timeline(*_count(incidents, step, first, as_of))


def _count(
    incidents: Sequence[DatedIncident], step: Step, first: date, as_of: date
) -> tuple[dict[str, Series], TollSeries | None]:
    """The incidents of each type that occurs, and the dead where a toll is told."""
    series = {
        name: make_series([row.interval for row in incidents if row.event_type == name], step, first, as_of)
        for name in EVENT_KINDS
        if any(row.event_type == name for row in incidents)
    }
    killed = [(row.interval, row.killed) for row in incidents if row.killed is not None]
    return series, make_toll_series(killed, step, first, as_of) if killed else None


def _find_first(incidents: Sequence[DatedIncident], as_of: date) -> date | None:
    starts = [row.interval.start for row in incidents if row.interval.start]
    return min((start for start in starts if start <= as_of), default=None)


def _date_incident(rows: Sequence[AreaRecord]) -> DatedIncident | None:
    times = [time for row in rows if (time := event_of(row).time) is not None and time.length_days is not None]
    if not times:
        return None
    best = min(times, key=lambda time: (time.length_days or 0, time.start or date.min))
    event_type = event_of(rows[0]).event_type
    return DatedIncident(best, event_type if event_type in EVENT_KINDS else "Strategic developments", _sum_dead(rows))


def _sum_dead(rows: Sequence[AreaRecord]) -> TollRange | None:
    """The dead of an incident over all groups, each from the lowest to the highest told."""
    groups: dict[str | None, list[int]] = {}
    for casualty in list_casualties(rows):
        if casualty.measure == "killed":
            bounds = [bound for bound in (casualty.low, casualty.high) if bound is not None]
            groups.setdefault(casualty.group, []).extend(bounds)
    told = [bounds for bounds in groups.values() if bounds]
    return TollRange(sum(map(min, told)), sum(map(max, told))) if told else None
