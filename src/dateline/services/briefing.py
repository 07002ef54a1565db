"""Use case: the brief of an area, with the trend of its own series."""

from __future__ import annotations

from datetime import date

from dateline.model.areas import Area
from dateline.publish.briefs import Brief, make_brief
from dateline.publish.control_claims import SideOf, actor_key
from dateline.services.area_pictures import draw_pictures, list_dated_incidents
from dateline.services.areas import AreaSource


def write_brief(source: AreaSource, area: Area, today: date, side_of: SideOf = actor_key) -> Brief:
    """What is known of an area on the day `today`, with the trend up to the newest report of all.

    After that report the store knows nothing of any place, so it says nothing of quiet either.
    """
    records = source.area_records(area)
    as_of = min(today, source.find_last_day() or today)
    pictures = draw_pictures(list_dated_incidents(area, records), as_of)
    return make_brief(
        area,
        records,
        today,
        assessment=pictures.assessment,
        timeline_svg=pictures.timeline_svg,
        trend_svg=pictures.trend_svg,
        side_of=side_of,
    )
