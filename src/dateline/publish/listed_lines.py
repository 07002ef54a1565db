"""Records of a list in words, what many come to in a sentence, and which filter to loosen where none is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model.index_answers import ListedRecord, Told
from dateline.publish.kinds import ALL_KINDS, Kind
from dateline.publish.wordings import say_date, say_days, say_publisher, say_range

_KINDS = {kind.key: kind for kind in ALL_KINDS}


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One record: what, who, where, when, how many dead, who tells it, and where it stands."""

    record_id: str
    report_id: str
    incident_id: str | None
    kind: Kind
    label: str
    actors: tuple[str, ...]
    place: str
    day: str
    toll: str
    publisher: str
    state: str
    is_done: bool


def make_listed_line(line: ListedRecord) -> ListedLine:
    """The line in words; what is not known is empty."""
    return ListedLine(
        record_id=line.record_id,
        report_id=line.report_id,
        incident_id=line.incident_id,
        kind=_KINDS[line.kind_key],
        label=line.label,
        actors=line.actors,
        place=line.place or "",
        day=_say_span(line.start_day, line.end_day),
        toll="" if line.killed is None else say_range(line.killed_low, line.killed),
        publisher=say_publisher(line.publisher),
        state=line.state,
        is_done=line.is_done,
    )


def say_killed(told: Told) -> str:
    """ "153–168": the dead of all incidents from the lowest to the highest told; empty where none is told."""
    return say_range(told.killed_low, told.killed_high) if told.killed_high else ""


def _say_span(start: int | None, end: int | None) -> str:
    if start is not None and end is not None:
        return say_days(date.fromordinal(start), date.fromordinal(end))
    if start is not None:
        return f"since {say_date(date.fromordinal(start))}"
    return f"until {say_date(date.fromordinal(end))}" if end is not None else ""
