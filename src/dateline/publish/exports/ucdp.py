"""CSV in the columns of UCDP GED: one row an incident of organised violence with a death. See docs/exports.md."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from dateline.base.resources import load_yaml
from dateline.model.ids import text_hash
from dateline.model.ports import ActorRegistry
from dateline.publish.exports.cells import Cell, join_list, write_table
from dateline.publish.exports.countries import find_country
from dateline.publish.exports.deeds import Deed, ExportedIncident, list_deeds, say_states
from dateline.publish.exports.dyads import Dyad, DyadBook
from dateline.publish.incident_words import capitalize, say_voice, say_where
from dateline.publish.precisions import ucdp_date_precision, ucdp_where_precision

NAME = "ucdp-csv"
TOLL_RULE = "ucdp"
_ID_DIGITS = 13
"""Hexadecimal digits: such a number is exact in the floating point numbers of R and spreadsheets (below 2**53)."""


def write_csv(incidents: Iterable[ExportedIncident], *, with_states: bool, actors: ActorRegistry) -> Iterator[bytes]:
    """The file, piece by piece; `with_states` puts the state of review into `code_status`, else it is "Clear"."""
    book = DyadBook(actors)
    rows = (
        make_row(deed, dyad, with_states=with_states)
        for deed in list_deeds(incidents)
        if (dyad := book.find_dyad(deed)) is not None and has_deaths(deed)
    )
    return write_table(list_columns(), rows)


def list_columns() -> list[str]:
    """UCDP GED's columns in its order."""
    return list(load_yaml("exports/ucdp.yaml")["columns"])


def has_deaths(deed: Deed) -> bool:
    """Whether a source that counts tells of a death: its number, or the highest that it holds possible."""
    deaths = deed.summary.deaths
    return deaths is not None and max(deaths.best or 0, deaths.low or 0, deaths.high or 0) > 0


def make_row(deed: Deed, dyad: Dyad, *, with_states: bool) -> dict[str, Cell]:
    """One line; the keys that are left out stay empty."""
    deaths = deed.summary.deaths
    state = say_states(deed.summary.states)
    return {
        "id": int(text_hash(deed.incident_id)[:_ID_DIGITS], 16),
        "relid": deed.incident_id,
        "year": deed.year,
        "code_status": "Clear" if not with_states or state == "approved" else f"Check: {state}",
        "type_of_violence": dyad.type_of_violence,
        "dyad_name": f"{dyad.side_a.name} - {dyad.side_b.name}",
        "side_a": dyad.side_a.name,
        "side_b": dyad.side_b.name,
        "gwnoa": dyad.side_a.gw,
        "gwnob": dyad.side_b.gw,
        **_tell_sources(deed),
        **_tell_place(deed),
        **_tell_time(deed),
        "event_clarity": 2 if deed.count and deed.count > 1 else 1,
        **{f"deaths_{side}": number for side, number in dyad.count_deaths(deed).items()},
        "best": deaths.best if deaths else None,
        "low": deaths.low if deaths else None,
        "high": deaths.high if deaths else None,
    }


def _tell_sources(deed: Deed) -> dict[str, Cell]:
    reports = [account.report for account in deed.summary.accounts]
    articles = (
        '"'
        + ",".join(part.replace('"', "'") for part in (row.publisher, _day_of(row.published), row.title) if part)
        + '"'
        for row in reports
    )
    return {
        "number_of_sources": len(deed.summary.asserting),
        "source_article": join_list(articles, ";"),
        "source_office": join_list((row.publisher or "" for row in reports), ";"),
        "source_date": join_list((_day_of(row.published) for row in reports), ";"),
        "source_headline": join_list((row.title or "" for row in reports), ";"),
        "source_original": join_list((capitalize(say_voice(row.voice)) for row in deed.summary.asserting), ";"),
    }


def _day_of(published: str | None) -> str:
    return (published or "")[:10]


def _tell_place(deed: Deed) -> dict[str, Cell]:
    place = deed.place
    if place is None:
        return {}
    country = find_country(place.country)
    cells: dict[str, Cell] = {
        "where_prec": ucdp_where_precision(place),
        "where_coordinates": place.name,
        "where_description": say_where(place),
        "adm_1": place.admin1,
        "country": country.ucdp_name if country else None,
        "country_id": country.gw if country else None,
        "region": country.ucdp_region if country else None,
    }
    if place.lat is None or place.lon is None:
        return cells
    point: dict[str, Cell] = {
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})",
        "priogrid_gid": find_grid_cell(place.lat, place.lon),
    }
    return {**cells, **point}


def find_grid_cell(lat: float, lon: float) -> int | None:
    """The number of the PRIO-GRID cell: half degrees, rows from the south, 720 cells a row, counted from 1.

    Source: the PRIO-GRID codebook (Tollefsen, Strand and Buhaug 2012). None for what is no point of the earth.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    row, column = min(math.floor((lat + 90) * 2), 359), min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _tell_time(deed: Deed) -> dict[str, Cell]:
    time = deed.time
    if time is None:
        return {"date_prec": ucdp_date_precision(None)}
    return {
        "date_prec": ucdp_date_precision(time),
        "date_start": f"{time.start.isoformat()} 00:00:00.000" if time.start else None,
        "date_end": f"{time.end.isoformat()} 00:00:00.000" if time.end else None,
    }
