"""View models of the readers' page of a report: its record in sentences, as a table, and by who says what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.model.records import Attribution, Casualty, Event, Record, SourceType
from dateline.model.reports import Credit
from dateline.model.spans import Span
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.cards import RecordCard
from dateline.publish.coarsening import WITHHELD
from dateline.publish.kinds import ALL_KINDS, Kind
from dateline.publish.passages import Paragraph, cut_paragraphs
from dateline.publish.reader_parts import list_actors, say_report_title
from dateline.publish.reader_slugs import area_codes, make_slug
from dateline.publish.report_summaries import say_claim, say_tolls, summarize_report
from dateline.publish.views import list_card_groups, safe_language, safe_link
from dateline.publish.wordings import SOURCE_TYPE_WORDS, STANCE_WORDS, say_published, say_publisher, say_source

FindActor = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Heading:
    """A link to what stands under a heading: `slug` is its part of the address."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A record as a row of the table: its card, the claim in words, and where its links lead."""

    card: RecordCard
    claim: str
    actors: tuple[Heading, ...]
    area: str | None
    incident_id: str | None
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """What one source says: how ("says", "denies"), and the claim; `slug` is the record's place in the table."""

    stance: str
    claim: str
    slug: str


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One source with all that it says."""

    name: str
    type_words: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """The page of a report. `paragraphs` are empty where the text may not stand here."""

    report_id: str
    title: str
    publisher: str
    published: str
    published_iso: str | None
    language: str | None
    dateline: str | None
    byline: tuple[str, ...]
    credits: tuple[Credit, ...]
    tags: tuple[Heading, ...]
    link: str | None
    sentences: tuple[str, ...]
    left_out: int
    rows: tuple[ReaderRow, ...]
    sources: tuple[SourceColumn, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def legend(self) -> tuple[Kind, ...]:
        present = {row.card.kind for row in self.rows}
        return tuple(kind for kind in ALL_KINDS if kind in present)

    @property
    def by_slug(self) -> dict[str, RecordCard]:
        return {row.card.slug: row.card for row in self.rows}


def make_reader_report(stored: StoredReport, find_actor: FindActor, text: str | None = None) -> ReaderReport:
    """The page of a released report. In: `text`, the report's own text, where it may be shown."""
    report = stored.report
    rows = _make_rows(stored, find_actor)
    sentences = summarize_report(stored)
    return ReaderReport(
        report_id=report.id,
        title=say_report_title(report),
        publisher=say_publisher(report.publisher),
        published=say_published(report.published, report.published_inferred),
        published_iso=report.published,
        language=safe_language(report.language),
        dateline=report.dateline,
        byline=report.byline,
        credits=report.credits,
        tags=list_tags(report.tags),
        link=safe_link(report.url),
        sentences=sentences,
        left_out=max(0, len(summarize_report(stored, at_most=len(stored.records))) - len(sentences)),
        rows=rows,
        sources=_list_sources(stored, rows),
        paragraphs=_cut_text(text, rows) if text else (),
    )


def list_tags(tags: Sequence[str]) -> tuple[Heading, ...]:
    """The tags as headings, spellings of one only once."""
    found: dict[str, Heading] = {}
    for tag in filter(str.strip, tags):
        found.setdefault(make_slug(tag), Heading(make_slug(tag), tag))
    return tuple(found.values())


def _make_rows(stored: StoredReport, find_actor: FindActor) -> tuple[ReaderRow, ...]:
    records = {row.record_id: row for row in stored.records}
    rows = []
    for group in list_card_groups(stored):
        for card in group.cards:
            row = records[card.record_id]
            codes = area_codes(row.record.place)
            rows.append(
                ReaderRow(
                    card=card,
                    claim=say_claim(row.record),
                    actors=_list_headings(row, find_actor),
                    area=codes[-1] if codes else None,
                    incident_id=row.incident_id,
                    quotes=tuple(piece.quote for piece in row.record.evidence if piece.quote),
                )
            )
    return tuple(rows)


def _list_headings(row: StoredRecord, find_actor: FindActor) -> tuple[Heading, ...]:
    found = ((make_slug(actor.key), find_actor(actor.key)) for actor in list_actors(row.record))
    return tuple({slug: Heading(slug, name) for slug, name in found if name}.values())


def _list_sources(stored: StoredReport, rows: Sequence[ReaderRow]) -> tuple[SourceColumn, ...]:
    """Each source with what it says, its own tolls included; the report's own voice is its outlet.

    Sources of one name are told apart by their types: in a coarse release many names are withheld.
    """
    records = {row.record_id: row.record for row in stored.records}
    sayings: dict[tuple[str, SourceType], list[Saying]] = {}
    for row in rows:
        record = records[row.card.record_id]
        for attribution in record.attribution:
            name = say_source(attribution, stored.report.publisher)
            tolls = say_tolls(_tolls_of(record, attribution))
            claim = f"{row.claim}; {tolls}" if tolls else row.claim
            said = sayings.setdefault((name, attribution.source_type), [])
            said.append(Saying(STANCE_WORDS[attribution.stance], claim, row.card.slug))
    return tuple(SourceColumn(name, SOURCE_TYPE_WORDS[kind], tuple(said)) for (name, kind), said in sayings.items())


def _tolls_of(record: Record, attribution: Attribution) -> tuple[Casualty, ...]:
    """The tolls that a source gives, without its name on each; none where it cannot be told whose they are."""
    is_nameless = attribution.source is None and attribution.source_type != "outlet"
    if not isinstance(record, Event) or is_nameless or attribution.source == WITHHELD:
        return ()
    name = attribution.source or "outlet"
    own = (row for row in record.casualties if (row.said_by or "outlet") == name)
    return tuple(row.model_copy(update={"said_by": None}) for row in own)


def _cut_text(text: str, rows: Sequence[ReaderRow]) -> tuple[Paragraph, ...]:
    evidence = {row.card.slug: [Span(piece.start, piece.end) for piece in row.card.evidence] for row in rows}
    return tuple(cut_paragraphs(text, evidence))
