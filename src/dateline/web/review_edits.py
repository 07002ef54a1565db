"""The form of a correction or of a new record: what its template is set from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dateline.annotate.sentences import split_sentences
from dateline.model.records import Record
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.model.stores import RECORD_KINDS, RecordKind
from dateline.services.review_edits import place_sentences
from dateline.services.slot_edits import kind_of_record, list_fields
from dateline.services.slot_fields import rows_of
from dateline.web.review_fields import SlotForm, list_other_problems, list_slot_forms

KINDS = (("events", "Event"), ("figures", "Figure"), ("statements", "Statement"), ("control", "Control"))
Piece = tuple[int, int, str]
Drafts = Callable[[Report, Span, RecordKind], Mapping[str, str]]
"""Gives the fields that a record by hand begins with, over marked words of a report."""


@dataclass(frozen=True, slots=True)
class EditForm:
    """What the form is set from. `spans`: the words chosen, as they go on in an address."""

    action: str
    kind: RecordKind
    is_new: bool
    slots: tuple[SlotForm, ...]
    evidence: tuple[Piece, ...]
    sentences: tuple[Piece, ...]
    problems: tuple[str, ...] = ()
    why: str = ""

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        return KINDS

    @property
    def spans(self) -> str:
        return "".join(f"&{urlencode({'span': f'{start},{end}'})}" for start, end, _ in self.evidence)


def make_correction_form(
    record: Record, report: Report, sent: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> EditForm:
    """The record's slots as fields; in place of its own, those that were `sent` and not taken."""
    fields = sent or list_fields(record)
    return _make(kind_of_record(record), "/review/corrections", report, fields, problems or {}, is_new=False)


def make_new_form(
    kind: str | None,
    spans: Sequence[str],
    report: Report,
    sent: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    drafts: Drafts | None = None,
) -> EditForm:
    """The slots of a kind of record over words chosen ("120,245"): as sent, as drafted from them, or empty."""
    known: RecordKind = next((name for name in RECORD_KINDS if name == kind), "events")
    words = _read_span(spans)
    drafted = drafts(report, words, known) if drafts and words and words.end <= len(report.text) else {}
    fields = sent or place_sentences({"modality": "happened", **drafted}, spans)
    return _make(known, "/review/records", report, fields, problems or {}, is_new=True)


def _read_span(spans: Sequence[str]) -> Span | None:
    """From the first of the words chosen to the last; None where none are."""
    pairs = [re.fullmatch(r"(\d{1,9}),(\d{1,9})", span) for span in spans]
    found = [(int(pair[1]), int(pair[2])) for pair in pairs if pair and int(pair[1]) < int(pair[2])]
    return Span(min(start for start, _ in found), max(end for _, end in found)) if found else None


def _make(
    kind: RecordKind,
    action: str,
    report: Report,
    fields: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    is_new: bool,
) -> EditForm:
    slots = list_slot_forms(kind, fields, problems)
    return EditForm(
        action=action,
        kind=kind,
        is_new=is_new,
        slots=slots,
        evidence=tuple(_read_pieces(fields, report.text)),
        sentences=tuple(
            (row.span.start, row.span.end, row.span.text_in(report.text)) for row in split_sentences(report.text)
        ),
        problems=tuple(list_other_problems(slots, problems)),
        why=fields.get("why", ""),
    )


def _read_pieces(fields: Mapping[str, str], text: str) -> list[Piece]:
    """The evidence of a form; what is no place in the text is left out."""
    pieces = []
    for _, row in rows_of(fields, "evidence"):
        start, end = row.get("start", ""), row.get("end", "")
        if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text):
            pieces.append((int(start), int(end), text[int(start) : int(end)]))
    return pieces
