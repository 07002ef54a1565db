"""A source of areas for tests: one area, and its namesake."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from area_samples import AREA

from dateline.model.actors import ActorRef
from dateline.model.areas import Area, AreaCount, AreaRecord
from dateline.model.errors import NotKeptError
from dateline.model.incidents import GroupToll
from dateline.publish.delays import PROMPT, Delays

TWIN = Area("test:twin", "Tall Rimal", 10.0, 10.0, 10.0, "TD", None, "village")


class Shelf:
    """One area with a few records. Implements `services.areas.AreaSource`."""

    def __init__(self, *records: AreaRecord) -> None:
        self._records = records

    def find_areas(self, name: str) -> Sequence[Area]:
        return {"Rimal": (AREA,), "Tall": (AREA, TWIN)}.get(name, ())

    def get_area(self, slug: str) -> Area:
        if slug != AREA.slug:
            raise NotKeptError("there is no such area", slug)
        return AREA

    def area_records(self, area: Area) -> Sequence[AreaRecord]:
        return self._records

    def find_last_day(self) -> date | None:
        return date(2024, 3, 10)

    def find_delays(self) -> Delays:
        return PROMPT

    def side_of(self, actor: ActorRef) -> str:
        return actor.name

    def weigh_tolls(self, incident_ids: Collection[str], today: date, /) -> Mapping[str, Sequence[GroupToll]]:
        return {}

    def list_areas(self, limit: int) -> Sequence[AreaCount]:
        return [AreaCount(AREA, 3, "2024-03-08")]
