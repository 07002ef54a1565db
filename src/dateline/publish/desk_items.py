"""What the desk shows of one record: the text with its words lit, the proposal, and what lies beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model.decisions import Decision, list_standing
from dateline.model.reports import read_day
from dateline.model.spans import Span
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.cards import RecordCard
from dateline.publish.day_grids import DayGrid, make_day_grids
from dateline.publish.differences import SlotDifference, list_differences
from dateline.publish.passages import Paragraph, cut_paragraphs
from dateline.publish.place_sketches import Lines, draw_place
from dateline.publish.proposals import Proposal, make_proposal, say_next, say_radius
from dateline.publish.views import CardGroup, list_card_groups, safe_language, safe_link
from dateline.publish.wordings import say_published, say_publisher, say_title

SLOT_MARK = "@"
"""Begins the name of a slot where it stands among the names of records in a segment of the text."""


@dataclass(frozen=True, slots=True)
class Correction:
    """That a record took the place of another: `record_id` is the other one of the two, seen from either."""

    record_id: str
    who: str
    day: str
    why: str | None
    changes: tuple[SlotDifference, ...]


@dataclass(frozen=True, slots=True)
class MateLine:
    """An account beside the record: of the same incident, or of one that may be the same."""

    record_id: str
    proposal: Proposal
    publisher: str
    published: str
    place: str
    time: str
    toll: str


@dataclass(frozen=True, slots=True)
class Mates:
    """Accounts of the same incident and near ones of others; `more`: how many of the incident are not listed."""

    incident_id: str | None = None
    same: tuple[MateLine, ...] = ()
    near: tuple[MateLine, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.same) + self.more


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One record with its report. `seen`: the number of the last decision on it, 0 without one: what a decision of
    somebody who looks at this page rests on. `cards`: all records of the report by their short names."""

    report_id: str
    title: str
    publisher: str
    published: str
    published_iso: str | None
    byline: str
    credits: str
    dateline: str | None
    language: str | None
    link: str | None
    text: str
    paragraphs: tuple[tuple[int, Paragraph], ...]
    cards: dict[str, RecordCard]
    slug: str
    proposal: Proposal
    radius: str
    sketch: str
    grids: tuple[DayGrid, ...]
    seen: int
    said: str
    endorsed_by: tuple[str, ...]
    why: str | None
    made_by: str | None
    replaced_by: Correction | None
    replaces: Correction | None

    def records_of(self, slugs: Sequence[str]) -> list[str]:
        """The short names of the records among the names of a segment."""
        return [slug for slug in slugs if not slug.startswith(SLOT_MARK)]

    def slots_of(self, slugs: Sequence[str]) -> list[str]:
        return [slug.removeprefix(SLOT_MARK) for slug in slugs if slug.startswith(SLOT_MARK)]


def make_desk_item(stored: StoredReport, record_id: str, lines_of: Lines) -> DeskItem:
    """One record of a report, ready to be set. In: `lines_of`, the borders within a country."""
    report = stored.report
    row = next(row for row in stored.records if row.record_id == record_id)
    groups = list_card_groups(stored)
    cards = {card.slug: card for group in groups for card in group.cards}
    proposal = make_proposal(row, report.text, report.publisher)
    place = row.record.place
    return DeskItem(
        report_id=report.id,
        title=say_title(report.title),
        publisher=say_publisher(report.publisher),
        published=say_published(report.published, report.published_inferred),
        published_iso=report.published,
        byline=", ".join(report.byline),
        credits=" · ".join(f"{credit.role.capitalize()}: {credit.name}" for credit in report.credits),
        dateline=report.dateline,
        language=safe_language(report.language),
        link=safe_link(report.url),
        text=report.text,
        paragraphs=_cut(stored, groups, proposal),
        cards=cards,
        slug=next(card.slug for card in cards.values() if card.record_id == record_id),
        proposal=proposal,
        radius=say_radius(row),
        sketch=draw_place(place, lines_of) if place else "",
        grids=make_day_grids(row.record.time, read_day(report.published)),
        seen=max((decision.seq for decision in row.decisions), default=0),
        said=say_next(proposal),
        endorsed_by=tuple(step.who for step in list_standing(row.decisions) if step.kind == "endorse"),
        why=row.decision.why if row.decision else None,
        made_by=row.made_by,
        replaced_by=_find_replacement(stored, row),
        replaces=_find_replaced(stored, row),
    )


def _cut(stored: StoredReport, groups: Sequence[CardGroup], proposal: Proposal) -> tuple[tuple[int, Paragraph], ...]:
    """The paragraphs, each with where it begins; cut at the evidence of all records and at the words of the slots.

    Records that no longer count are left out, but for the one that is shown.
    """
    cards = [card for group in groups for card in group.cards]
    gone = {row.record_id for row in stored.records if row.state in ("rejected", "superseded")}
    gone.discard(proposal.record_id)
    evidence = {
        card.slug: [Span(row.start, row.end) for row in card.evidence] for card in cards if card.record_id not in gone
    }
    evidence |= {f"{SLOT_MARK}{slot.key}": list(slot.spans) for slot in proposal.slots if slot.spans}
    placed, start = [], 0
    for paragraph in cut_paragraphs(stored.report.text, evidence):
        placed.append((start, paragraph))
        start += sum(len(part.text) for part in paragraph.segments) + len(paragraph.gap)
    return tuple(placed)


def _find_replacement(stored: StoredReport, row: StoredRecord) -> Correction | None:
    """The correction in force of this record."""
    decision = row.decision
    if decision is None or decision.kind != "correct":
        return None
    return _make_correction(stored, decision, decision.record_id, decision.others[0], decision.others[0])


def _find_replaced(stored: StoredReport, row: StoredRecord) -> Correction | None:
    """The correction that this record came from."""
    for other in stored.records:
        decision = other.decision
        if decision is not None and decision.kind == "correct" and decision.others == (row.record_id,):
            return _make_correction(stored, decision, other.record_id, row.record_id, other.record_id)
    return None


def _make_correction(stored: StoredReport, decision: Decision, old: str, new: str, shown: str) -> Correction | None:
    rows = {row.record_id: row for row in stored.records}
    if old not in rows or new not in rows:
        return None
    changes = list_differences(rows[old].record, rows[new].record)
    return Correction(shown, decision.who, say_published(decision.when[:10]), decision.why, changes)


def make_mate_line(row: StoredRecord, stored: StoredReport) -> MateLine:
    """One account beside the record, from its own report."""
    proposal = make_proposal(row, stored.report.text, stored.report.publisher)
    by_key = {slot.key: slot for slot in proposal.slots}
    tolls = by_key["casualties"].tolls if "casualties" in by_key else ()
    place, time = by_key["place"], by_key["time"]
    return MateLine(
        record_id=row.record_id,
        proposal=proposal,
        publisher=say_publisher(stored.report.publisher),
        published=say_published(stored.report.published),
        place=place.lines[0].words.split(",")[0] if place.is_known else "",
        time=time.lines[0].words if time.is_known else "",
        toll=", ".join(f"{toll.words} {toll.measure}" for toll in tolls[:2]),
    )
