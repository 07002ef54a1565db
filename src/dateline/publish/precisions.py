"""How exact a place and a time are, in the codes of ACLED and of UCDP GED.

Source: ACLED's codebook (`geo_precision` and `time_precision`, 1 to 3) and UCDP's GED codebook (`where_prec` 1 to 7,
`date_prec` 1 to 5), in our own words. Where a record does not hold what a code asks for, the coarser code stands.
"""

from __future__ import annotations

from dateline.model.intervals import Interval
from dateline.model.places import Place

_NEAR_KM = 25.0
_DISTRICT_KM = 60.0
_PROVINCE_KM = 300.0
_WEEK_DAYS = 7
_FEW_DAYS = 6
_MONTH_DAYS = 31


def acled_geo_precision(place: Place) -> int:
    """1 the town itself, 2 near it or a part of a region around it, 3 a whole region; 3 where there is no point."""
    return 3 if place.lat is None else int(place.geo_precision)


def acled_time_precision(time: Interval | None) -> int:
    """1 one known day, 2 within a week, 3 within a month or longer, or unknown."""
    days = time.length_days if time else None
    if days is None:
        return 3
    return 1 if days == 1 else 2 if days <= _WEEK_DAYS else 3


def ucdp_where_precision(place: Place) -> int:
    """1 the exact place, 2 within about 25 km, 3 a district, 4 a province, 5 a line or a vague area, 6 a country.

    A place without a point is 6 where its country is known, else 7 (no country can be told).
    """
    if place.lat is None:
        return 7 if place.country is None else 6
    if (place.gazetteer_id or "").startswith("country:"):
        return 6
    radius = place.radius_km if place.radius_km is not None else _NEAR_KM
    if place.geo_precision == 1:
        return 1 if radius <= _NEAR_KM else 3
    if place.geo_precision == 2:
        return 2 if radius <= _NEAR_KM else 3 if radius <= _DISTRICT_KM else 5
    return 4 if radius <= _PROVINCE_KM else 6


def ucdp_date_precision(time: Interval | None) -> int:
    """1 the exact day, 2 two to six days, 3 a week, 4 a month, 5 longer than a month, or unknown."""
    days = time.length_days if time else None
    if days is None:
        return 5
    if days == 1:
        return 1
    if days <= _FEW_DAYS:
        return 2
    return 3 if days <= _WEEK_DAYS else 4 if days <= _MONTH_DAYS else 5
