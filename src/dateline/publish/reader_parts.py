"""Parts of records as readers' pages need them: whom a record names, and what a report is called."""

from __future__ import annotations

from dateline.model.actors import ActorRef
from dateline.model.records import Control, Event, Figure, Record
from dateline.model.reports import Report
from dateline.publish.wordings import say_published, say_publisher


def list_actors(record: Record) -> tuple[ActorRef, ...]:
    """All that have a part in a record, in the order of its slots; those who only speak of it are not among them."""
    if isinstance(record, Event):
        return (*record.actor1, *record.actor2)
    if isinstance(record, Figure):
        return (*record.about, *record.by)
    if isinstance(record, Control):
        return record.holder
    return (record.speaker, record.addressee) if record.addressee else (record.speaker,)


def say_report_title(report: Report) -> str:
    """The headline; where the release has none, the outlet and the day: "Example Post, 6 May 2024"."""
    if report.title:
        return report.title
    return f"{say_publisher(report.publisher)}, {say_published(report.published)}"
