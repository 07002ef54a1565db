"""What a store gives back: reports with their records and decisions, and the rows that verification reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dateline.model.decisions import Decision, State, decision_in_force, state_of
from dateline.model.ids import content_hash
from dateline.model.records import CodedReport, Control, Event, Figure, Record, Statement, record_to_json
from dateline.model.reports import Report

RecordKind = Literal["events", "figures", "statements", "control"]
RECORD_KINDS: tuple[RecordKind, ...] = get_args(RecordKind)

RECORD_TYPES: Mapping[str, type[Event] | type[Figure] | type[Statement] | type[Control]] = {
    "events": Event,
    "figures": Figure,
    "statements": Statement,
    "control": Control,
}

_ID_PREFIXES: Mapping[str, str] = {"events": "e", "figures": "f", "statements": "s", "control": "c"}


HAND = "hand:"
"""A coder of this beginning is a person who made the record by hand; the rest of it is the person's name."""


HAND_VERSION = "1"
"""The version of these coders: how the record by hand is written down."""


def hand_coder(who: str) -> str:
    """The coder of the records that a person makes by hand."""
    return f"{HAND}{who}"


def make_record_id(*, report_id: str, kind: str, payload: Mapping[str, Any], coder: str) -> str:
    """The id of a record: a letter for its kind, and a hash of report, content and coder.

    `payload` is the record as it stands in `coded.jsonl`, without `incident_id`, which is no part of its content.
    The coder's version is no part of the id: what a newer version finds again keeps its id and its decisions.
    """
    digest = content_hash({"report_id": report_id, "kind": kind, "record": payload, "coder": coder})
    return f"{_ID_PREFIXES[kind]}-{digest[:24]}"


def make_payloads(data: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Kind and payload of every record of a report, in the order of the contract. In: its object in `coded.jsonl`."""
    rows = [(kind, dict(row)) for kind in RECORD_TYPES for row in data[kind]]
    for _, payload in rows:
        payload.pop("incident_id", None)
    return rows


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the list of reports. `counts`: records by kind; `states`: records by state of review."""

    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    added: str
    counts: Mapping[str, int]
    states: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A kept record, the coder that made it, and all the decisions on it, oldest first.

    An event's `record.incident_id` is that of the store's incident projection.
    """

    record_id: str
    report_id: str
    kind: RecordKind
    record: Record
    coder: str
    coder_version: str
    decisions: tuple[Decision, ...] = ()

    @property
    def state(self) -> State:
        return state_of(self.decisions)

    @property
    def decision(self) -> Decision | None:
        """The decision in force: its `who`, `when` and `why` are the reviewer's."""
        return decision_in_force(self.decisions)

    @property
    def incident_id(self) -> str | None:
        return self.record.incident_id if isinstance(self.record, Event) else None

    @property
    def made_by(self) -> str | None:
        """The person who made the record by hand; None where a coder proposed it."""
        return self.coder.removeprefix(HAND) if self.coder.startswith(HAND) else None


@dataclass(frozen=True, slots=True)
class HandMade:
    """A record that a person makes by hand of a kept report; its `incident_id` is no part of it."""

    report_id: str
    record: Record

    @property
    def kind(self) -> RecordKind:
        return next(kind for kind in RECORD_KINDS if isinstance(self.record, RECORD_TYPES[kind]))

    @property
    def payload(self) -> dict[str, Any]:
        payload = record_to_json(self.record)
        payload.pop("incident_id", None)
        return payload

    def record_id(self, who: str) -> str:
        """The id that the record gets where `who` makes it."""
        return make_record_id(report_id=self.report_id, kind=self.kind, payload=self.payload, coder=hand_coder(who))


@dataclass(frozen=True, slots=True)
class PendingRecord:
    """A kept record whose projections are still to be made; `payload` as in `coded.jsonl`, `published` as written."""

    record_id: str
    kind: str
    payload: Mapping[str, Any]
    report_id: str
    published: str | None
    publisher: str | None
    report_number: int
    coder: str


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A kept report with its records, in the order of the contract."""

    report: Report
    added: str
    records: tuple[StoredRecord, ...]

    def of_kind(self, kind: RecordKind) -> tuple[StoredRecord, ...]:
        return tuple(row for row in self.records if row.kind == kind)

    def to_coded(self) -> CodedReport:
        """The report and its records as the coder gave them, without what the store knows about them."""
        records = [row.record for row in self.records]
        return CodedReport(
            report=self.report,
            events=tuple(record for record in records if isinstance(record, Event)),
            figures=tuple(record for record in records if isinstance(record, Figure)),
            statements=tuple(record for record in records if isinstance(record, Statement)),
            control=tuple(record for record in records if isinstance(record, Control)),
        )


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of a coder. `finished` is None while it runs, and for good where it was killed."""

    run_id: int
    coder: str
    version: str
    settings: Mapping[str, Any]
    started: str
    finished: str | None


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """Original bytes as kept; `data` is None where the reader gave none. `capture_id` hashes the other fields."""

    capture_id: str
    address: str | None
    retrieved: str
    sha256: str
    media_type: str | None
    data: bytes | None


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as it lies in the store, not yet trusted: `content` is canonical JSON, `sha256` from `hash_report`."""

    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    content: str
    sha256: str
    capture_id: str | None
    added: str


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record as it lies in the store, not yet trusted: `payload` is canonical JSON."""

    record_id: str
    report_id: str
    run_id: int
    kind: str
    position: int
    payload: str


@dataclass(frozen=True, slots=True)
class KeptCoding:
    """That a run coded a report, and with which records: `sha256` comes from `hash_coding`."""

    report_id: str
    run_id: int
    record_count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that lies under one report id, not yet trusted; `report` is None where only other rows name the id.

    `has_bytes`: whether its original bytes are there; `conversions`: the rows on how they became text, in order.
    """

    report_id: str
    report: KeptReport | None
    records: tuple[KeptRecord, ...]
    codings: tuple[KeptCoding, ...]
    has_bytes: bool = False
    conversions: tuple[Mapping[str, Any], ...] = ()


def hash_report(*, content: str, capture_id: str | None, added: str) -> str:
    """What a kept report is checked by: a hash of all that was kept of it."""
    return content_hash({"content": content, "capture_id": capture_id, "added": added})


def hash_coding(*, report_id: str, run: RunRow, record_ids: Sequence[str]) -> str:
    """What a coding is checked by: a hash of who coded the report and how, and which records came out, in order."""
    return content_hash(
        {
            "report_id": report_id,
            "coder": run.coder,
            "version": run.version,
            "settings": dict(run.settings),
            "started": run.started,
            "record_ids": list(record_ids),
        }
    )
