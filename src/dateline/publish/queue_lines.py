"""A line of the queue in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model.index_answers import QueueLine
from dateline.publish.kinds import ALL_KINDS, Kind
from dateline.publish.wordings import say_days

_KINDS = {kind.key: kind for kind in ALL_KINDS}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One record that waits: where, what, how many dead, when, and why it comes before others."""

    record_id: str
    kind: Kind
    place: str
    label: str
    toll: str
    day: str
    reasons: tuple[str, ...]
    state: str


def make_queue_row(line: QueueLine) -> QueueRow:
    """The line in words."""
    return QueueRow(
        record_id=line.record_id,
        kind=_KINDS[line.kind_key],
        place=line.place or "Place not known",
        label=line.label,
        toll=f"{line.killed} dead" if line.killed else "",
        day=_say_day(line),
        reasons=line.reasons,
        state="" if line.state == "proposed" else line.state,
    )


def _say_day(line: QueueLine) -> str:
    days = [date.fromordinal(day) for day in (line.start_day, line.end_day) if day is not None]
    return say_days(days[0], days[-1]) if days else ""
