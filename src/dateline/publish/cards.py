"""A record as a card: its slots in words, ready to be set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model.actors import ActorRef
from dateline.model.decisions import DISCARDED
from dateline.model.records import Attribution, Control, Event, Evidence, Figure, Record, Statement
from dateline.model.stores import StoredRecord
from dateline.publish.kinds import Kind, kind_of
from dateline.publish.tolls import Toll, list_tolls
from dateline.publish.wordings import (
    MEASURE_WORDS,
    RELATION_WORDS,
    SOURCE_TYPE_WORDS,
    STANCE_WORDS,
    say_geo_precision,
    say_interval,
    say_place,
    say_range,
    say_source,
    say_time_precision,
)

_DECIDED = {"approved": "approved", "rejected": "rejected", "unsure": "marked unsure", "superseded": "corrected"}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """ "Ministry of Peshmerga · says", with the type of the source for the title."""

    name: str
    stance: str
    type_words: str


@dataclass(frozen=True, slots=True)
class RecordCard:
    """One record on the page; `slug` is its short name there ("e1").

    `headline` says the record in one line, `label` what it is. `modality` is empty for what happened.
    `provenance` says how settled it is; `settled` whether somebody has decided on it. `incident_id`: of an event that
    was linked. `counts`: False for a record that is rejected or superseded.
    """

    slug: str
    record_id: str
    group: str
    kind: Kind
    label: str
    headline: str
    modality: str
    place: str
    place_precision: str
    time: str
    time_precision: str
    time_iso: str | None
    tolls: tuple[Toll, ...]
    sources: tuple[SourceLine, ...]
    quote: str | None
    detail: str | None
    provenance: str
    settled: bool
    evidence: tuple[Evidence, ...]
    incident_id: str | None = None
    counts: bool = True

    @property
    def short(self) -> str:
        """The name that people see, in the text and on the card: "B1"."""
        return f"{self.kind.letter}{self.slug[1:]}"

    @property
    def spoken(self) -> str:
        """The mark in the text as a screen reader says it."""
        modality = f"{self.modality}, " if self.modality else ""
        return f"{self.short}: {modality}{self.label}, {self.headline}"


def make_card(slug: str, row: StoredRecord, publisher: str | None) -> RecordCard:
    """The card of one record; `publisher` names the report's own voice."""
    record = row.record
    modality = "happened" if isinstance(record, Statement) else record.modality
    return RecordCard(
        slug=slug,
        record_id=row.record_id,
        group=row.kind,
        kind=kind_of(record),
        label=say_label(record),
        headline=say_headline(record),
        modality="" if modality == "happened" else modality,
        place=say_place(record.place),
        place_precision=say_geo_precision(record.place),
        time=say_interval(record.time),
        time_precision=say_time_precision(record.time),
        time_iso=_iso_interval(record),
        tolls=list_tolls(record.casualties, publisher) if isinstance(record, Event) else (),
        sources=tuple(_source_line(line, publisher) for line in record.attribution),
        quote=record.quote if isinstance(record, Statement) else None,
        detail=_say_detail(record),
        provenance=say_provenance(row),
        settled=row.state != "proposed",
        evidence=record.evidence,
        incident_id=row.incident_id,
        counts=row.state not in DISCARDED,
    )


def say_label(record: Record) -> str:
    """What the record is: "Battles · Armed clash", "Figure · attacks", "Statement · warns", "Control · gap"."""
    if isinstance(record, Event):
        return f"{record.event_type} · {record.sub_event_type}"
    if isinstance(record, Figure):
        return f"Figure · {record.measure.replace('_', ' ')}"
    if isinstance(record, Statement):
        return f"Statement · {record.act}"
    return f"Control · {record.relation}"


def say_headline(record: Record) -> str:
    """The record in one line made from its slots."""
    if isinstance(record, Event):
        return _event_headline(record)
    if isinstance(record, Figure):
        return _figure_headline(record)
    return _statement_headline(record) if isinstance(record, Statement) else _control_headline(record)


def say_record(record: Record) -> str:
    """ "Battles · Armed clash: Gunmen → Sudanese Army; Omdurman, Sudan; 6 May 2024"."""
    return f"{say_label(record)}: {say_headline(record)}; {say_place(record.place)}; {say_interval(record.time)}"


def say_actors(actors: Sequence[ActorRef]) -> str:
    """The names of several actors: "A", "A and B", "A, B and C"."""
    names = list(dict.fromkeys(actor.name for actor in actors))
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def say_provenance(row: StoredRecord) -> str:
    """ "proposed by coder 0.1", or who decided what on which day."""
    decision = row.decision
    if decision is None:
        return f"made by {row.made_by}" if row.made_by else f"proposed by {row.coder} {row.coder_version}"
    return f"{_DECIDED[row.state]} by {decision.who}, {decision.when[:10]}"


def _event_headline(event: Event) -> str:
    doers, targets = say_actors(event.actor1), say_actors(event.actor2)
    times = f" ({event.count} times)" if event.count and event.count > 1 else ""
    if not doers and not targets:
        return (event.event_type if event.sub_event_type == "Other" else event.sub_event_type) + times
    return f"{doers or 'Not known who'}{f' → {targets}' if targets else ''}{times}"


def _figure_headline(figure: Figure) -> str:
    value = say_range(figure.value_low, figure.value_high, approximate=figure.approximate)
    measure = MEASURE_WORDS[figure.measure]
    unit = figure.unit if figure.unit and figure.unit.casefold() != measure.casefold() else ""
    subject = " ".join(part for part in (value, unit, measure) if part)
    about, by = say_actors(figure.about), say_actors(figure.by)
    return f"{subject}{f': {about}' if about else ''}{f', by {by}' if by else ''}"


def _statement_headline(statement: Statement) -> str:
    addressee = f" {statement.addressee.name}" if statement.addressee else ""
    topic = f": {statement.topic}" if statement.topic else ""
    return f"{statement.speaker.name} {statement.act}{addressee}{topic}"


def _control_headline(control: Control) -> str:
    relation, holders = RELATION_WORDS[control.relation], say_actors(control.holder)
    if control.relation == "gap":
        return f"{relation} {control.area}"
    if control.relation == "contested":
        return f"{control.area}: contested{f' between {holders}' if holders else ''}"
    return f"{holders or 'Not known who'} {relation} {control.area}"


def _say_detail(record: Record) -> str | None:
    if isinstance(record, Statement):
        return record.speaker_role
    if isinstance(record, Control) and record.area_places:
        return "from " + " to ".join(record.area_places)
    return None


def _source_line(attribution: Attribution, publisher: str | None) -> SourceLine:
    return SourceLine(
        name=say_source(attribution, publisher),
        stance=STANCE_WORDS[attribution.stance],
        type_words=SOURCE_TYPE_WORDS[attribution.source_type],
    )


def _iso_interval(record: Record) -> str | None:
    time = record.time
    return time.start.isoformat() if time and time.start and time.start == time.end else None
