"""Use case: the brief of an area, with the trend of its own series and its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.model.areas import Area, AreaRecord
from dateline.model.incidents import GroupToll
from dateline.model.records import Event
from dateline.publish.areas import keep_in_area
from dateline.publish.briefs import Brief, make_brief
from dateline.publish.plot_rows import Timeline, Trend
from dateline.services.area_pictures import (
    assess_area,
    draw_area_timeline,
    draw_area_trend,
    list_area_timeline,
    list_area_trend,
    list_dated_incidents,
)  # fmt: skip
from dateline.services.areas import AreaSource


def write_brief(source: AreaSource, area: Area, today: date, records: Sequence[AreaRecord] | None = None) -> Brief:
    """What is known of an area on the day `today`, with the trend up to the newest report of all.

    `records`: those of the area, where they have been read already.

    After that report the store knows nothing of any place, so it says nothing of quiet either. The picture of the
    trend is left out: `draw_picture` draws it where somebody wants to see it.
    """
    records = source.area_records(area) if records is None else records
    incidents, as_of = list_dated_incidents(area, records), _find_end(source, today)
    return make_brief(
        area,
        records,
        today,
        assessment=assess_area(incidents, as_of, source.find_delays()),
        timeline_svg=draw_area_timeline(incidents, as_of),
        side_of=source.side_of,
        ruled=weigh_area_tolls(source, keep_in_area(area, records), today),
    )


def weigh_area_tolls(
    source: AreaSource, records: Iterable[AreaRecord], today: date
) -> Mapping[str, Sequence[GroupToll]]:
    """The tolls of the incidents that records tell of, as the toll rule weighs all that was known on a day."""
    events = [row for row in records if isinstance(row.record, Event) and row.record.casualties]
    return source.weigh_tolls({row.incident_id for row in events if row.incident_id}, today)


def draw_picture(source: AreaSource, area: Area, today: date, name: str) -> str | None:
    """The "timeline" or the "trend" of an area as SVG; None where there is nothing to draw."""
    records: Sequence[AreaRecord] = source.area_records(area)
    incidents, as_of = list_dated_incidents(area, records), _find_end(source, today)
    if name == "trend":
        return draw_area_trend(incidents, as_of, source.find_delays())
    return draw_area_timeline(incidents, as_of)


def list_picture(source: AreaSource, area: Area, today: date, name: str) -> Timeline | Trend | None:
    """What `draw_picture` draws, as rows of plain values."""
    incidents, as_of = list_dated_incidents(area, source.area_records(area)), _find_end(source, today)
    if name == "trend":
        return list_area_trend(incidents, as_of, source.find_delays())
    return list_area_timeline(incidents, as_of)


def _find_end(source: AreaSource, today: date) -> date:
    return min(today, source.find_last_day() or today)
