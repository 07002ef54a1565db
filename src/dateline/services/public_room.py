"""Use cases of readers: what is in the newest release, and nothing else, for whoever comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Generic, TypeVar

from dateline.base.logging import get_logger
from dateline.linkage.toll_rules import TollRule
from dateline.model.errors import NotKeptError, StoreError
from dateline.model.ids import text_hash
from dateline.model.ports import ActorRegistry, Store
from dateline.model.records import Event
from dateline.model.releases import Release
from dateline.publish.incidents import IncidentLine, IncidentView, make_incident_line
from dateline.publish.landmarks import name_country
from dateline.publish.maps import MappedEvent, list_mapped_events
from dateline.publish.reader_slugs import area_codes
from dateline.publish.reader_views import ReaderReport, make_reader_report
from dateline.services.editions import Edition, ReportOutline, Shelfmark, incident_of
from dateline.services.incident_room import IncidentRoom
from dateline.services.release_shelves import ReleaseShelf, open_release

log = get_logger(__name__)
PAGE_SIZE = 30
INCIDENTS_SHOWN = 20
MOST_MAPPED = 2000
MOST_REPORTS_MAPPED = 1000
LARGE_RECORDS = 2000
"""Of more records than these it takes seconds to lay a release out; readers need not wait for it."""
HOLD_S = 1.0
"""For so long it is not asked again which release is the newest."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list; `number` counts from 1."""

    items: tuple[Item, ...]
    number: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class HeadedPage:
    """What stands under a heading: reports a page at a time, the latest incidents, the events on the map."""

    mark: Shelfmark
    name: str
    reports: Page[ReportOutline]
    incidents: tuple[IncidentLine, ...]


