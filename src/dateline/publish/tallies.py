"""Counts of incidents by region, actor, week and month, from outlines alone: nothing of a record is read."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dateline.model.outlines import Sighting
from dateline.publish.delays import LONGEST_DELAY_DAYS, Delays, estimate_delays_of
from dateline.publish.series import LONGEST_DAYS, Step, find_start, index_bucket, shift_start

Ints = npt.NDArray[np.int64]
Region = tuple[str, str]
"""Country and first-level region."""

ALL_ACTORS = -1
_NEVER = 10**9
_DAYS = 10**7
"""Above every ordinal of a day: a length and a day fit into one number, which sorts by the length first."""
LONGEST_SILENCE_WEEKS = 13
"""Where nothing was published on a country for longer, its record begins anew after it."""
DELAY_PAST_DAYS = 365
"""Delays are learnt from the incidents of a year: how fast news travels changes."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Incidents of regions, and of actors in regions, each once, by the most precise interval that is told of it.

    `region`, `actor`: numbers in `regions` and `actors`, ALL_ACTORS where the row is of the region as a whole;
    `middle`: ordinal of the middle day; `length`: last day less first;
    `published`: the first report's day, or later than any.
    `begins`, `ends`: for each region the days between which its country's record has no long gap.
    """

    regions: tuple[Region, ...]
    actors: tuple[str, ...]
    region: Ints
    actor: Ints
    middle: Ints
    length: Ints
    published: Ints
    begins: Ints
    ends: Ints

    @property
    def is_prompt(self) -> npt.NDArray[np.bool_]:
        """Which were told of soon enough to be news; what comes later looks back."""
        is_news: npt.NDArray[np.bool_] = self.published - self.middle <= LONGEST_DELAY_DAYS
        known: npt.NDArray[np.bool_] = is_news | (self.published == _NEVER)
        return known


def tally(sightings: Iterable[Sighting], parts: Iterable[tuple[str, str]], as_of: date) -> Tallies:
    """Tally events into incidents, of what was published up to `as_of`. `parts`: record ids with keys of actors."""
    rows, records, regions = _read(sightings, as_of.toordinal())
    actors: dict[str, int] = {}
    pairs = array("q")
    for record_id, actor in parts:
        number = records.get(record_id)
        if number is not None:
            pairs.extend((number, actors.setdefault(actor, len(actors))))
    del records
    joined = np.frombuffer(pairs, dtype=np.int64).reshape(-1, 2)
    whole = _group(rows, np.full(len(rows), ALL_ACTORS, dtype=np.int64))
    by_actor = _group(rows[joined[:, 0]], joined[:, 1])
    found = np.concatenate([whole, by_actor])
    begins, ends = _find_spans(rows, tuple(regions), as_of)
    return Tallies(
        regions=tuple(regions),
        actors=tuple(actors),
        region=found[:, 0],
        actor=found[:, 1],
        middle=found[:, 2] % _DAYS,
        length=found[:, 2] // _DAYS,
        published=found[:, 3],
        begins=begins,
        ends=ends,
    )


def _read(sightings: Iterable[Sighting], last_day: int) -> tuple[Ints, dict[str, int], dict[Region, int]]:
    """Rows of incident, region, length and middle in one number, and day of publication."""
    incidents: dict[str, int] = {}
    regions: dict[Region, int] = {}
    records: dict[str, int] = {}
    rows = array("q")
    for record_id, incident_id, country, admin1, start, end, published in sightings:
        if published is not None and published > last_day:
            continue
        records[record_id] = len(rows) // 4
        incident = incidents.setdefault(incident_id, len(incidents))
        region = regions.setdefault((country, admin1), len(regions))
        best = (end - start) * _DAYS + start + (end - start) // 2
        rows.extend((incident, region, best, _NEVER if published is None else published))
    return np.frombuffer(rows, dtype=np.int64).reshape(-1, 4), records, regions


def _group(rows: Ints, actor: Ints) -> Ints:
    """Rows of region, actor, best and first publication: one for each incident of a region and actor."""
    if not len(rows):
        return np.empty((0, 4), dtype=np.int64)
    code = (rows[:, 0] * (rows[:, 1].max() + 1) + rows[:, 1]) * (actor.max() + 2) + actor + 1
    order = np.lexsort((rows[:, 2], code))
    rows, actor, code = rows[order], actor[order], code[order]
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    published = np.minimum.reduceat(rows[:, 3], starts)
    return np.column_stack([rows[starts, 1], actor[starts], rows[starts, 2], published])


def _find_spans(rows: Ints, regions: Sequence[Region], as_of: date) -> tuple[Ints, Ints]:
    """From when to when each region's country was written about without a long silence up to the last word on it."""
    countries = sorted({country for country, _ in regions})
    country_of = np.array([countries.index(country) for country, _ in regions], dtype=np.int64)
    told = np.where(rows[:, 3] == _NEVER, rows[:, 2] % _DAYS, rows[:, 3])
    told_of = country_of[rows[:, 1]] if len(rows) else np.empty(0, dtype=np.int64)
    spans = [_find_span(np.unique(told[told_of == number])) for number in range(len(countries))]
    found = np.array(spans, dtype=np.int64).reshape(-1, 2)[country_of]
    return found[:, 0], np.minimum(found[:, 1], as_of.toordinal())


