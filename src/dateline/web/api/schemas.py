"""What the API answers, as types. Records are those of the contract (docs/codebook.md)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from dateline.model.decisions import DecisionKind, State
from dateline.model.records import Control, Event, Figure, Statement
from dateline.model.releases import Precision, Step
from dateline.model.reports import Report
from dateline.model.stores import RecordKind


class Page(BaseModel):
    """`next`: the cursor of the following page; null on the last one."""

    total: int | None
    next: str | None


class ReportLine(BaseModel):
    """A report in the list. `counts`: records by kind; `states`: records by state of review."""

    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    added: str
    counts: dict[str, int]
    states: dict[str, int]


class ReportPage(Page):
    items: list[ReportLine]


class RecordOut(BaseModel):
    """A record with what people decided on it. `made_by_hand`: no coder proposed it.

    `decided_by` and `why` are told only to people of the desk.
    """

    record_id: str
    report_id: str
    kind: RecordKind
    state: State
    coder: str
    coder_version: str
    made_by_hand: bool
    incident_id: str | None
    decided: str | None
    decided_by: str | None
    why: str | None
    record: Event | Figure | Statement | Control


class ReportOut(BaseModel):
    """A report with its text and all its records."""

    report: Report
    added: str
    records: list[RecordOut]


class RecordPage(Page):
    items: list[RecordOut]


class DecisionOut(BaseModel):
    """One decision, with its place in the chain. `who` and `why` are told only to people of the desk."""

    seq: int
    kind: DecisionKind
    when: str
    who: str | None
    why: str | None
    supersedes: int | None
    others: list[str]
    act: int | None
    hash: str


class HistoryOut(BaseModel):
    record_id: str
    state: State
    decisions: list[DecisionOut]


class IncidentLine(BaseModel):
    """An incident in the list. `killed`: the greatest number that any source gives."""

    incident_id: str
    account_count: int
    last_day: date | None
    killed: int | None


class IncidentPage(Page):
    items: list[IncidentLine]


class TollOut(BaseModel):
    """A measure over all sources: null where nobody who counts gives a number; `is_open`: `high` is a least one."""

    measure: str
    low: int | None
    best: int | None
    high: int | None
    is_open: bool
    reason: str


class DifferenceOut(BaseModel):
    """A slot that is told in ways that cannot both be so, with the records that tell it."""

    slot: str
    values: list[str]


class AccountOut(BaseModel):
    record_id: str
    report_id: str
    publisher: str | None
    published: str | None
    state: State
    event: Event


class IncidentOut(BaseModel):
    """An incident with its accounts, its independent sources, and what they tell differently."""

    incident_id: str
    headline: str
    sources: int
    tolls: list[TollOut]
    differences: list[DifferenceOut]
    toll_rule: str
    accounts: list[AccountOut]


class AreaOut(BaseModel):
    area_id: str
    slug: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    radius_km: float


class AreaList(BaseModel):
    items: list[AreaOut]


class BriefLineOut(BaseModel):
    """A line of a brief in words, with the records that it rests on."""

    text: str
    note: str
    said_by: str
    state: str
    record_ids: list[str]


class BriefIncidentOut(BaseModel):
    incident_id: str
    when: str
    headline: str
    label: str
    modality: str
    place: str
    tolls: list[str]
    reports: int
    differs: list[str]
    record_ids: list[str]


class BriefOut(BaseModel):
    """An area brief as its page has it."""

    area: AreaOut
    day: date
    title: str
    where: str
    review: str
    incidents: list[BriefIncidentOut]
    tolls: list[BriefLineOut]
    figures: list[BriefLineOut]
    control: list[BriefLineOut]
    sayings: list[BriefLineOut]
    unknowns: list[BriefLineOut]


class ReleasePolicyOut(BaseModel):
    precision: Precision
    delay_days: int
    texts: bool


class ReleaseOut(BaseModel):
    """A release. `sha256` is that of its manifest (`files.manifest`)."""

    version: str
    state: Step
    previous: str | None
    made: str
    released: str | None
    withdrawn_why: str | None
    record_count: int
    policy: ReleasePolicyOut
    counts: dict[str, int]
    changes: dict[str, int]
    sha256: str
    files: dict[str, str]


class ReleaseList(BaseModel):
    items: list[ReleaseOut]


class SlotChangeOut(BaseModel):
    slot: str
    name: str
    old: str
    new: str


class ChangeOut(BaseModel):
    """A record that is not as before. `was`: the one that it took the place of."""

    change: Literal["added", "removed", "corrected", "changed"]
    record_id: str
    report_id: str
    kind: str
    words: str
    was: str | None
    why: str | None
    slots: list[SlotChangeOut]


class ChangesOut(Page):
    previous: str | None
    counts: dict[str, int]
    items: list[ChangeOut]


class PlaceOut(BaseModel):
    gazetteer_id: str
    name: str
    hint: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    kind: str
    radius_km: float


class PlaceList(BaseModel):
    items: list[PlaceOut]


class ActorOut(BaseModel):
    actor_id: str
    name: str
    hint: str


class ActorList(BaseModel):
    items: list[ActorOut]
