"""Areas over any source of reports: reads the newest ones; over a store, those that its index of places finds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from dateline.linkage.toll_rules import TollRule
from dateline.model.actors import ActorRef
from dateline.model.areas import Area, AreaCount, AreaRecord
from dateline.model.errors import NotKeptError
from dateline.model.incidents import GroupToll
from dateline.model.outlines import AreaBox
from dateline.model.ports import ActorRegistry, Gazetteer, Store
from dateline.model.records import Control, Event, Figure
from dateline.model.reports import read_day
from dateline.publish.areas import find_reach, make_area_records, name_area
from dateline.publish.control_claims import SideOf
from dateline.publish.delays import PROMPT, Delays
from dateline.resolve.gazetteers import make_gazetteer
from dateline.services.alerting import estimate_store_delays
from dateline.services.areas import AreaFinder
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.reading_room import MAX_REPORTS_LISTED, RecordSource
from dateline.services.sides import make_side_of
from dateline.services.weighing import TollScale

KM_PER_DEGREE = 111.0
_MOST_WIDE = 2000
"""Reports on the whole country are read for its figures and holdings, so many of them at most."""


class AreaShelf:
    """Implements `services.areas.AreaSource` over the newest reports of a source."""

    def __init__(self, source: RecordSource, gazetteer: Gazetteer, side_of: SideOf) -> None:
        self._source = source
        self._side_of = side_of
        self._finder = AreaFinder(gazetteer)

    def find_areas(self, name: str) -> Sequence[Area]:
        return self._finder.find_areas(name)

    def get_area(self, slug: str) -> Area:
        return self._finder.get_area(slug)

    def area_records(self, area: Area) -> Sequence[AreaRecord]:
        found: list[AreaRecord] = []
        for rows in self._read_reports(area):
            reaches = [find_reach(area, row.record.place) for row in rows]
            if "inside" in reaches:
                found += rows
            else:
                wide = zip(rows, reaches, strict=True)
                found += [row for row, reach in wide if reach == "wider" and isinstance(row.record, Figure | Control)]
        return found

    def find_last_day(self) -> date | None:
        days = [read_day(row.published) for row in self._source.list_reports(limit=1)]
        return days[0] if days else None

    def find_delays(self) -> Delays:
        return PROMPT

    def side_of(self, actor: ActorRef) -> str:
        return self._side_of(actor)

    def weigh_tolls(self, _incident_ids: Collection[str], _today: date, /) -> Mapping[str, Sequence[GroupToll]]:
        return {}

    def list_areas(self, limit: int) -> Sequence[AreaCount]:
        """The places that events are told of by the gazetteer's id, countries left out."""
        events: dict[str, list[AreaRecord]] = {}
        for rows in self._read_reports():
            for row in rows:
                place = row.record.place
                if isinstance(row.record, Event) and place and place.gazetteer_id and place.geo_precision < 3:
                    events.setdefault(place.gazetteer_id, []).append(row)
        numbers = Counter({area_id: len(_incidents(rows)) for area_id, rows in events.items()})
        ordered = sorted(numbers, key=lambda area_id: (-numbers[area_id], area_id))
        counts = (self._count(area_id, events[area_id]) for area_id in ordered[:limit])
        return [count for count in counts if count is not None]

    def _count(self, area_id: str, rows: Sequence[AreaRecord]) -> AreaCount | None:
        try:
            area = self._finder.get_area(area_id)
        except NotKeptError:
            return None
        days = [day.isoformat() for row in rows if row.record.time and (day := row.record.time.end)]
        return AreaCount(name_area(area, rows), len(_incidents(rows)), max(days, default=None))

    def _read_reports(self, area: Area | None = None) -> Iterator[list[AreaRecord]]:
        return (make_area_records(stored) for stored in self._source.iter_coded(self._choose_reports(area)))

    def _choose_reports(self, _area: Area | None) -> Sequence[str]:
        return [row.report_id for row in self._source.list_reports(limit=MAX_REPORTS_LISTED)]


class StoreAreaShelf(AreaShelf):
    """The same over a store: for one area it reads the reports that tell of it, however old they are."""

    def __init__(
        self,
        store: Store,
        gazetteer: Gazetteer,
        side_of: SideOf,
        *,
        actors: ActorRegistry | None = None,
        rule: TollRule | None = None,
    ) -> None:
        super().__init__(store, gazetteer, side_of)
        self._store = store
        self._projections = store.projections
        self._delays: tuple[tuple[date, int], Delays] | None = None
        self._scale = TollScale(IncidentShelf(store), rule, actors)

    def weigh_tolls(self, incident_ids: Collection[str], today: date, /) -> Mapping[str, Sequence[GroupToll]]:
        return self._scale.weigh(incident_ids, today)

    def find_delays(self) -> Delays:
        """Learnt from the store's own pairs of event and first report; again only after something was added."""
        as_of = self.find_last_day()
        if as_of is None:
            return PROMPT
        key = (as_of, self._store.count_reports())
        if self._delays is None or self._delays[0] != key:
            self._delays = key, estimate_store_delays(self._store, as_of)
        return self._delays[1]

    def _choose_reports(self, area: Area | None) -> Sequence[str]:
        if area is None:
            return super()._choose_reports(area)
        near = [report_id for _, report_id in self._projections.records_in(box_around(area))]
        if area.country is None:  # a box without a country is the whole world
            return list(dict.fromkeys(near))
        wide = [report_id for _, report_id in self._projections.records_in(AreaBox(country=area.country))]
        return list(dict.fromkeys([*near, *wide[:_MOST_WIDE]]))


def make_area_shelf(store: Store, registry: ActorRegistry, rule: TollRule | None = None) -> StoreAreaShelf:
    """Areas of a store by the packaged gazetteer; `rule` weighs tolls, the packaged default without."""
    return StoreAreaShelf(store, make_gazetteer(), make_side_of(registry), actors=registry, rule=rule)


def box_around(area: Area) -> AreaBox:
    """The box that holds the area: a country or region by its name, else all within its radius."""
    if area.kind == "country":
        return AreaBox(country=area.country)
    if area.kind == "admin1":
        return AreaBox(country=area.country, admin1=area.admin1 or area.name)
    north = area.radius_km / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(min(abs(area.lat) + north, 89.0))), 0.01)
    return AreaBox(area.lat - north, area.lat + north, area.lon - east, area.lon + east)


def _incidents(rows: Sequence[AreaRecord]) -> set[str]:
    return {row.incident_id or row.record_id for row in rows}
