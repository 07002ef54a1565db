"""Makes records less exact before they are released: places to a chosen precision, and words that name places gone.

What is done to each slot, and why, is told in docs/releases.md. In doubt words are withheld: a village that no
gazetteer knows must not slip through a quote or a source's title.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.actors import ActorRef
from dateline.model.places import GazetteerEntry, Place
from dateline.model.ports import ActorRegistry
from dateline.model.records import Attribution, Casualty, Control, Event, Evidence, Figure, Record, Statement
from dateline.model.releases import Precision
from dateline.model.reports import Report
from dateline.publish.landmarks import name_country

WITHHELD = "[withheld]"
CELL_DEGREES = 0.1
_GENERIC = frozenset({"Civilians", "Protesters", "Rioters", "Unidentified Armed Group", "Unidentified Militia"})
"""Names that the coder itself gives where a report names nobody."""
_WIDE = frozenset({"country", "admin1"})


class RegionSource(Protocol):
    """A gazetteer that knows regions and countries as such."""

    def get(self, gazetteer_id: str) -> GazetteerEntry | None: ...

    def regions_of(self, country: str) -> Sequence[GazetteerEntry]:
        """The first-level regions of a country (ISO 3166-1 alpha-2)."""
        ...

    def country_of(self, country: str) -> GazetteerEntry | None: ...


class Coarsener:
    """Coarsens records and reports to one precision; "exact" leaves all as it is."""

    def __init__(self, precision: Precision, regions: RegionSource, actors: ActorRegistry) -> None:
        self._precision = precision
        self._regions = regions
        self._actors = actors

    @property
    def is_exact(self) -> bool:
        return self._precision == "exact"

    def coarsen_report(self, report: Report) -> Report:
        """What is left of a report: its id, outlet, language and date. Title, address, tags and text name places."""
        if self.is_exact:
            return report
        return Report(
            id=report.id,
            publisher=report.publisher,
            language=report.language,
            published=report.published,
            published_inferred=report.published_inferred,
            text="",
        )

    def coarsen_record(self, record: Record) -> Record:
        if self.is_exact:
            return record
        match record:
            case Event():
                return self._coarsen_event(record)
            case Figure():
                return self._coarsen_figure(record)
            case Statement():
                return self._coarsen_statement(record)
            case Control():
                return self._coarsen_control(record)

    def coarsen_place(self, place: Place | None) -> Place | None:
        """A place no finer than the precision; None where not even its country is known."""
        if place is None or self.is_exact:
            return place
        kind = self._kind_of(place)
        if self._precision == "grid":
            if kind in _WIDE:
                return place
            if place.lat is not None and place.lon is not None:
                return _to_cell(place, place.lat, place.lon)
        if self._precision != "country" and place.admin1 and place.country and kind != "country":
            return self._to_region(place.country, place.admin1)
        return self._to_country(place.country)

    def _kind_of(self, place: Place) -> str | None:
        entry = self._regions.get(place.gazetteer_id) if place.gazetteer_id else None
        return entry.kind if entry else None

    def _to_region(self, country: str, admin1: str) -> Place:
        wanted = fold_name(admin1)
        for entry in self._regions.regions_of(country):
            if wanted in (fold_name(entry.name), fold_name(entry.admin1 or "")):
                return _to_entry(entry, admin1)
        return Place(name=admin1, country=country, admin1=admin1, geo_precision=3)

    def _to_country(self, country: str | None) -> Place | None:
        if country is None:
            return None
        entry = self._regions.country_of(country)
        return (
            _to_entry(entry, None) if entry else Place(name=name_country(country), country=country, geo_precision=3)
        )

    def _coarsen_event(self, event: Event) -> Event:
        tolls = tuple(self._coarsen_toll(toll) for toll in event.casualties)
        update = {
            "actor1": self._coarsen_actors(event.actor1),
            "actor2": self._coarsen_actors(event.actor2),
            "casualties": tolls,
        }
        return event.model_copy(update={**update, **self._coarsen_common(event)})

    def _coarsen_toll(self, toll: Casualty) -> Casualty:
        return toll.model_copy(update={"group": self._keep(toll.group), "said_by": self._keep(toll.said_by)})

    def _coarsen_figure(self, figure: Figure) -> Figure:
        update = {
            "about": self._coarsen_actors(figure.about),
            "by": self._coarsen_actors(figure.by),
            "unit": self._keep(figure.unit),
        }
        return figure.model_copy(update={**update, **self._coarsen_common(figure)})

    def _coarsen_statement(self, statement: Statement) -> Statement:
        update = {
            "speaker": self._coarsen_actor(statement.speaker),
            "speaker_role": self._keep(statement.speaker_role),
            "addressee": self._coarsen_actor(statement.addressee) if statement.addressee else None,
            "topic": None,
            "quote": None,
        }
        return statement.model_copy(update={**update, **self._coarsen_common(statement)})

    def _coarsen_control(self, control: Control) -> Control:
        common = self._coarsen_common(control)
        place = common["place"]
        update = {
            "holder": self._coarsen_actors(control.holder),
            "area": place.name if isinstance(place, Place) else WITHHELD,
            "area_places": None,
        }
        return control.model_copy(update={**update, **common})

    def _coarsen_common(self, record: Record) -> dict[str, object]:
        return {
            "place": self.coarsen_place(record.place),
            "attribution": tuple(self._coarsen_source(source) for source in record.attribution),
            "evidence": tuple(Evidence(start=row.start, end=row.end, quote="") for row in record.evidence),
        }

    def _coarsen_source(self, source: Attribution) -> Attribution:
        return source.model_copy(update={"source": self._keep(source.source)})

    def _coarsen_actors(self, actors: Sequence[ActorRef]) -> tuple[ActorRef, ...]:
        return tuple(dict.fromkeys(self._coarsen_actor(actor) for actor in actors))

    def _coarsen_actor(self, actor: ActorRef) -> ActorRef:
        """A known actor stays, without the report's words for it."""
        known = self._actors.get(actor.actor_id) if actor.actor_id else None
        if known is not None:
            return ActorRef(name=known.name, actor_id=known.actor_id)
        return ActorRef(name=self._keep(actor.name) or WITHHELD)

    def _keep(self, words: str | None) -> str | None:
        """Words that can name no place: those of the registry, and such as have no capital and no unknown script."""
        if not words or words in _GENERIC or self._actors.find(words):
            return words
        return words if not any(char.isalnum() and not char.islower() for char in words) else WITHHELD


