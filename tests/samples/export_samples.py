"""Incidents and kept records for the tests of exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from hypothesis import strategies as st
from incident_samples import make_account

from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import load_toll_rule
from dateline.model.actors import ActorRef
from dateline.model.incidents import Account, Incident
from dateline.model.records import OUTLET, Casualty, Control, Evidence, Figure, Record, Statement
from dateline.model.reports import Report
from dateline.model.stores import RecordKind, StoredRecord, StoredReport
from dateline.publish.exports.cells import read_cell
from dateline.publish.exports.deeds import ExportedIncident

UPDATED = "2024-05-06T12:00:00+00:00"
HOSTILE = (
    '=HYPERLINK("http://x.example")',
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    '"',
    ",",
    ";",
    "\n",
    "",
    "﻿",
)

hostile_texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
"""Any text that a report may hold, formulas among them."""


def export_incident(*accounts: Account, incident_id: str = "i-1", rule: str | None = None) -> ExportedIncident:
    """An incident as it comes to the formats that have a row for each."""
    return ExportedIncident(summarize(Incident(incident_id, accounts), None, load_toll_rule(rule)), UPDATED)


def read_rows(pieces: Iterable[bytes], header_lines: int = 1) -> list[dict[str, str]]:
    """A CSV file as the standard library reads it, its cells as they were given to it."""
    lines = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8"), newline="")))
    return [dict(zip(lines[0], map(read_cell, line), strict=True)) for line in lines[header_lines:]]


def keep_records(text: str = "Raiders killed seven at the outpost.") -> StoredReport:
    """A kept report with one record of each kind; `text` stands wherever a report's words may."""
    event = make_account("one", Casualty(measure="killed", group=text, low=7, high=7, said_by=text)).event
    evidence = (Evidence(start=0, end=len(text), quote=text),)
    actors = (ActorRef(name=text, mention=text),)
    place = event.place.model_copy(update={"name": text}) if event.place else None
    event = event.model_copy(update={"place": place, "actor1": actors, "evidence": evidence, "incident_id": "i-1"})
    figure = Figure(
        measure="attacks", value_low=3, value_high=None, approximate=True, unit=text, about=actors, by=(),
        place=place, time=event.time, modality="happened", attribution=(OUTLET,), evidence=evidence,
    )  # fmt: skip
    statement = Statement(
        speaker=actors[0], speaker_role=None, act="warns", addressee=None, topic=text, quote=text, place=place,
        time=None, attribution=(OUTLET,), evidence=evidence,
    )  # fmt: skip
    control = Control(
        holder=actors, relation="controls", area=text, place=place, time=None, modality="denied",
        attribution=(OUTLET,), evidence=evidence,
    )  # fmt: skip
    report = Report(id="r-1", title=text, publisher=text, published="2021-12-03", text=text, url=text)
    rows: tuple[tuple[RecordKind, Record], ...] = (
        ("events", event), ("figures", figure), ("statements", statement), ("control", control),
    )  # fmt: skip
    records = tuple(StoredRecord(f"{kind[0]}-1", report.id, kind, record, "patterns", "1.0") for kind, record in rows)
    return StoredReport(report, UPDATED, records)
