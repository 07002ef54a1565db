"""View models of the pages: all that a template sets, made from reports and records and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.model.records import RECORD_KINDS
from dateline.model.reports import Credit
from dateline.model.spans import Span
from dateline.model.stores import ReportRow, StoredRecord, StoredReport
from dateline.publish.cards import RecordCard, make_card
from dateline.publish.kinds import ALL_KINDS, Kind, slug_prefix
from dateline.publish.passages import Paragraph, cut_paragraphs
from dateline.publish.wordings import say_published, say_publisher, say_title

GROUP_NAMES: dict[str, str] = {
    "events": "Events",
    "figures": "Figures",
    "statements": "Statements",
    "control": "Control",
}
_ONE_OF: dict[str, str] = {"events": "event", "figures": "figure", "statements": "statement", "control": "control"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SAFE_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The cards of one kind of record, in the order of their evidence."""

    key: str
    name: str
    cards: tuple[RecordCard, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report page. `link` is the address where it is safe to link to, else None."""

    report_id: str
    title: str
    publisher: str
    published: str
    published_iso: str | None
    dateline: str | None
    language: str | None
    byline: str
    credits: tuple[Credit, ...]
    tags: tuple[str, ...]
    link: str | None
    retrieved: str | None
    sha256: str | None
    paragraphs: tuple[Paragraph, ...]
    groups: tuple[CardGroup, ...]

    @property
    def by_slug(self) -> dict[str, RecordCard]:
        return {card.slug: card for card in self.cards}

    @property
    def cards(self) -> tuple[RecordCard, ...]:
        return tuple(card for group in self.groups for card in group.cards)

    @property
    def counted(self) -> str:
        """ "4 events, 1 figure", or that nothing was found."""
        counts = ((group.key, sum(card.counts for card in group.cards)) for group in self.groups)
        return ", ".join(say_count(key, number) for key, number in counts if number) or "nothing was found"

    @property
    def legend(self) -> tuple[Kind, ...]:
        """The kinds that occur, in the order of the contract."""
        present = {card.kind for card in self.cards}
        return tuple(kind for kind in ALL_KINDS if kind in present)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the list of reports; `counts`: "4 events", "1 figure", for each kind of record that it has."""

    report_id: str
    title: str
    publisher: str
    published: str
    published_iso: str | None
    counts: tuple[str, ...]
    open_count: int


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the table of records: the card, and the report that it stands in."""

    card: RecordCard
    report_id: str
    report_title: str


def make_report_view(stored: StoredReport) -> ReportView:
    """The page of one report: text with its evidence, and a card for each record."""
    report = stored.report
    groups = list_card_groups(stored)
    cards = [card for group in groups for card in group.cards]
    evidence = {card.slug: [Span(row.start, row.end) for row in card.evidence] for card in cards if card.counts}
    return ReportView(
        report_id=report.id,
        title=say_title(report.title),
        publisher=say_publisher(report.publisher),
        published=say_published(report.published, report.published_inferred),
        published_iso=report.published,
        dateline=report.dateline,
        language=safe_language(report.language),
        byline=", ".join(report.byline),
        credits=report.credits,
        tags=report.tags,
        link=safe_link(report.url),
        retrieved=report.capture.retrieved[:10] if report.capture else None,
        sha256=report.capture.sha256 if report.capture else None,
        paragraphs=tuple(cut_paragraphs(report.text, evidence)),
        groups=groups,
    )


def list_card_groups(stored: StoredReport) -> tuple[CardGroup, ...]:
    """The cards by kind of record; numbered within the kind in the order of the text: e1, e2, f1, …"""
    publisher = stored.report.publisher
    groups = []
    for key in RECORD_KINDS:
        rows = sorted((row for row in stored.records if row.kind == key), key=_first_word)
        cards = tuple(
            make_card(f"{slug_prefix(row.record)}{number}", row, publisher)
            for number, row in enumerate(rows, start=1)
        )
        if cards:
            groups.append(CardGroup(key, GROUP_NAMES[key], cards))
    return tuple(groups)


def make_report_line(row: ReportRow) -> ReportLine:
    """One line of the list of reports."""
    return ReportLine(
        report_id=row.report_id,
        title=say_title(row.title),
        publisher=say_publisher(row.publisher),
        published=say_published(row.published),
        published_iso=row.published,
        counts=tuple(say_count(key, row.counts[key]) for key in RECORD_KINDS if row.counts.get(key)),
        open_count=row.states.get("proposed", 0),
    )


def list_record_lines(reports: Iterable[StoredReport], kind: str | None = None) -> Iterator[RecordLine]:
    """The records that count of the reports as lines of one table, lazily; `kind`: only those of a Kind's key."""
    for stored in reports:
        for group in list_card_groups(stored):
            for card in group.cards:
                if card.counts and (kind is None or card.kind.key == kind):
                    yield RecordLine(card, stored.report.id, say_title(stored.report.title))


def say_count(key: str, number: int) -> str:
    """ "4 events", "1 figure"."""
    return f"{number} {_ONE_OF[key] if number == 1 else key}"


def safe_language(language: str | None) -> str | None:
    """The language tag where it has the form of one (BCP 47), else None."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def safe_link(url: str | None) -> str | None:
    """The address where it is one of the web; anything else (`javascript:`, `data:`) is not linked."""
    return url if url and url.casefold().startswith(SAFE_SCHEMES) else None


def _first_word(row: StoredRecord) -> tuple[int, str]:
    starts: Sequence[int] = [evidence.start for evidence in row.record.evidence]
    return min(starts, default=0), row.record_id
