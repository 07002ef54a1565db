"""What is taken out of a report: the contract of the output, as types. See docs/codebook.md."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.reports import Report

Modality = Literal["happened", "attempted", "planned", "threatened", "possible", "denied"]
SourceType = Literal[
    "outlet", "state_force", "government", "armed_group", "intelligence", "medical", "witness",
    "ngo_or_un", "media", "political", "community", "expert", "unnamed",
]  # fmt: skip
Stance = Literal["says", "claims_responsibility", "denies", "estimates"]
CasualtyMeasure = Literal["killed", "injured", "casualties", "abducted", "arrested", "missing", "displaced"]
FigureMeasure = Literal[
    "attacks", "airstrikes", "operations", "killed", "injured", "abducted", "arrested", "displaced",
    "fighters_present", "area_cleared", "distance", "other",
]  # fmt: skip
SpeechAct = Literal[
    "announces", "claims", "denies", "warns", "threatens", "accuses", "demands", "offers", "agrees",
    "rejects", "condemns", "praises", "explains",
]  # fmt: skip
ControlRelation = Literal["controls", "present", "responsible", "withdrew", "contested", "gap"]

SUB_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Suicide bomb",
        "Grenade",
        "Chemical weapon",
    ),
    "Violence against civilians": ("Attack", "Abduction/forced disappearance", "Sexual violence"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
"""ACLED's public event and sub-event type names."""

EVENT_TYPE_OF: dict[str, str] = {sub: event for event, subs in SUB_EVENT_TYPES.items() for sub in subs}


class Row(BaseModel):
    """A frozen part of a record; a field that is not of the contract is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Row):
    """The words a record rests on: `report.text[start:end] == quote`, always."""

    start: int
    end: int
    quote: str


class Attribution(Row):
    """Who says so; `source` is None for the report's own voice (`outlet`)."""

    source: str | None
    source_type: SourceType
    stance: Stance = "says"


OUTLET = Attribution(source=None, source_type="outlet", stance="says")


class Casualty(Row):
    """A toll as one source gives it; `low`/`high` None is unknown, `said_by` "outlet" is the report's own voice."""

    measure: CasualtyMeasure
    group: str | None
    low: int | None
    high: int | None
    said_by: str | None
    approximate: bool = False
    as_of: date | None = None


class Confidence(Row):
    """How probable it is that a record is right, and each of its filled slots, as the machine sees it (0..1).

    Calibrated on reports that the coder was not made with; see docs/calibration.md.
    """

    record: float
    slots: dict[str, float]


class Event(Row):
    """A deed: somebody did it, at a place, at a time."""

    event_type: str
    sub_event_type: str
    modality: Modality
    actor1: tuple[ActorRef, ...]
    actor2: tuple[ActorRef, ...]
    place: Place | None
    time: Interval | None
    casualties: tuple[Casualty, ...]
    attribution: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    count: int | None = None
    incident_id: str | None = None
    confidence: Confidence | None = None


class Figure(Row):
    """A quantity over a place and a period."""

    measure: FigureMeasure
    value_low: float | None
    value_high: float | None
    approximate: bool
    unit: str | None
    about: tuple[ActorRef, ...]
    by: tuple[ActorRef, ...]
    place: Place | None
    time: Interval | None
    modality: Modality
    attribution: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    confidence: Confidence | None = None


class Statement(Row):
    """Someone says something that matters; `place` is what it is about, `time` when it was said."""

    speaker: ActorRef
    speaker_role: str | None
    act: SpeechAct
    addressee: ActorRef | None
    topic: str | None
    quote: str | None
    place: Place | None
    time: Interval | None
    attribution: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    confidence: Confidence | None = None


class Control(Row):
    """Who holds, shares, leaves or lacks an area; `holder` is empty for a gap."""

    holder: tuple[ActorRef, ...]
    relation: ControlRelation
    area: str
    area_places: tuple[str, ...] | None = None
    place: Place | None
    time: Interval | None
    modality: Modality
    attribution: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    confidence: Confidence | None = None


Record = Event | Figure | Statement | Control
RECORD_KINDS: tuple[str, ...] = ("events", "figures", "statements", "control")


class CodedReport(Row):
    """A report with all that was taken out of it: one line of `coded.jsonl`."""

    report: Report
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    control: tuple[Control, ...] = ()

    def records(self) -> list[tuple[str, Record]]:
        """Every record with its kind, in the order of the contract."""
        kinds: tuple[tuple[Record, ...], ...] = (self.events, self.figures, self.statements, self.control)
        return [(kind, record) for kind, rows in zip(RECORD_KINDS, kinds, strict=True) for record in rows]

    def to_json(self) -> dict[str, Any]:
        """The object as it stands in `coded.jsonl`; optional keys of the contract only where they say something."""
        data: dict[str, Any] = {"report": self.report.to_json()}
        for kind in RECORD_KINDS:
            data[kind] = [record_to_json(record) for record in getattr(self, kind)]
        return data


_OPTIONAL_KEYS = ("count", "incident_id", "area_places", "as_of", "confidence")


def record_to_json(record: Record) -> dict[str, Any]:
    """The object of one record as it stands in `coded.jsonl`."""
    data = record.model_dump(mode="json")
    for key in _OPTIONAL_KEYS:
        if key in data and data[key] is None:
            del data[key]
    for casualty in data.get("casualties", ()):
        if casualty["as_of"] is None:
            del casualty["as_of"]
        if not casualty["approximate"]:
            del casualty["approximate"]
    return data
