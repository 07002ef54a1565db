"""CSV with HXL hashtags in the second row, for humanitarian use: one row an incident that happened.

Source of the tags: the hashtag dictionary of HXL 1.1, and those in use for conflict events on the Humanitarian Data
Exchange. Attributes of our own ("+radius") are allowed by the standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.model.actors import ActorRef
from dateline.model.incidents import TollRange
from dateline.model.ports import ActorRegistry
from dateline.model.records import CasualtyMeasure
from dateline.publish.exports.cells import Cell, join_list, write_line
from dateline.publish.exports.countries import find_country
from dateline.publish.exports.deeds import (
    Deed,
    ExportedIncident,
    list_deeds,
    list_publishers,
    say_states,
    write_notes,
)

NAME = "hxl-csv"
TOLL_RULE = None
_MEASURES: tuple[CasualtyMeasure, ...] = ("killed", "injured", "abducted", "arrested", "missing", "displaced")
_BOUNDS = (("low", "min"), ("best", "best"), ("high", "max"))

TAGS: dict[str, str] = {
    "incident_id": "#event+code",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#event+time_precision",
    "event_type": "#event+type",
    "sub_event_type": "#event+subtype",
    "actor1": "#group+name+first",
    "actor2": "#group+name+second",
    "country_code": "#country+code+v_iso2",
    "country": "#country+name",
    "admin1": "#adm1+name",
    "location": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "geo_precision": "#geo+precision",
    "radius_km": "#geo+radius",
    **{f"{measure}_{bound}": f"#affected+{measure}+{tag}" for measure in _MEASURES for bound, tag in _BOUNDS},
    "sources": "#meta+source+num",
    "source": "#meta+source",
    "url": "#meta+url",
    "state": "#status+review",
    "notes": "#description",
}
"""Each column with its hashtag, in the order of the file."""


def write_csv(incidents: Iterable[ExportedIncident], *, with_states: bool, actors: ActorRegistry) -> Iterator[bytes]:
    """The file, piece by piece; `state` is told in every file, `with_states` and `actors` change nothing."""
    del with_states, actors
    yield write_line(list(TAGS))
    yield write_line(list(TAGS.values()))
    for deed in list_deeds(incidents):
        row = make_row(deed)
        yield write_line([row.get(column) for column in TAGS])


def make_row(deed: Deed) -> dict[str, Cell]:
    """One line; the keys that are left out stay empty."""
    summary, time = deed.summary, deed.time
    return {
        "incident_id": deed.incident_id,
        "date_start": time.start.isoformat() if time and time.start else None,
        "date_end": time.end.isoformat() if time and time.end else None,
        "date_precision": time.precision if time else None,
        "event_type": deed.event_type,
        "sub_event_type": deed.sub_event_type,
        "actor1": _join_names(deed.actor1),
        "actor2": _join_names(deed.actor2),
        **_tell_place(deed),
        **{key: number for toll in summary.tolls for key, number in _tell_toll(toll).items()},
        "sources": len(summary.asserting),
        "source": join_list(list_publishers(deed)),
        "url": join_list(row.report.url or "" for row in summary.accounts),
        "state": say_states(summary.states),
        "notes": write_notes(deed),
    }


def _join_names(refs: Iterable[ActorRef]) -> str:
    return join_list(ref.name for ref in refs)


def _tell_place(deed: Deed) -> dict[str, Cell]:
    place = deed.place
    if place is None:
        return {}
    country = find_country(place.country)
    return {
        "country_code": place.country,
        "country": country.acled_name if country else None,
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": place.geo_precision,
        "radius_km": place.radius_km,
    }


def _tell_toll(toll: TollRange) -> dict[str, Cell]:
    """Low, best and high; the killed or injured told as one number have no column of their own."""
    if toll.measure not in _MEASURES:
        return {}
    return {
        f"{toll.measure}_low": toll.low,
        f"{toll.measure}_best": toll.best,
        f"{toll.measure}_high": None if toll.is_open else toll.high,
    }
