"""Places out of a form: chosen from the gazetteer, moved on the map, typed, or cleared."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.base.text import fold_name
from dateline.model.places import GazetteerEntry, GeoPrecision, Place
from dateline.model.ports import Gazetteer
from dateline.publish.landmarks import country_names
from dateline.services.slot_fields import write_field
from dateline.services.slot_values import Values

Point = tuple[float | None, float | None]
NOWHERE: Point = (None, None)
COARSE = frozenset({"country", "admin1", "region", "sea"})
WIDE = frozenset({"admin2", "area", "plain"})


def precision_of(entry: GazetteerEntry) -> GeoPrecision:
    """How well a place is known of which only this row is told: an area is no point."""
    return 3 if entry.kind in COARSE else 2 if entry.kind in WIDE else 1


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads places: one that was chosen brings its coordinates, a point that was moved stays where it is."""

    gazetteer: Gazetteer

    def read(self, values: Values, old: Place | None) -> Place | None:
        """The place; None where it has no name. In: the place that the slot held."""
        name = values.text("place.name")
        if name is None:
            if values.raw("place.lat") or values.raw("place.lon"):
                values.problems.add("place.name", "name the place")
            return None
        entry, point = self._find_chosen(values, name, old), _read_point(values)
        old_point: Point = (old.lat, old.lon) if old else NOWHERE
        if entry is not None and (old is None or old.gazetteer_id != entry.gazetteer_id):
            is_moved = point not in (NOWHERE, old_point, (entry.lat, entry.lon))
            return _choose(values, name, entry, point if is_moved else (entry.lat, entry.lon), old)
        if entry is None and old is not None and old.name != name and point == old_point:
            return _type(values, name, None, NOWHERE)  # these were the coordinates of another place
        return _type(values, name, _kept_id(values, entry, old, name), point)

    def _find_chosen(self, values: Values, name: str, old: Place | None) -> GazetteerEntry | None:
        """The gazetteer's row; None where the place was renamed, and the row is still that of the old name."""
        gazetteer_id = values.raw("place.gazetteer_id")
        if not gazetteer_id:
            return None
        entry = self.gazetteer.get(gazetteer_id)
        is_old = old is not None and old.gazetteer_id == gazetteer_id
        if entry is None and not is_old:
            values.problems.add("place.name", "this place is not in the gazetteer; choose one of the list")
        renamed = is_old and old is not None and fold_name(old.name) != fold_name(name)
        if entry is None or (renamed and fold_name(entry.name) != fold_name(name)):
            return None
        return entry


def _kept_id(values: Values, entry: GazetteerEntry | None, old: Place | None, name: str) -> str | None:
    if entry is not None:
        return entry.gazetteer_id
    kept = old is not None and old.name == name and old.gazetteer_id == values.raw("place.gazetteer_id")
    return old.gazetteer_id if kept and old else None


def _read_point(values: Values) -> Point:
    lat, lon = values.decimal("place.lat"), values.decimal("place.lon")
    if lat is not None and not -90 <= lat <= 90:
        values.problems.add("place.lat", "between -90 and 90")
    if lon is not None and not -180 <= lon <= 180:
        values.problems.add("place.lon", "between -180 and 180")
    if (lat is None) != (lon is None):
        values.problems.add("place.lat" if lat is None else "place.lon", "both, or neither")
    return lat, lon


def _choose(values: Values, name: str, entry: GazetteerEntry, point: Point, old: Place | None) -> Place:
    """A place with all that the gazetteer knows of it; what the form still tells of the old place does not count."""
    told = values.raw("place.geo_precision")
    is_told = told and not (old and told == str(old.geo_precision))
    radius_km = values.number("place.radius_km")
    stale = old is not None and write_field(old.radius_km) == values.raw("place.radius_km")
    return Place(
        name=name,
        lat=point[0],
        lon=point[1],
        country=entry.country,
        admin1=entry.admin1,
        gazetteer_id=entry.gazetteer_id,
        geo_precision=_read_precision(values) if is_told else precision_of(entry),
        radius_km=entry.radius_km if radius_km is None or stale else radius_km,
    )


def _type(values: Values, name: str, gazetteer_id: str | None, point: Point) -> Place:
    """A place as the form tells it."""
    country = values.raw("place.country").upper() or None
    if country and country not in country_names():
        values.problems.add("place.country", "a country code of two letters, as in IQ")
    return Place(
        name=name,
        lat=point[0],
        lon=point[1],
        country=country,
        admin1=values.text("place.admin1"),
        gazetteer_id=gazetteer_id,
        geo_precision=_read_precision(values),
        radius_km=values.number("place.radius_km"),
    )


def _read_precision(values: Values) -> GeoPrecision:
    codes: dict[str | None, GeoPrecision] = {"1": 1, "2": 2, "3": 3}
    if not values.raw("place.geo_precision"):
        return 3 if values.raw("place.lat") == "" else 1
    return codes.get(values.code("place.geo_precision"), 1)
