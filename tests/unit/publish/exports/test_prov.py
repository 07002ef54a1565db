"""PROV-JSON: every relation leads to something that the document tells of."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from export_samples import UPDATED, hostile_texts, keep_records
from hypothesis import given, settings

from dateline.model.decisions import Decision
from dateline.model.stores import CaptureRow, RunRow
from dateline.publish.exports.prov import Custody, make_document

RUN = RunRow(4, "patterns", "1.0", {}, "2024-05-06T11:59:00+00:00", None)
CAPTURE = CaptureRow("c" * 64, "https://news.example/1", "2024-05-06T11:00:00+00:00", "a" * 64, "text/html", b"x")
DECISIONS = (
    Decision(3, "e-1", "approve", "ana", UPDATED, None, None, "0" * 64, "1" * 64),
    Decision(5, "e-1", "undo", "ben", UPDATED, "too soon", 3, "1" * 64, "2" * 64),
)
ROLES = {
    "entity": {"prov:entity", "prov:generatedEntity", "prov:usedEntity", "prov:collection"},
    "activity": {"prov:activity"},
    "agent": {"prov:agent"},
}
NAME = re.compile(r"dateline:[a-z]+/(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2})+")


def make_custody(text: str = "Raiders killed seven.") -> Custody:
    stored = keep_records(text)
    row = replace(stored.records[0], decisions=DECISIONS)
    return Custody(row, stored.report, stored.added, CAPTURE, RUN)


def trace(custody: Custody) -> dict[str, Any]:
    data = json.loads(json.dumps(make_document(custody)))
    assert isinstance(data, dict)
    return data


def assert_closed(document: dict[str, Any]) -> None:
    """Every name that a relation gives is told of, under the kind that its role asks for."""
    for kind, rows in document.items():
        for row in rows.values() if kind[:3] in ("was", "use", "had") else ():
            for told, roles in ROLES.items():
                assert all(row[role] in document[told] for role in roles & row.keys())


def test_document_tells_of_all_that_a_record_went_through() -> None:
    document = trace(make_custody())
    kinds = sorted(name.split("/")[0].removeprefix("dateline:") for name in document["entity"])
    assert kinds == ["capture", "decision", "decision", "incident", "record", "report"]
    assert sorted(document["activity"]) == [
        "dateline:coding/4", f"dateline:fetch/{'c' * 64}", "dateline:review/3", "dateline:review/5",
    ]  # fmt: skip
    labels = {row.get("prov:label") for row in document["agent"].values()}
    assert {"patterns 1.0", "ana", "ben"} <= labels
    assert document["entity"]["dateline:record/e-1"]["dateline:state"] == "proposed"
    assert_closed(document)


def test_record_without_capture_run_or_incident_is_told_too() -> None:
    stored = keep_records()
    document = trace(Custody(stored.records[1], stored.report, stored.added, None, None))
    assert list(document["activity"]) == ["dateline:coding/r-1"]
    assert "hadMember" not in document
    assert_closed(document)


def test_time_that_is_none_is_left_out() -> None:
    document = trace(replace(make_custody(), capture=replace(CAPTURE, retrieved="yesterday")))
    assert "prov:endTime" not in document["activity"][f"dateline:fetch/{'c' * 64}"]


@settings(deadline=None)
@given(hostile_texts.filter(bool))
def test_names_are_qualified_names_whatever_they_are_made_of(text: str) -> None:
    document = trace(make_custody(text))
    names = [name for kind in ("entity", "activity", "agent") for name in document[kind]]
    assert all(NAME.fullmatch(name) for name in names)
    assert_closed(document)