class PublicRoom:
    """What readers' pages ask for. Every question is answered out of the newest release that is not withdrawn.

    In: `actors`, the registry: only who stands in it has a page of its own, so that nobody private is put together
    out of several reports; `clock_s`, a clock that only goes on, in seconds.
    """

    def __init__(
        self,
        store: Store,
        actors: ActorRegistry,
        rule: TollRule | None = None,
        *,
        hold_s: float = HOLD_S,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._actors = actors
        self._rule = rule
        self._hold_s = hold_s
        self._clock_s = clock_s
        self._turn = Lock()
        self._asked_s: float | None = None
        self._edition: Edition | None = None
        self._incident_room: IncidentRoom | None = None
        self._coming: str | None = None
        self._names_turn = Lock()
        self._once_released: dict[str, frozenset[str]] = {}

    # What there is

    def edition(self) -> Edition | None:
        """The newest release as laid out for readers; None where there is none."""
        with self._turn:
            now_s = self._clock_s()
            if self._asked_s is None or now_s - self._asked_s >= self._hold_s:
                self._take(self._store.releases.last_released())
                self._asked_s = now_s
            return self._edition

    def has_page(self, page: str) -> bool:
        """Whether a page of comments ("report:ID") is that of a report that readers can see now."""
        kind, _, report_id = page.partition(":")
        edition = self.edition()
        return kind == "report" and edition is not None and report_id in edition.outlines

    def find_title(self, report_id: str) -> str | None:
        """The title of a report that readers can see now; None for any other."""
        edition = self.edition()
        outline = edition.outlines.get(report_id) if edition else None
        return outline.title if outline else None

    def is_gone(self, kind: str, name: str) -> bool:
        """Whether a report or incident ("reports", "incidents") was in a release once, and is not any more."""
        for release in self._store.releases.list():
            if release.released is not None and f"{kind}:{name}" in self._names_of(release):
                return True
        return False

    # Pages

    def list_reports(self, number: int = 1) -> Page[ReportOutline]:
        """A page of all reports, newest first."""
        edition = self.edition()
        return cut_page(edition.newest() if edition else [], number)

    def read_report(self, report_id: str) -> tuple[ReaderReport, list[MappedEvent]]:
        """The page of a report, and its events that can be drawn. Raises NotKeptError."""
        edition = self._need_edition()
        stored = edition.get_coded(report_id)
        text = self._find_text(edition, report_id)
        return make_reader_report(stored, self.find_actor, text), list_mapped_events([stored])

    def map_report(self, report_id: str) -> list[MappedEvent]:
        """Raises NotKeptError."""
        return list_mapped_events([self._need_edition().get_coded(report_id)])

    def read_incident(self, incident_id: str) -> IncidentView:
        """Raises NotKeptError."""
        self._need_edition()
        assert self._incident_room is not None
        return self._incident_room.read_incident(incident_id)

    def map_incident(self, incident_id: str) -> list[MappedEvent]:
        """The events of an incident that can be drawn. Raises NotKeptError."""
        edition = self._need_edition()
        record_ids = {account.record_id for account in edition.get_incident(incident_id).accounts}
        mapped = list_mapped_events(edition.iter_coded(edition.incident_reports(incident_id)))
        return [event for event in mapped if event.card.record_id in record_ids]

    def list_lines(self, incident_ids: Sequence[str]) -> tuple[IncidentLine, ...]:
        """Incidents in a line each."""
        self._need_edition()
        assert self._incident_room is not None
        return tuple(make_incident_line(self._incident_room.summarize(name)) for name in incident_ids)

    def read_area(self, code: str, number: int = 1) -> HeadedPage:
        """A country ("IQ") or a first-level region ("IQ-kirkuk"). Raises NotKeptError."""
        mark = self._need_mark("areas", code)
        return self._read_headed(mark, say_area(mark), number)

    def read_actor(self, slug: str, number: int = 1) -> HeadedPage:
        """Raises NotKeptError."""
        mark = self._need_mark("actors", slug)
        return self._read_headed(mark, mark.name, number)

    def read_tag(self, slug: str, number: int = 1) -> HeadedPage:
        """Raises NotKeptError."""
        mark = self._need_mark("tags", slug)
        return self._read_headed(mark, mark.name, number)

    def map_area(self, code: str) -> list[MappedEvent]:
        """The events of an area's newest reports that lie in it. Raises NotKeptError."""
        edition, mark = self._need_edition(), self._need_mark("areas", code)
        newest = edition.newest(mark.report_ids)[:MOST_REPORTS_MAPPED]
        mapped = list_mapped_events(edition.iter_coded([outline.report_id for outline in newest]))
        return [event for event in mapped if code in area_codes(event.place)][:MOST_MAPPED]

    def map_all(self) -> list[MappedEvent]:
        """The events of the newest reports."""
        edition = self._need_edition()
        newest = edition.newest()[:MOST_REPORTS_MAPPED]
        return list_mapped_events(edition.iter_coded([outline.report_id for outline in newest]))[:MOST_MAPPED]

    def find_actor(self, key: str) -> str | None:
        """The name of an actor of the registry, by its key; None for any other."""
        actor = self._actors.get(key)
        if actor is not None:
            return actor.name
        found = self._actors.find(key)
        return found[0].name if len(found) == 1 else None

    # Within

    def _take(self, release: Release | None) -> None:
        """Show a release. A large one is laid out while the one before it is still shown, if that one may be."""
        shown = self._edition.release if self._edition else None
        if release is None:
            self._edition = self._incident_room = None
        elif shown is None or shown.sha256 != release.sha256:
            is_large = release.record_count > LARGE_RECORDS
            if is_large and shown and self._store.releases.get(shown.version).state == "released":
                if self._coming != release.sha256:
                    self._coming = release.sha256
                    Thread(target=self._bring, args=(release,), daemon=True).start()
            else:
                self._put(self._lay_out(release))

    def _bring(self, release: Release) -> None:
        """Lay a release out, and show it where it is still the newest."""
        try:
            edition = self._lay_out(release)
            newest = self._store.releases.last_released()
            with self._turn:
                if newest is not None and newest.sha256 == release.sha256:
                    self._put(edition)
        finally:
            self._coming = None  # where it failed it is tried again

    def _lay_out(self, release: Release) -> Edition:
        return Edition(release, open_release(self._store.releases, release), self.find_actor)

    def _put(self, edition: Edition) -> None:
        self._incident_room = IncidentRoom(edition, self._rule, self._actors)
        self._edition = edition

    def _need_edition(self) -> Edition:
        edition = self.edition()
        if edition is None:
            raise NotKeptError("nothing is released", "")
        return edition

    def _need_mark(self, kind: str, slug: str) -> Shelfmark:
        marks: dict[str, Shelfmark] = getattr(self._need_edition(), kind)
        if slug not in marks:
            raise NotKeptError("nothing is released under this heading", slug)
        return marks[slug]

    def _read_headed(self, mark: Shelfmark, name: str, number: int) -> HeadedPage:
        reports = cut_page(self._need_edition().newest(mark.report_ids), number)
        shown = list(mark.incident_ids)[:INCIDENTS_SHOWN] if number == 1 else []
        return HeadedPage(mark, name, reports, self.list_lines(shown))

    def _find_text(self, edition: Edition, report_id: str) -> str | None:
        """The text of a report where the desk has marked the right to it, and it is the one that was released."""
        mark = self._store.republications.get(report_id)
        if mark is None or not mark.is_allowed or report_id not in edition.text_hashes:
            return None
        text = self._store.get_coded(report_id).report.text
        return text if text_hash(text) == edition.text_hashes[report_id] else None

    def _names_of(self, release: Release) -> frozenset[str]:
        """All reports and incidents of a release, read once; none of one that cannot be read."""
        names = self._once_released.get(release.sha256)
        if names is not None:
            return names
        with self._names_turn:  # one page reads it, the others wait for what it finds
            if release.sha256 not in self._once_released:
                self._once_released[release.sha256] = self._read_names(release)
            return self._once_released[release.sha256]

    def _read_names(self, release: Release) -> frozenset[str]:
        try:
            return frozenset(_list_names(open_release(self._store.releases, release)))
        except StoreError as error:
            log.warning("release %s cannot be read, what was in it is taken as never released: %s",
                        release.version, error)  # fmt: skip
            return frozenset()


def _list_names(shelf: ReleaseShelf) -> Iterator[str]:
    """ "reports:ID" of each report, "incidents:ID" of what each event belongs to. Raises StoreError."""
    for released in shelf.lines():
        yield f"reports:{released.stored.report.id}"
        yield from (
            f"incidents:{incident_of(row)}" for row in released.stored.records if isinstance(row.record, Event)
        )


def cut_page(items: Sequence[Item], number: int, size: int = PAGE_SIZE) -> Page[Item]:
    """One page of a list; a number past the end gives the last page."""
    last = max(1, -(-len(items) // size))
    number = min(max(number, 1), last)
    return Page(tuple(items[(number - 1) * size : number * size]), number, last, len(items))


def say_area(mark: Shelfmark) -> str:
    """ "Kirkuk, Iraq", "Iraq"."""
    country, region = mark.slug[:2], mark.slug[2:]
    return f"{mark.name}, {name_country(country)}" if region else name_country(country)
