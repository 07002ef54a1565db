"""Where: the place slot of a record, and the rows of a gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

GeoPrecision = Literal[1, 2, 3]
FeatureKind = Literal[
    "country", "admin1", "admin2", "city", "town", "village", "mountain", "plain", "river", "lake",
    "island", "road", "camp", "base", "facility", "area", "region", "sea",
]  # fmt: skip


class Place(BaseModel):
    """The place slot of a record; `lat`/`lon` in degrees WGS84, `radius_km` the size of the uncertainty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    gazetteer_id: str | None = None
    geo_precision: GeoPrecision = 1
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One row of the gazetteer: a place with one pair of coordinates (degrees WGS84)."""

    gazetteer_id: str
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    kind: FeatureKind
    population: int
    radius_km: float
