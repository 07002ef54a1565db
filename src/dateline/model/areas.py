"""An area that people ask about, and the records that speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.model.places import FeatureKind
from dateline.model.records import Record
from dateline.model.stores import StoredRecord

Reach = Literal["inside", "wider", "untold", "elsewhere"]
"""How a record lies to an area: in it; in a larger one that holds it; of no told place; somewhere else."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place that a brief is about: a circle, or a region or country by its name.

    `radius_km` is how far the area goes from its middle (degrees WGS84). Of a country what lies in it is what has its
    code, of a first-level region what has its name; both say it better than a circle.
    """

    area_id: str
    name: str
    lat: float
    lon: float
    radius_km: float
    country: str | None
    admin1: str | None
    kind: FeatureKind

    @property
    def slug(self) -> str:
        """The area's part of an address: its gazetteer id without a colon."""
        return self.area_id.replace(":", "_")


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """A record with what people need to know of its report.

    `slug` is the record's short name on the page of its report ("e1"); `published` and `added` (to the store) are
    ISO dates or date-times.
    """

    stored: StoredRecord
    slug: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None = None
    added: str | None = None

    @property
    def record(self) -> Record:
        return self.stored.record

    @property
    def record_id(self) -> str:
        return self.stored.record_id

    @property
    def report_id(self) -> str:
        return self.stored.report_id

    @property
    def incident_id(self) -> str | None:
        return self.stored.incident_id


@dataclass(frozen=True, slots=True)
class AreaCount:
    """A line of the list of areas: how many events lie in it. `last`: the latest day of one, ISO."""

    area: Area
    events: int
    last: str | None