def _to_cell(place: Place, lat: float, lon: float) -> Place:
    """The cell of the grid that a point lies in, by its middle; the radius reaches its corners."""
    middle_lat, middle_lon = _middle(lat, 90), _middle(lon, 180)
    half = CELL_DEGREES / 2
    corner_km = distance_km(middle_lat, middle_lon, middle_lat + half, middle_lon + half)
    return Place(
        name=f"Cell {middle_lat:.2f}, {middle_lon:.2f}",
        lat=middle_lat,
        lon=middle_lon,
        country=place.country,
        admin1=place.admin1,
        geo_precision=3 if place.geo_precision == 3 else 2,
        radius_km=max(round(corner_km, 1), place.radius_km or 0.0),
    )


def _middle(degrees: float, most: int) -> float:
    """The middle of the cell; what lies on the last line belongs to the last cell."""
    cell = min(math.floor(round(degrees / CELL_DEGREES, 6)), round(most / CELL_DEGREES) - 1)
    return round(cell * CELL_DEGREES + CELL_DEGREES / 2, 2)


def _to_entry(entry: GazetteerEntry, admin1: str | None) -> Place:
    return Place(
        name=entry.name,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=admin1,
        gazetteer_id=entry.gazetteer_id,
        geo_precision=3,
        radius_km=entry.radius_km or None,
    )
