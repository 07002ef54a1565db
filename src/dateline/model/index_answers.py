"""What the index of records answers: lines of the queue, cells of the map, weeks of the timeline, choices, hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.model.decisions import State
from dateline.model.filters import Box


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A record that waits for somebody. Days are ordinals; `killed` the greatest count that a source gives;
    `reasons`: in words, why it comes before others, the weightiest first."""

    record_id: str
    report_id: str
    kind_key: str
    label: str
    place: str | None
    country: str | None
    start_day: int | None
    end_day: int | None
    killed: int | None
    confidence: float | None
    reasons: tuple[str, ...]
    state: State
    incident_id: str | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A stretch of the queue. `total`: records that the filter means; `left`: those of them nobody has decided on,
    or somebody was unsure of."""

    lines: tuple[QueueLine, ...]
    total: int
    left: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A mark on the map, of `count` records with `by_kind` of each kind (key of the kind, number).

    "cluster": several records about the point, their mean. "area": records of which no more is known than that
    they lie within `radius_km` of the point. "record": a single one, with its id and label; `is_done`: it tells of
    something that happened. `box`: where the records of a cluster lie.
    """

    shape: str
    lat: float
    lon: float
    count: int
    by_kind: tuple[tuple[str, int], ...]
    killed: int
    radius_km: float | None = None
    record_id: str | None = None
    report_id: str | None = None
    label: str | None = None
    place: str | None = None
    is_done: bool = True
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Weeks:
    """What happened week by week, oldest first, in columns of equal length; weeks in which nothing did are left out.

    `first_days` are Mondays (ordinals); `by_kind` the numbers of each kind that occurs, events as incidents, each
    once; the killed are the lowest and the highest told of each incident, summed.
    """

    first_days: Sequence[int]
    by_kind: Mapping[str, Sequence[int]]
    killed_low: Sequence[int]
    killed_high: Sequence[int]


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record in a list, with who has a part in it. Days are ordinals; `killed_low`, `killed`: the lowest and the
    highest count that a source gives."""

    record_id: str
    report_id: str
    kind_key: str
    label: str
    place: str | None
    country: str | None
    start_day: int | None
    end_day: int | None
    killed_low: int | None
    killed: int | None
    state: State
    is_done: bool
    incident_id: str | None
    publisher: str | None
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordList:
    """A stretch of records, the latest first, and the key to go on `after`; None at the end."""

    lines: tuple[ListedRecord, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the records of a filter come to: their number, how many have a point, how many incidents happened, the
    killed as the lowest and the highest told of each of these, summed; the box of the points, and their countries,
    the most frequent first."""

    records: int
    mapped: int
    incidents: int
    killed_low: int
    killed_high: int
    box: Box | None
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can have, its name in words, and how many records it would leave."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of the filter bar, the most frequent first, at most fifty each."""

    countries: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    actors: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    source_types: tuple[Choice, ...]
    coders: tuple[Choice, ...]
    states: tuple[Choice, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that a search found, with words around what was looked for; `record_count`: records that fit."""

    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    excerpt: str
    record_count: int


@dataclass(frozen=True, slots=True)
class HitPage:
    """A stretch of what was found, newest first. `is_capped`: there are more reports than were counted."""

    hits: tuple[Hit, ...]
    total: int
    is_capped: bool
    actors: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """What is shown of a record in a line, read from the store for the few that are shown."""

    record_id: str
    report_id: str
    label: str
    place: str | None
    country: str | None
    start_day: int | None
    end_day: int | None
    killed: int | None
    confidence: float | None
    incident_id: str | None


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report that a search found."""

    number: int
    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    text: str
