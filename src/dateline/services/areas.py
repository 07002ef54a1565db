"""Use case: from the name that somebody types to the area that is meant, by the gazetteer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.actors import ActorRef
from dateline.model.areas import Area, AreaCount, AreaRecord
from dateline.model.errors import NotKeptError
from dateline.model.incidents import GroupToll
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.model.ports import Gazetteer
from dateline.publish.delays import Delays
from dateline.publish.landmarks import name_country
from dateline.resolve.spellings import without_article

RADIUS_KM: dict[FeatureKind, float] = {"village": 10.0, "town": 15.0, "camp": 10.0, "base": 10.0, "facility": 10.0}
LEAST_RADIUS_KM: dict[FeatureKind, float] = {"city": 15.0, "admin2": 40.0}
SMALLEST_KM = 10.0
SAME_PLACE_KM = 5.0
"""Two rows of one name that lie closer than this are one place told twice."""
_REGION_WORDS: dict[str, FeatureKind] = {
    "province": "admin1", "governorate": "admin1", "state": "admin1", "oblast": "admin1", "region": "admin1",
    "district": "admin2", "county": "admin2",
}  # fmt: skip


class AreaSource(Protocol):
    """What the pages and commands on areas read from."""

    def find_areas(self, name: str) -> Sequence[Area]:
        """The areas of this name, the likeliest first; several are namesakes to choose from, none is not known."""
        ...

    def get_area(self, slug: str) -> Area:
        """The area of an address. Raises NotKeptError where there is none."""
        ...

    def area_records(self, area: Area) -> Sequence[AreaRecord]:
        """All records of the reports that tell of the area, and figures and control records of what holds it.

        More than that does no harm: `make_brief` leaves out what lies elsewhere.
        """
        ...

    def find_last_day(self) -> date | None:
        """The day of the newest report of all: until then silence is silence."""
        ...

    def find_delays(self) -> Delays:
        """How late events become known, as far as the source can tell; prompt where it cannot."""
        ...

    def side_of(self, actor: ActorRef) -> str:
        """The side that an actor is on (`services.sides.make_side_of`): one side makes no competing claims."""
        ...

    def weigh_tolls(self, incident_ids: Collection[str], today: date, /) -> Mapping[str, Sequence[GroupToll]]:
        """The tolls of incidents by the toll rule, as known on a day; what the source cannot weigh is left out."""
        ...

    def list_areas(self, limit: int) -> Sequence[AreaCount]:
        """The places with most events, most first."""
        ...


class AreaFinder:
    """Areas by name and by address, from a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def find_areas(self, name: str) -> tuple[Area, ...]:
        """The areas of a name, the likeliest first: "Hawija", "Hawija, Iraq", "Paris, Texas", "Kirkuk province".

        Places of this very name go before those of which it is another spelling; these are given only where there is
        no other. What follows a comma must be the region or country. An area known under another spelling has the one
        that was asked for.
        """
        head, *rest = [part.strip() for part in name.split(",")]
        entries = _keep_named(self._gazetteer.find(head), head)
        wanted: FeatureKind | None = None
        if not entries:
            bare, wanted = _split_kind(head)
            entries = _keep_named(self._gazetteer.find(bare), bare) if wanted else []
        kept = [entry for entry in entries if _fits(entry, rest) and wanted in (None, entry.kind)]
        areas = tuple(make_area(entry) for entry in _drop_twins(kept))
        return tuple(area if _bare(area.name) == _bare(head) else replace(area, name=head) for area in areas)

    def get_area(self, slug: str) -> Area:
        """The area of an address. Raises NotKeptError where the gazetteer has no such place."""
        entry = self._gazetteer.get(slug.replace("_", ":", 1))
        if entry is None:
            raise NotKeptError("there is no such area", slug)
        return make_area(entry)


def make_area(entry: GazetteerEntry) -> Area:
    """The area around a place of the gazetteer: how far it goes depends on what the place is."""
    return Area(
        area_id=entry.gazetteer_id,
        name=entry.name,
        lat=entry.lat,
        lon=entry.lon,
        radius_km=_radius_km(entry),
        country=entry.country,
        admin1=entry.admin1,
        kind=entry.kind,
    )


def _radius_km(entry: GazetteerEntry) -> float:
    fixed = RADIUS_KM.get(entry.kind)
    return fixed or max(entry.radius_km, LEAST_RADIUS_KM.get(entry.kind, SMALLEST_KM))


def _bare(name: str) -> str:
    return without_article(fold_name(name))


def _keep_named(entries: Iterable[GazetteerEntry], name: str) -> list[GazetteerEntry]:
    found = list(entries)
    exact = [entry for entry in found if _bare(entry.name) == _bare(name)]
    return exact or found


def _split_kind(name: str) -> tuple[str, FeatureKind | None]:
    """ "Kirkuk province" is the region of Kirkuk."""
    words = name.split()
    kind = _REGION_WORDS.get(words[-1].casefold()) if len(words) > 1 else None
    return (" ".join(words[:-1]), kind) if kind else (name, None)


def _fits(entry: GazetteerEntry, qualifiers: Sequence[str]) -> bool:
    names = {fold_name(name) for name in (entry.admin1, entry.country, name_country(entry.country or "")) if name}
    return all(fold_name(word) in names for word in qualifiers if word)


def _drop_twins(entries: Sequence[GazetteerEntry]) -> list[GazetteerEntry]:
    kept: list[GazetteerEntry] = []
    for entry in entries:
        if not any(_is_twin(entry, other) for other in kept):
            kept.append(entry)
    return kept


def _is_twin(entry: GazetteerEntry, other: GazetteerEntry) -> bool:
    regions = {"country", "admin1", "admin2"}
    if entry.kind in regions or other.kind in regions:
        return False
    return distance_km(entry.lat, entry.lon, other.lat, other.lon) <= SAME_PLACE_KM
