"""An edition: a release laid out for readers. What is in no line of the release is in no edition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from dateline.model.errors import NotKeptError
from dateline.model.incidents import Account, Incident
from dateline.model.records import Event
from dateline.model.releases import Release
from dateline.model.reports import Report, read_day
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.reader_parts import list_actors, say_report_title
from dateline.publish.reader_slugs import area_codes, make_slug
from dateline.publish.report_summaries import summarize_report
from dateline.publish.wordings import say_published
from dateline.services.linking import make_incident_id
from dateline.services.release_lines import ReleasedReport
from dateline.services.release_shelves import ReleaseShelf

_UNDATED = "0000"
FindActor = Callable[[str], str | None]
"""From the key of an actor to the name that it has a page under; None where it has none."""


@dataclass(frozen=True, slots=True)
class ReportOutline:
    """What lists tell of a report. `day`: of publication, in words; `tags`: as written.

    `approved`: when the last of its records was, ISO 8601.
    """

    report_id: str
    title: str
    publisher: str | None
    published: str | None
    day: str
    tags: tuple[str, ...]
    approved: str
    summary: str
    record_count: int

    @property
    def order(self) -> tuple[str, str, str]:
        """By publication, as far as it is known; then by approval."""
        day = read_day(self.published)
        return (day.isoformat() if day else _UNDATED, self.published or "", self.approved)


@dataclass(slots=True)
class Shelfmark:
    """A heading that reports stand under: an area, an actor or a tag. `names`: how often it is called what."""

    slug: str
    names: Counter[str] = field(default_factory=Counter)
    report_ids: list[str] = field(default_factory=list)
    incident_ids: dict[str, None] = field(default_factory=dict)
    event_count: int = 0

    @property
    def name(self) -> str:
        """What it is mostly called."""
        return max(self.names, key=lambda name: (self.names[name], name))

    def note(self, name: str, report_id: str) -> None:
        self.names[name] += 1
        if report_id not in self.report_ids[-1:]:  # a report is read once
            self.report_ids.append(report_id)


class Edition:
    """The lines of a release, by what readers look for. Implements `services.incident_room.IncidentSource`.

    In: `find_actor`, which actors have a page. Outlines are held in memory; lines are read when they are asked for.
    """

    def __init__(self, release: Release, shelf: ReleaseShelf, find_actor: FindActor) -> None:
        self.release = release
        self.outlines: dict[str, ReportOutline] = {}
        self.areas: dict[str, Shelfmark] = {}
        self.actors: dict[str, Shelfmark] = {}
        self.tags: dict[str, Shelfmark] = {}
        self.text_hashes: dict[str, str] = {}
        self._incidents: dict[str, list[str]] = defaultdict(list)
        self._days: dict[str, str] = {}
        self._shelf = shelf
        self._turn = Lock()
        self._find_actor = find_actor
        for released in shelf.lines():
            self._lay_out(released)
        shelf.group_texts(())  # finds where each line stands, which the first reader would else wait for
        ordered = sorted(self.outlines.values(), key=lambda outline: outline.order, reverse=True)
        self.outlines = {outline.report_id: outline for outline in ordered}
        self._sort_marks()

    @property
    def released(self) -> str:
        """When it came out, ISO 8601."""
        return self.release.released or self.release.made

    # Reading

    def get_coded(self, report_id: str) -> StoredReport:
        """A report as released. Raises NotKeptError."""
        found = list(self.iter_coded([report_id]))
        if not found:
            raise NotKeptError("no report with this id is released", report_id)
        return found[0]

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        """The reports given, or all, newest first; those that are not released are left out."""
        for report_id in report_ids if report_ids is not None else list(self.outlines):
            with self._turn:  # the shelf reads from one file
                found = list(self._shelf.iter_coded([report_id]))
            yield from found

    def newest(self, report_ids: Iterable[str] | None = None) -> list[ReportOutline]:
        """The outlines of these reports, or of all, newest first."""
        if report_ids is None:
            return list(self.outlines.values())
        wanted = set(report_ids)
        return [outline for report_id, outline in self.outlines.items() if report_id in wanted]

    # Incidents

    def get_incident(self, incident_id: str) -> Incident:
        if incident_id not in self._incidents:
            raise NotKeptError("no incident with this id is released", incident_id)
        accounts = [
            Account(row.record_id, row.record, stored.report, row.state)
            for stored in self.iter_coded(self._incidents[incident_id])
            for row in stored.of_kind("events")
            if incident_of(row) == incident_id and isinstance(row.record, Event)
        ]
        return Incident(incident_id, tuple(sorted(accounts, key=_published_first)))

    def list_incidents(self, *, limit: int, offset: int = 0) -> Sequence[Incident]:
        return [self.get_incident(name) for name in self.incident_ids()[offset : offset + limit]]

    def incident_ids(self) -> list[str]:
        """All of them, the latest first."""
        return sorted(self._incidents, key=lambda name: (self._days[name], name), reverse=True)

    def incident_reports(self, incident_id: str) -> Sequence[str]:
        """The reports that tell of an incident; none of one that is not there."""
        return self._incidents.get(incident_id, ())

    def text_groups(self, report_ids: Collection[str]) -> Mapping[str, str]:
        with self._turn:
            return self._shelf.group_texts([Report(id=report_id, text="") for report_id in report_ids])

    # Laying out

    def _lay_out(self, released: ReleasedReport) -> None:
        stored = released.stored
        report_id = stored.report.id
        self.outlines[report_id] = _make_outline(stored)
        if released.text_sha256 is not None:
            self.text_hashes[report_id] = released.text_sha256
        for tag in stored.report.tags:
            _mark(self.tags, make_slug(tag)).note(tag.strip(), report_id)
        for row in stored.records:
            self._lay_out_record(row, report_id)

    def _lay_out_record(self, row: StoredRecord, report_id: str) -> None:
        marks = [self._note_area(code, row, report_id) for code in area_codes(row.record.place)]
        for actor in list_actors(row.record):
            if (name := self._find_actor(actor.key)) is not None:
                mark = _mark(self.actors, make_slug(actor.key))
                mark.note(name, report_id)
                marks.append(mark)
        if not isinstance(row.record, Event):
            return
        incident_id, day = incident_of(row), _last_day(row)
        if report_id not in self._incidents[incident_id]:
            self._incidents[incident_id].append(report_id)
        self._days[incident_id] = max(day, self._days.get(incident_id, _UNDATED))
        for mark in {mark.slug: mark for mark in marks}.values():
            mark.event_count += 1
            mark.incident_ids[incident_id] = None

    def _note_area(self, code: str, row: StoredRecord, report_id: str) -> Shelfmark:
        place = row.record.place
        assert place is not None
        mark = _mark(self.areas, code)
        mark.note((place.admin1 if "-" in code else place.country) or code, report_id)
        return mark

    def _sort_marks(self) -> None:
        """The incidents of each heading, the latest first."""
        position = {name: number for number, name in enumerate(self.incident_ids())}
        for mark in (*self.areas.values(), *self.actors.values()):
            mark.incident_ids = dict.fromkeys(sorted(mark.incident_ids, key=position.__getitem__))


def incident_of(row: StoredRecord) -> str:
    """An event that is not linked is an incident of its own."""
    return row.incident_id or make_incident_id(row.record_id)


def _mark(marks: dict[str, Shelfmark], slug: str) -> Shelfmark:
    return marks.setdefault(slug, Shelfmark(slug))


def _make_outline(stored: StoredReport) -> ReportOutline:
    report = stored.report
    approvals = [row.decision.when for row in stored.records if row.decision is not None]
    return ReportOutline(
        report_id=report.id,
        title=say_report_title(report),
        publisher=report.publisher,
        published=report.published,
        day=say_published(report.published),
        tags=report.tags,
        approved=max(approvals, default=stored.added),
        summary=" ".join(summarize_report(stored, at_most=2)),
        record_count=len(stored.records),
    )


def _last_day(row: StoredRecord) -> str:
    time = row.record.time
    day = (time.end or time.start) if time else None
    return day.isoformat() if day else _UNDATED


def _published_first(account: Account) -> tuple[str, str]:
    return account.report.published or "9999", account.record_id
