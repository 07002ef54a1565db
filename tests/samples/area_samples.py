"""Records of an area for tests: small builders, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dateline.model.actors import ActorRef
from dateline.model.areas import Area, AreaRecord
from dateline.model.decisions import Decision
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import (
    EVENT_TYPE_OF,
    Attribution,
    Casualty,
    Control,
    Event,
    Evidence,
    Figure,
    Record,
    Statement,
)
from dateline.model.stores import RECORD_KINDS, RECORD_TYPES, StoredRecord

TEL_RIMAL = Place(name="Tel Rimal", lat=35.0, lon=42.0, country="IQ", admin1="Nineveh", gazetteer_id="test:rimal")
FAR = Place(name="Wadi Far", lat=33.0, lon=45.0, country="IQ", admin1="Diyala", gazetteer_id="test:far")
COUNTRY = Place(name="Iraq", lat=33.0, lon=44.0, country="IQ", geo_precision=3, gazetteer_id="country:IQ")
AREA = Area("test:rimal", "Tall Rimal", 35.0, 42.0, 10.0, "IQ", "Nineveh", "village")
_EVIDENCE = (Evidence(start=0, end=4, quote="Some"),)


def on(day: str) -> Interval:
    """One day, ISO."""
    return Interval.day(date.fromisoformat(day))


def between(start: str | None, end: str | None) -> Interval:
    """From day to day, ISO; None is open."""
    return Interval(
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
        precision="longer",
    )


def actors(names: str | Sequence[str]) -> tuple[ActorRef, ...]:
    listed = [names] if isinstance(names, str) else names
    return tuple(ActorRef(name=name, mention=name) for name in listed if name)


def said(source: str | None) -> tuple[Attribution, ...]:
    return (Attribution(source=source, source_type="state_force" if source else "outlet"),)


def keep(record: Record, record_id: str, published: str, **facts: Any) -> AreaRecord:
    """The record as an area gives it; `record_id` also names its report, before the colon: "wire:e1"."""
    report_id, slug = record_id.split(":")
    kind = next(key for key in RECORD_KINDS if isinstance(record, RECORD_TYPES[key]))
    decisions = facts.pop("decisions", ())
    return AreaRecord(
        stored=StoredRecord(record_id, report_id, kind, record, "coder", "0.1.0", decisions),
        slug=slug,
        title=f"What {report_id} writes",
        publisher=report_id.title(),
        published=published,
        **facts,
    )


def approve(record_id: str) -> tuple[Decision, ...]:
    """A decision that approves the record."""
    return (Decision(1, record_id, "approve", "Lena", "2024-05-01T10:00:00+00:00", None, None, "0" * 64, "1" * 64),)


def control(
    record_id: str,
    relation: str,
    holder: str | Sequence[str] = "",
    time: Interval | None = None,
    *,
    published: str = "2024-03-10",
    area: str = "Tel Rimal",
    place: Place | None = TEL_RIMAL,
    modality: str = "happened",
    source: str | None = None,
) -> AreaRecord:
    record = Control.model_validate(
        {
            "holder": actors(holder),
            "relation": relation,
            "area": area,
            "place": place,
            "time": time,
            "modality": modality,
            "attribution": said(source),
            "evidence": _EVIDENCE,
        }
    )
    return keep(record, record_id, published)


def event(
    record_id: str,
    sub_event_type: str = "Armed clash",
    actor1: str | Sequence[str] = "Northern Front",
    actor2: str | Sequence[str] = "Iraqi Army",
    time: Interval | None = None,
    *,
    published: str = "2024-03-10",
    place: Place | None = TEL_RIMAL,
    modality: str = "happened",
    tolls: Sequence[tuple[str, str | None, int | None, int | None, str]] = (),
    incident: str | None = None,
    source: str | None = None,
    **facts: Any,
) -> AreaRecord:
    """`tolls`: measure, group, low, high, said by."""
    record = Event.model_validate(
        {
            "event_type": EVENT_TYPE_OF[sub_event_type],
            "sub_event_type": sub_event_type,
            "modality": modality,
            "actor1": actors(actor1),
            "actor2": actors(actor2),
            "place": place,
            "time": time,
            "casualties": [
                Casualty.model_validate(
                    {"measure": measure, "group": group, "low": low, "high": high, "said_by": said_by}
                )
                for measure, group, low, high, said_by in tolls
            ],
            "attribution": said(source),
            "evidence": _EVIDENCE,
            "incident_id": incident,
        }
    )
    return keep(record, record_id, published, **facts)


def figure(
    record_id: str,
    measure: str,
    value: float,
    time: Interval | None,
    *,
    by: str = "",
    about: str = "",
    published: str = "2024-03-10",
    place: Place | None = TEL_RIMAL,
    source: str | None = None,
) -> AreaRecord:
    record = Figure.model_validate(
        {
            "measure": measure,
            "value_low": value,
            "value_high": value,
            "approximate": False,
            "unit": None,
            "about": actors(about),
            "by": actors(by),
            "place": place,
            "time": time,
            "modality": "happened",
            "attribution": said(source),
            "evidence": _EVIDENCE,
        }
    )
    return keep(record, record_id, published)


def statement(
    record_id: str,
    speaker: str,
    act: str,
    *,
    to: str = "",
    topic: str | None = None,
    quote: str | None = None,
    published: str = "2024-03-10",
    place: Place | None = TEL_RIMAL,
) -> AreaRecord:
    record = Statement.model_validate(
        {
            "speaker": ActorRef(name=speaker),
            "speaker_role": None,
            "act": act,
            "addressee": ActorRef(name=to) if to else None,
            "topic": topic,
            "quote": quote,
            "place": place,
            "time": None,
            "attribution": said(speaker),
            "evidence": _EVIDENCE,
        }
    )
    return keep(record, record_id, published)
