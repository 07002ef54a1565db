"""Plain words for times, places, numbers and sources: precise and calm, for people to read."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, ControlRelation, FigureMeasure, SourceType
from dateline.model.reports import DayBounds
from dateline.publish.landmarks import name_country

ASSUMED_RADIUS_KM: dict[int, float] = {1: 0.0, 2: 15.0, 3: 100.0}
"""How far the true place may lie from the point, where the record gives no radius: by geo-precision."""

SOURCE_TYPE_WORDS: dict[SourceType, str] = {
    "outlet": "the report itself",
    "state_force": "state force",
    "government": "government",
    "armed_group": "armed group",
    "intelligence": "intelligence",
    "medical": "medical source",
    "witness": "witness",
    "ngo_or_un": "NGO or UN",
    "media": "media",
    "political": "political party or politician",
    "community": "community",
    "expert": "expert",
    "unnamed": "not named",
}
STANCE_WORDS: dict[str, str] = {
    "says": "says",
    "claims_responsibility": "claims responsibility",
    "denies": "denies",
    "estimates": "estimates",
}
MEASURE_WORDS: dict[FigureMeasure, str] = {
    "attacks": "attacks",
    "airstrikes": "air strikes",
    "operations": "operations",
    "killed": "killed",
    "injured": "injured",
    "abducted": "abducted",
    "arrested": "arrested",
    "displaced": "displaced",
    "fighters_present": "fighters present",
    "area_cleared": "cleared",
    "distance": "distance",
    "other": "",
}
RELATION_WORDS: dict[ControlRelation, str] = {
    "controls": "controls",
    "present": "is present in",
    "responsible": "is responsible for",
    "withdrew": "withdrew from",
    "contested": "contested",
    "gap": "Nobody secures",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TIME_PRECISION = {
    "day": "days known",
    "week": "known to the week",
    "month": "known to the month",
    "season": "known to the season",
    "year": "known to the year",
    "longer": "a longer span",
}
_GEO_PRECISION = {1: "the place itself", 2: "near it, or somewhere in this area", 3: "somewhere in this region"}


def say_date(day: date) -> str:
    """ "2 December 2021"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_title(title: str | None) -> str:
    """The headline of a report; one that has none is said to have none."""
    return title or "Untitled report"


def say_publisher(publisher: str | None) -> str:
    """The outlet of a report, or that it is not known."""
    return publisher or "Outlet not known"


def say_published(published: str | None, inferred: DayBounds | None = None) -> str:
    """The publication date in words; a value that is no ISO date is given as it stands, None as missing, with the
    days between which it is inferred to lie."""
    if not published:
        return f"date missing, inferred {_say_bounds(inferred)}" if inferred else "date missing"
    try:
        return say_date(datetime.fromisoformat(published).date())
    except ValueError:
        return published


def _say_bounds(bounds: DayBounds) -> str:
    if bounds.start is None or bounds.end is None:
        return (
            f"from {say_date(bounds.start)} on"
            if bounds.start
            else f"by {say_date(bounds.end)}"
            if bounds.end
            else ""
        )
    return say_days(bounds.start, bounds.end)


def say_days(start: date, end: date) -> str:
    """The closed interval with nothing said twice: "2–4 December 2021", "January 2021", "2020"."""
    if start == end:
        return say_date(start)
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole_months:
        return _say_months(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{say_date(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {say_date(end)}"
    return f"{say_date(start)} – {say_date(end)}"


def _say_months(start: date, end: date) -> str:
    first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.year != end.year:
        return f"{first} {start.year} – {last} {end.year}"
    return f"{first} {start.year}" if first == last else f"{first} – {last} {start.year}"


def say_interval(time: Interval | None) -> str:
    """When, in words; an open side is said as "since" or "until", of inferred days as "from … on" or "by"."""
    if time is None or (time.start is None and time.end is None):
        return "not known"
    if time.inferred:
        return _say_bounds(DayBounds(start=time.start, end=time.end))
    if time.start is None and time.end is not None:
        return f"until {say_date(time.end)}"
    if time.end is None and time.start is not None:
        return f"since {say_date(time.start)}"
    assert time.start is not None
    assert time.end is not None
    return say_days(time.start, time.end)


def say_time_precision(time: Interval | None) -> str:
    """How well the time is known: "day known", "known to the month"; empty where there is no time."""
    if time is None or (time.start is None and time.end is None):
        return ""
    if time.inferred:
        return "inferred, as the report has no date"
    if time.precision == "day" and time.start == time.end:
        return "day known"
    return _TIME_PRECISION[time.precision]


def say_place(place: Place | None) -> str:
    """ "Makhmour, Erbil, Iraq": the name, and the region and country where they add something."""
    if place is None:
        return "not known"
    parts = [place.name, place.admin1, name_country(place.country) if place.country else None]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def say_geo_precision(place: Place | None) -> str:
    """How well the place is known, with its radius: "near it, or somewhere in this area · within 15 km"."""
    if place is None:
        return ""
    if place.lat is None or place.lon is None:
        return "no coordinates known"
    radius_km = uncertainty_km(place)
    if not radius_km:
        return _GEO_PRECISION[place.geo_precision]
    assumed = "" if place.radius_km else " (assumed)"
    return f"{_GEO_PRECISION[place.geo_precision]} · within {say_number(round(radius_km, 1))} km{assumed}"


def uncertainty_km(place: Place) -> float:
    """The radius of the disc that the place is drawn as, in km; 0 for a point."""
    return place.radius_km or ASSUMED_RADIUS_KM[place.geo_precision]


def say_number(value: float) -> str:
    """ "1,422", "2.5": grouped, no decimals where there are none."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def say_range(low: float | None, high: float | None, *, approximate: bool = False) -> str:
    """One value with its bounds: "7", "7–13", "at least 7", "up to 27", "about 300", "none", "number not known"."""
    if low is None and high is None:
        return "number not known"
    if low == 0 and high == 0:
        return "none"
    about = "about " if approximate else ""
    if high is None and low is not None:
        return f"at least {about}{say_number(low)}"
    if low is None and high is not None:
        return f"up to {about}{say_number(high)}"
    assert low is not None
    assert high is not None
    return about + (say_number(low) if low == high else f"{say_number(low)}–{say_number(high)}")


def say_source(attribution: Attribution, publisher: str | None) -> str:
    """Who says so, by name; the report's own voice is its publisher."""
    if attribution.source:
        return attribution.source
    if attribution.source_type == "outlet":
        return publisher or SOURCE_TYPE_WORDS["outlet"]
    return f"a source of the type: {SOURCE_TYPE_WORDS[attribution.source_type]}"
