"""Accounts: events as rows of one numpy table, made from the objects of `coded.jsonl`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.base.words import name_key
from dateline.linkage.actor_codes import MAX_ACTORS, ActorCodes, CodedSide
from dateline.linkage.tolls import MAX_TOLLS, list_counts
from dateline.linkage.values import options_of
from dateline.linkage.wordings import SKETCH_SIZE, sketch_words
from dateline.model.ids import text_hash
from dateline.model.records import EVENT_TYPE_OF, SUB_EVENT_TYPES
from dateline.model.reports import read_day

Json = Mapping[str, Any]
Accounts = NDArray[np.void]
"""A table of accounts: one row of `ACCOUNT` each."""

AccountRow = tuple[Any, ...]

FORM = 1
"""Counts up when the form of a row changes, so that kept rows of an older form are made again."""

NO_DAY = np.iinfo(np.int32).min
SUB_TYPES: tuple[str, ...] = tuple(sub for subs in SUB_EVENT_TYPES.values() for sub in subs)
EVENT_TYPES: tuple[str, ...] = tuple(SUB_EVENT_TYPES)
MODALITIES = ("happened", "attempted", "planned", "threatened", "possible", "denied")

ACCOUNT = np.dtype(
    [
        ("report", "u8"),  # hash of the report's id
        ("published", "i4"),  # ordinal day, NO_DAY where unknown
        ("start", "i4"),  # first and last day, ordinal; NO_DAY where no day can be told
        ("end", "i4"),
        ("is_dated", "?"),  # False: the days are those around the report's date
        ("lat", "f4"),  # degrees; NaN where the place has no point
        ("lon", "f4"),
        ("radius_km", "f4"),
        ("place", "u4"),  # hash of the place's name, 0 where there is none
        ("country", "u2"),  # two letters as a number, 0 where unknown
        ("sub_type", "i1"),  # index into SUB_TYPES, -1 unknown
        ("event_type", "i1"),  # index into EVENT_TYPES, -1 unknown
        ("modality", "i1"),  # index into MODALITIES
        ("actor1", "u4", (MAX_ACTORS,)),  # codes of the actors, 0 where there are no more
        ("actor2", "u4", (MAX_ACTORS,)),
        ("kin1", "u4", (MAX_ACTORS,)),  # codes of the families that they belong to
        ("kin2", "u4", (MAX_ACTORS,)),
        ("killed", "i4", (MAX_TOLLS,)),  # counts as told, -1 where there are no more
        ("injured", "i4", (MAX_TOLLS,)),
        ("others", "i4", (MAX_TOLLS,)),  # abducted, arrested, missing, displaced
        ("words", "u4", (SKETCH_SIZE,)),  # sketch of the words of the evidence
    ]
)

_COARSE_KM = {1: 8.0, 2: 25.0, 3: 100.0}
"""Half the size of a place whose size is not told, by its `geo_precision`."""
_COUNTRY_KM = 400.0
_NEWS_DAYS = 14
"""An event without a day of its own is looked for this many days around its report."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What linking asks of a report: its id, and the day that it was published."""

    report_id: str
    published: date | None

    @classmethod
    def of(cls, report: Json) -> ReportFacts:
        return cls(str(report["id"]), read_day(report.get("published")))


def make_accounts(events: Iterable[tuple[ReportFacts, Json]], codes: ActorCodes) -> Accounts:
    """The table of accounts, in the order given. In: each event as a JSON object, with the facts of its report."""
    return make_table(make_account(report, event, codes) for report, event in events)


def make_table(rows: Iterable[AccountRow]) -> Accounts:
    return np.array(list(rows), dtype=ACCOUNT)


