"""PROV-JSON (W3C): where a record comes from, what was done with it, and who did it.

Entities are the capture, the report, the record, its incident and the decisions; activities the fetch, the coding and
each review; agents the coder, the reviewers, the outlet and the sources that the record names.
Source: the W3C recommendation PROV-DM (2013) and the member submission PROV-JSON.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from dateline.model.decisions import Decision
from dateline.model.records import Event, SourceType, Stance
from dateline.model.reports import Report
from dateline.model.stores import CaptureRow, RunRow, StoredRecord
from dateline.publish.exports.cells import clean_text

NAMESPACE = "urn:dateline:"
Statements = dict[str, dict[str, dict[str, object]]]
"""Kind of statement -> its name -> its attributes."""


@dataclass(frozen=True, slots=True)
class Custody:
    """All that a store knows of how a record came to be. `run` and `capture` are None where nothing is kept."""

    row: StoredRecord
    report: Report
    added: str
    capture: CaptureRow | None
    run: RunRow | None


def make_document(custody: Custody) -> dict[str, object]:
    """The PROV-JSON object; equal custody gives an equal one, in the same order."""
    document = _Document()
    report = _add_report(document, custody)
    record = _add_record(document, custody, report)
    _add_sources(document, custody, record)
    _add_decisions(document, custody.row.decisions, record)
    return {
        "prefix": {"dateline": NAMESPACE, "prov": "http://www.w3.org/ns/prov#"},
        **{kind: dict(rows) for kind, rows in document.statements.items()},
    }


class _Document:
    def __init__(self) -> None:
        self.statements: Statements = defaultdict(dict)

    def add(self, kind: str, name: str, **attributes: object) -> str:
        """A thing; keys are written `prov__label` for "prov:label", empty values are left out. Gives its name."""
        self.statements[kind][name] = _attributes(attributes)
        return name

    def relate(self, kind: str, **attributes: object) -> None:
        rows = self.statements[kind]
        rows[f"_:{kind}{len(rows) + 1}"] = _attributes(attributes)


def _attributes(values: dict[str, object]) -> dict[str, object]:
    return {
        key.replace("__", ":"): clean_text(value) if isinstance(value, str) else value
        for key, value in values.items()
        if value not in (None, [], "")
    }


def _name(kind: str, key: str) -> str:
    """A qualified name; what such a name cannot hold is percent-encoded."""
    return f"dateline:{kind}/{quote(clean_text(key), safe='')}"


def _moment(text: str | None) -> str | None:
    """A time as it is kept; None where it is no ISO 8601 time, which PROV could not hold."""
    try:
        return datetime.fromisoformat(text or "").isoformat()
    except ValueError:
        return None


def _typed(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _add_report(document: _Document, custody: Custody) -> str:
    report, capture = custody.report, custody.capture
    name = document.add(
        "entity",
        _name("report", report.id),
        prov__type=_typed("dateline:Report"),
        prov__label=report.title,
        prov__location=report.url,
        dateline__published=report.published,
        dateline__kept=custody.added,
    )
    if report.publisher:
        outlet = document.add(
            "agent",
            _name("outlet", report.publisher),
            prov__type=_typed("prov:Organization"),
            prov__label=report.publisher,
        )
        document.relate("wasAttributedTo", prov__entity=name, prov__agent=outlet)
    if capture is not None:
        document.relate(
            "wasDerivedFrom", prov__generatedEntity=name, prov__usedEntity=_add_capture(document, capture)
        )
    return name


def _add_capture(document: _Document, capture: CaptureRow) -> str:
    name = document.add(
        "entity",
        _name("capture", capture.capture_id),
        prov__type=_typed("dateline:Capture"),
        prov__location=capture.address,
        dateline__sha256=capture.sha256,
        dateline__mediaType=capture.media_type,
        dateline__bytesKept=capture.data is not None,
    )
    fetch = document.add(
        "activity",
        _name("fetch", capture.capture_id),
        prov__type=_typed("dateline:Fetch"),
        prov__endTime=_moment(capture.retrieved),
    )
    document.relate("wasGeneratedBy", prov__entity=name, prov__activity=fetch, prov__time=_moment(capture.retrieved))
    return name


def _add_record(document: _Document, custody: Custody, report: str) -> str:
    row, run = custody.row, custody.run
    name = document.add(
        "entity",
        _name("record", row.record_id),
        prov__type=_typed("dateline:Record"),
        dateline__kind=row.kind,
        dateline__state=row.state,
        dateline__evidence=[f"{piece.start}-{piece.end}" for piece in row.record.evidence],
    )
    coding = document.add(
        "activity",
        _name("coding", str(run.run_id) if run else row.report_id),
        prov__type=_typed("dateline:Coding"),
        prov__startTime=run.started if run else None,
        prov__endTime=run.finished if run else None,
    )
    coder = document.add(
        "agent",
        _name("coder", f"{row.coder}-{row.coder_version}"),
        prov__type=_typed("prov:SoftwareAgent"),
        prov__label=f"{row.coder} {row.coder_version}",
        dateline__version=row.coder_version,
    )
    document.relate("used", prov__activity=coding, prov__entity=report)
    document.relate("wasAssociatedWith", prov__activity=coding, prov__agent=coder)
    document.relate("wasGeneratedBy", prov__entity=name, prov__activity=coding)
    document.relate("wasDerivedFrom", prov__generatedEntity=name, prov__usedEntity=report, prov__activity=coding)
    document.relate("wasAttributedTo", prov__entity=name, prov__agent=coder)
    if row.incident_id:
        incident = document.add(
            "entity",
            _name("incident", row.incident_id),
            prov__type=[_typed("prov:Collection"), _typed("dateline:Incident")],
        )
        document.relate("hadMember", prov__collection=incident, prov__entity=name)
    return name


def _add_sources(document: _Document, custody: Custody, record: str) -> None:
    """Who says so, by name; the report's own voice is its outlet."""
    attributions = list(custody.row.record.attribution)
    named: list[tuple[str, SourceType | None, Stance | None]] = [
        (row.source, row.source_type, row.stance) for row in attributions if row.source
    ]
    if isinstance(custody.row.record, Event):
        known = {source for source, _, _ in named}
        said_by = dict.fromkeys(row.said_by for row in custody.row.record.casualties)
        named += [(name, None, None) for name in said_by if name and name != "outlet" and name not in known]
    for source, source_type, stance in named:
        agent = document.add(
            "agent",
            _name("source", source),
            prov__type=_typed("dateline:QuotedSource"),
            prov__label=source,
            dateline__sourceType=source_type,
        )
        document.relate("wasAttributedTo", prov__entity=record, prov__agent=agent, dateline__stance=stance)
    if custody.report.publisher and any(row.source is None and row.source_type == "outlet" for row in attributions):
        outlet = _name("outlet", custody.report.publisher)
        document.relate("wasAttributedTo", prov__entity=record, prov__agent=outlet, dateline__stance="says")


def _add_decisions(document: _Document, decisions: Sequence[Decision], record: str) -> None:
    names = {row.seq: _name("decision", str(row.seq)) for row in decisions}
    for row in sorted(decisions, key=lambda row: row.seq):
        review = document.add(
            "activity", _name("review", str(row.seq)), prov__type=_typed("dateline:Review"), prov__endTime=row.when
        )
        decision = document.add(
            "entity",
            names[row.seq],
            prov__type=_typed("dateline:Decision"),
            dateline__kind=row.kind,
            dateline__reason=row.why,
            dateline__hash=row.hash,
            dateline__previousHash=row.prev_hash,
        )
        reviewer = document.add(
            "agent", _name("reviewer", row.who), prov__type=_typed("prov:Person"), prov__label=row.who
        )
        document.relate("used", prov__activity=review, prov__entity=record)
        document.relate("wasAssociatedWith", prov__activity=review, prov__agent=reviewer)
        document.relate("wasGeneratedBy", prov__entity=decision, prov__activity=review, prov__time=row.when)
        if row.supersedes in names:
            document.relate(
                "wasDerivedFrom", prov__generatedEntity=decision, prov__usedEntity=names[row.supersedes],
                prov__type=_typed("prov:Revision"),
            )  # fmt: skip
