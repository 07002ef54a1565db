"""The parts that a brief is set from: lines in words, each with the records that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from dateline.model.areas import AreaRecord
from dateline.model.intervals import Interval
from dateline.model.reports import read_day
from dateline.publish.cards import say_provenance
from dateline.publish.kinds import Kind, kind_of
from dateline.publish.tolls import Toll
from dateline.publish.wordings import say_date, say_interval, say_publisher, say_source


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """Where a line can be looked up: a record on the page of its report. `short`: "B1"."""

    report_id: str
    slug: str
    record_id: str
    short: str
    publisher: str

    @property
    def address(self) -> str:
        return f"/reports/{quote(self.report_id, safe='')}#card-{self.slug}"


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A line of a brief: `text` and, set apart, a `note`; `state` says how settled its records are."""

    text: str
    links: tuple[EvidenceLink, ...]
    note: str = ""
    said_by: str = ""
    quote: str | None = None
    state: str = ""
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in one line. `differs`: which slots its reports tell differently; `day`: what it is ordered by.

    `is_linked`: whether it has a page of its own.
    """

    incident_id: str
    when: str
    when_iso: str | None
    day: date | None
    kind: Kind
    label: str
    headline: str
    modality: str
    place: str
    tolls: tuple[Toll, ...]
    said_by: str
    differs: tuple[str, ...]
    reports: int
    links: tuple[EvidenceLink, ...]
    state: str
    is_settled: bool
    is_linked: bool = False

    @property
    def address(self) -> str | None:
        """The page of the incident; an event that is not linked has none."""
        return f"/incidents/{quote(self.incident_id, safe='')}" if self.is_linked else None


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines under one name: a measure, an area, a speaker. `note`: what is to be said of all of them."""

    name: str
    lines: tuple[BriefLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A report that the brief rests on."""

    report_id: str
    title: str
    publisher: str
    published: str
    link: str | None
    records: int

    @property
    def address(self) -> str:
        return f"/reports/{quote(self.report_id, safe='')}"


def make_link(row: AreaRecord) -> EvidenceLink:
    """The link of one record."""
    return EvidenceLink(
        report_id=row.report_id,
        slug=row.slug,
        record_id=row.record_id,
        short=f"{kind_of(row.record).letter}{row.slug[1:]}",
        publisher=say_publisher(row.publisher),
    )


def make_links(rows: Iterable[AreaRecord]) -> tuple[EvidenceLink, ...]:
    """The links of several records, each once."""
    return tuple(dict.fromkeys(make_link(row) for row in rows))


def say_sources(rows: Iterable[AreaRecord]) -> str:
    """Who says so, each with the stance where it is more than saying: "Amaq (claims responsibility), Rudaw"."""
    said = []
    for row in rows:
        for line in row.record.attribution:
            name = say_source(line, row.publisher)
            said.append(name if line.stance == "says" else f"{name} ({line.stance.replace('_', ' ')})")
    return ", ".join(dict.fromkeys(said)) or "source not told"


def say_state(rows: Iterable[AreaRecord]) -> tuple[str, bool]:
    """How settled the records of a line are in one word or two, and whether people have decided on all of them."""
    stored = [row.stored for row in rows]
    open_rows = [row for row in stored if row.state == "proposed"]
    if not open_rows:
        return " · ".join(dict.fromkeys(say_provenance(row) for row in stored)), True
    if len(open_rows) < len(stored):
        return f"proposed, {len(stored) - len(open_rows)} of {len(stored)} reviewed", False
    return "proposed", False


def day_of(row: AreaRecord) -> date | None:
    """The day that a record is ordered by: its first, else its last, else None."""
    time = row.record.time
    return (time.start or time.end) if time else None


def say_when(time: Interval | None, published: str | None) -> str:
    """When, in words; without a day of its own the day on which it was told."""
    if time is not None and (time.start or time.end):
        return say_interval(time)
    told = read_day(published)
    return f"day not known, told {say_date(told)}" if told else "day not known"


def count_of(number: int, noun: str, plural: str = "") -> str:
    """ "1 report", "3 reports", "2 people"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