def make_account(report: ReportFacts, event: Json, codes: ActorCodes) -> AccountRow:
    """One row of a table. Raises KeyError, TypeError, ValueError or AttributeError where the event is none."""
    published = report.published.toordinal() if report.published else NO_DAY
    start, end, is_dated = _days_of(event.get("time"), published)
    lat, lon, radius_km, place, country = _place_of(event.get("place"))
    sub_type = _first_known(event.get("sub_event_type"), SUB_TYPES)
    side1, side2 = codes.code_side(event.get("actor1")), codes.code_side(event.get("actor2"))
    casualties = event.get("casualties") or ()
    return (
        int(text_hash(report.report_id)[:16], 16), published, start, end, is_dated,
        lat, lon, radius_km, place, country,
        sub_type, _event_type_of(sub_type, event), max(0, _first_known(event.get("modality"), MODALITIES)),
        *_in_columns(side1, side2),
        list_counts(casualties, "killed"), list_counts(casualties, "injured"), list_counts(casualties, None),
        sketch_words(" ".join(str(row["quote"]) for row in event.get("evidence") or ()), _names_in(event)),
    )  # fmt: skip


def _names_in(event: Json) -> str:
    """The names and mentions of an event's actors and of its place."""
    actors = [actor for side in ("actor1", "actor2") for actor in event.get(side) or ()]
    told = [
        *(actor.get(key) for actor in actors for key in ("name", "mention")),
        (event.get("place") or {}).get("name"),
    ]
    return " ".join(str(name) for value in told for name in options_of(value))


def _in_columns(side1: CodedSide, side2: CodedSide) -> tuple[Sequence[int], ...]:
    return side1.actors, side2.actors, side1.kin, side2.kin


def _event_type_of(sub_type: int, event: Json) -> int:
    if sub_type >= 0:
        return EVENT_TYPES.index(EVENT_TYPE_OF[SUB_TYPES[sub_type]])
    return _first_known(event.get("event_type"), EVENT_TYPES)


def _first_known(value: Any, known: tuple[str, ...]) -> int:
    """The index of the first option that is known; -1 where none is."""
    return next((known.index(option) for option in options_of(value) if option in known), -1)


def _days_of(time: Json | None, published: int) -> tuple[int, int, bool]:
    """First and last day. An open side is as far as the report knows: its own day, or the day that is given.

    What is inferred and open is no day at all: the report has no date that would close it.
    """
    start, end = (read_day((time or {}).get(side)) for side in ("start", "end"))
    is_open = None in (start, end) and bool((time or {}).get("inferred"))
    if is_open or (start is None and end is None):
        around = (published - _NEWS_DAYS, published + _NEWS_DAYS) if published != NO_DAY else (NO_DAY, NO_DAY)
        return *around, False
    first = start.toordinal() if start else end.toordinal() if end else published
    last = end.toordinal() if end else max(first, published)
    return min(first, last), last, True


def _place_of(place: Json | None) -> tuple[float, float, float, int, int]:
    if not place:
        return float("nan"), float("nan"), _COUNTRY_KM, 0, 0
    name = next(iter(options_of(place.get("name"))), "")
    country = code_country(place.get("country"))
    if place.get("lat") is None or place.get("lon") is None:
        return float("nan"), float("nan"), _COUNTRY_KM, hash_name(name), country
    lat, lon = float(place["lat"]), float(place["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} is no point on the globe")
    return lat, lon, radius_of(place), hash_name(name), country


def radius_of(place: Json) -> float:
    """Half the size of a place in km: as told, else by its kind and precision. Raises ValueError for no size."""
    if place.get("radius_km") is not None:
        radius_km = float(place["radius_km"])
        if not 0 <= radius_km < math.inf:
            raise ValueError(f"{radius_km} is no radius")
        return radius_km
    if str(place.get("gazetteer_id") or "").startswith("country:"):
        return _COUNTRY_KM
    return _COARSE_KM.get(int(place.get("geo_precision") or 1), _COARSE_KM[3])


def code_country(country: Any) -> int:
    """A country code of two letters as a number; 0 where it is none."""
    letters = str(country or "").upper()
    return (ord(letters[0]) << 8) | ord(letters[1]) if len(letters) == 2 and letters.isascii() else 0


def hash_name(name: str) -> int:
    """A name as a number, alike for spellings that differ in case and accents; 0 for none."""
    key = " ".join(name_key(name))
    return int(text_hash(key)[:8], 16) or 1 if key else 0