def _find_span(days: Ints) -> tuple[int, int]:
    gaps = np.flatnonzero(np.diff(days) > 7 * LONGEST_SILENCE_WEEKS)
    return int(days[gaps[-1] + 1 if len(gaps) else 0]), int(days[-1])


@dataclass(frozen=True, slots=True)
class Counts:
    """Weekly counts of several series over the same weeks: `keys` are numbers of region and actor."""

    first: date
    keys: tuple[tuple[int, int], ...]
    rows: Ints


def count_weeks(tallies: Tallies, as_of: date, most_weeks: int, least: int) -> list[Counts]:
    """The weekly counts of all regions and actors with `least` incidents or more, together where they begin together.

    A series begins with the first whole week of the country's record, and has `most_weeks` weeks at most.
    """
    monday = find_start("week", as_of).toordinal()
    earliest = monday - 7 * (most_weeks - 1)
    keep = tallies.is_prompt & (tallies.length < LONGEST_DAYS["week"])
    firsts = np.maximum(-(-(tallies.begins - 1) // 7) * 7 + 1, earliest)  # ordinal 1 is a Monday
    keep &= (tallies.middle >= firsts[tallies.region]) & (tallies.middle < monday + 7)
    region, actor, middle = tallies.region[keep], tallies.actor[keep], tallies.middle[keep]
    width = len(tallies.actors) + 1
    codes, place, totals = np.unique(region * width + actor + 1, return_inverse=True, return_counts=True)
    counts = np.zeros((len(codes), most_weeks), dtype=np.int64)
    np.add.at(counts, (place.reshape(-1), (middle - earliest) // 7), 1)
    found = []
    for first in np.unique(firsts):
        chosen = np.flatnonzero((firsts[codes // width] == first) & (totals >= least))
        if len(chosen):
            keys = tuple((int(code) // width, int(code) % width - 1) for code in codes[chosen])
            skipped = int(first - earliest) // 7
            found.append(Counts(date.fromordinal(int(first)), keys, counts[chosen, skipped:]))
    return found


def count_lately(
    tallies: Tallies, key: tuple[int, int], step: Step, as_of: date, buckets: int
) -> tuple[date, list[int]]:
    """The latest counts of one region and actor by week or month, with the first day of the first bucket."""
    first = shift_start(step, find_start(step, as_of), 1 - buckets)
    keep = (tallies.region == key[0]) & (tallies.actor == key[1]) & tallies.is_prompt
    keep &= (tallies.length < LONGEST_DAYS[step]) & (tallies.middle >= first.toordinal())
    counts = [0] * buckets
    for middle in tallies.middle[keep & (tallies.middle <= as_of.toordinal())].tolist():
        counts[index_bucket(step, first, date.fromordinal(middle))] += 1
    return first, counts


def learn_delays(tallies: Tallies, as_of: date) -> Delays:
    """How late incidents become known, from those of the last year whose day is known exactly."""
    keep = (tallies.actor == ALL_ACTORS) & (tallies.length == 0) & (tallies.published != _NEVER)
    delay, age = tallies.published[keep] - tallies.middle[keep], as_of.toordinal() - tallies.middle[keep]
    fits = (delay >= 0) & (delay <= LONGEST_DELAY_DAYS) & (age <= DELAY_PAST_DAYS)
    pairs = np.column_stack([delay[fits], np.minimum(age[fits], LONGEST_DELAY_DAYS)])
    kinds, numbers = np.unique(pairs, axis=0, return_counts=True)
    return estimate_delays_of({(int(row[0]), int(row[1])): int(n) for row, n in zip(kinds, numbers, strict=True)})
