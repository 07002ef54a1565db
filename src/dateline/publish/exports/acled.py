"""CSV in the columns of ACLED's export: one row an incident that happened. docs/exports.md tells each column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.base.resources import load_yaml
from dateline.model.ports import ActorRegistry
from dateline.publish.exports.cells import Cell, join_list, write_table
from dateline.publish.exports.countries import find_country
from dateline.publish.exports.deeds import (
    Deed,
    ExportedIncident,
    list_deeds,
    list_publishers,
    middle_day,
    read_moment,
    say_states,
    write_notes,
)
from dateline.publish.exports.parties import PartyBook
from dateline.publish.precisions import acled_geo_precision, acled_time_precision

NAME = "acled-csv"
TOLL_RULE = "acled"
_CIVILIANS_INTER = 7


def write_csv(incidents: Iterable[ExportedIncident], *, with_states: bool, actors: ActorRegistry) -> Iterator[bytes]:
    """The file, piece by piece; `with_states` puts the state of review into `tags`."""
    rows = _Rows(actors, with_states=with_states)
    return write_table(list_columns(), (rows.make_row(deed) for deed in list_deeds(incidents)))


def list_columns() -> list[str]:
    """ACLED's columns in its order."""
    return list(load_yaml("exports/acled.yaml")["columns"])


class _Rows:
    def __init__(self, actors: ActorRegistry, *, with_states: bool) -> None:
        self._book = PartyBook(actors)
        self._table: Any = load_yaml("exports/acled.yaml")
        self._with_states = with_states

    def make_row(self, deed: Deed) -> dict[str, Cell]:
        deaths = deed.summary.deaths
        return {
            "event_id_cnty": deed.incident_id,
            **self._tell_time(deed),
            **self._tell_type(deed),
            **self._tell_sides(deed),
            **_tell_place(deed),
            "source": join_list(list_publishers(deed)),
            "notes": write_notes(deed),
            "fatalities": deaths.best if deaths else None,
            "tags": f"state: {say_states(deed.summary.states)}" if self._with_states else None,
            "timestamp": read_moment(deed.updated),
        }

    def _tell_time(self, deed: Deed) -> dict[str, Cell]:
        day = middle_day(deed.time)
        return {
            "event_date": day.isoformat() if day else None,
            "year": day.year if day else deed.year,
            "time_precision": acled_time_precision(deed.time) if deed.time else None,
        }

    def _tell_type(self, deed: Deed) -> dict[str, Cell]:
        types = self._table["disorder_types"]
        return {
            "disorder_type": types.get(deed.sub_event_type) or types.get(deed.event_type),
            "event_type": deed.event_type,
            "sub_event_type": deed.sub_event_type,
        }

    def _tell_sides(self, deed: Deed) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        codes: list[int | None] = []
        for number, refs in ((1, deed.actor1), (2, deed.actor2)):
            code = self._book.acled_inter(refs[0], deed.scene) if refs else None
            names = [self._book.acled_name(ref, deed.scene) for ref in refs]
            cells[f"actor{number}"] = names[0] if names else None
            cells[f"assoc_actor_{number}"] = join_list(names[1:])
            cells[f"inter{number}"] = self._table["inter"].get(code)
            codes.append(code)
        cells["interaction"] = self._say_interaction(deed, codes[0], codes[1])
        cells["civilian_targeting"] = self._tell_targeting(deed, codes[1])
        return cells

    def _say_interaction(self, deed: Deed, first: int | None, second: int | None) -> str | None:
        """Both kinds in ACLED's order, or the one of a deed with one side; None where a kind is not known."""
        labels, forms = self._table["inter"], self._table["interaction"]
        if first is not None and not deed.actor2:
            return str(forms["one_sided"]).format(labels[first])
        if first is None or second is None:
            return None
        low, high = sorted((first, second))
        pair = (high, low) if [low, high] in forms["higher_first"] else (low, high)
        return str(forms["two_sided"]).format(*(labels[code] for code in pair))

    def _tell_targeting(self, deed: Deed, hit: int | None) -> str | None:
        rule = self._table["civilian_targeting"]
        always = deed.event_type in rule["always"] or deed.sub_event_type in rule["always"]
        are_hit = deed.event_type in rule["where_civilians_are_hit"] and hit == _CIVILIANS_INTER
        return str(rule["label"]) if always or are_hit else None


def _tell_place(deed: Deed) -> dict[str, Cell]:
    place = deed.place
    if place is None:
        return {}
    country = find_country(place.country)
    return {
        "iso": country.iso if country else None,
        "region": country.acled_region if country else None,
        "country": country.acled_name if country else None,
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": acled_geo_precision(place),
    }
