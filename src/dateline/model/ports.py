"""What a stage may ask of the world behind it, as Protocols; implementations are passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from dateline.model.actors import Actor
from dateline.model.checkpoints import Audit, Checkpoints
from dateline.model.comments import Comments
from dateline.model.custody import NO_NOTES, CustodyNotes, CustodyShelf
from dateline.model.decisions import Decision, DecisionKind, NewDecision
from dateline.model.entries import Log
from dateline.model.follows import Follows
from dateline.model.health import StoreHealth
from dateline.model.outlines import AreaBox, IncidentLine, Projected, Sighting, Window
from dateline.model.places import GazetteerEntry
from dateline.model.ports_index import IndexRows
from dateline.model.ports_people import People, Policies
from dateline.model.records import CodedReport
from dateline.model.releases import Releases
from dateline.model.reports import Capture, Report
from dateline.model.republications import Republications
from dateline.model.rounds import Rounds
from dateline.model.stores import (
    CaptureRow,
    Dossier,
    HandMade,
    PendingRecord,
    ReportRow,
    RunRow,
    StoredReport,
)
from dateline.model.watches import Watch, WatchKind


class ActorRegistry(Protocol):
    """The known actors. Names are matched through `base.text.fold_name`."""

    def find(self, name: str) -> Sequence[Actor]:
        """All actors with this name or alias, best known first; empty where none is known."""
        ...

    def get(self, actor_id: str) -> Actor | None: ...

    def names(self) -> Iterable[tuple[str, Actor]]:
        """Every name and alias as written, with its actor."""
        ...


class Gazetteer(Protocol):
    """The known places. Names are matched through `base.text.fold_name`."""

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """All places with this name or alternate name, most populous first; empty where none is known."""
        ...

    def get(self, gazetteer_id: str) -> GazetteerEntry | None: ...


class Store(Protocol):
    """Where reports, their records and the decisions on them are kept. What it promises:

    - Each method is one transaction: done as a whole and safe on the disk when it returns, or not done at all.
      A process killed in the middle loses nothing that a method has returned from.
    - What is kept is never changed or deleted: captures, reports, records and decisions are only inserted.
      Only projections (`set_incidents`) are replaced, and they can always be built again.
    - Adding what is there already changes nothing. The same id with another content is refused.
    - Iterators read in small portions; they hold no lock between them, and see no half-added report.
    - It may be used from several threads, and by several processes at once; a writer waits for another for
      a few seconds, then gives up.
    - Every failure is a `StoreError` that says what, which and why; `NotKeptError` for an unknown id,
      `WrongCallError` for a call that makes no sense. No error of the database behind it comes out.
    """

    def add_capture(self, capture: Capture, data: bytes | None, media_type: str | None = None) -> str:
        """Keep original bytes; gives the capture's id. Raises StoreError where the bytes do not have its hash."""
        ...

    def begin_run(self, coder: str, version: str, settings: Mapping[str, Any]) -> int:
        """Note that a coder starts; gives the run's id, which `add_coded` takes."""
        ...

    def finish_run(self, run_id: int) -> None: ...

    def add_coded(
        self,
        coded: CodedReport,
        *,
        run_id: int,
        original: bytes | None = None,
        media_type: str | None = None,
        custody: CustodyNotes = NO_NOTES,
    ) -> bool:
        """Keep a report, its original bytes and its records; True where it is new, False where it was there.

        `custody`: what reading noted of the way from these bytes to the report's text.

        A report that is there already keeps the records it has. Raises StoreError where the id is taken by
        another content, and where the bytes do not have the hash that the report's capture gives.
        """
        ...

    def has_report(self, report_id: str) -> bool: ...

    def is_kept(self, report: Report) -> bool:
        """Whether `add_coded` would find this report there. Raises StoreError where its id is taken by another.

        Two reports are the same where title, publisher, date and text are: where one was fetched from, and what
        else a newer reader finds on the page, does not make it another.
        """
        ...

    def count_reports(self) -> int: ...

    def list_reports(self, *, limit: int | None = None, offset: int = 0) -> Sequence[ReportRow]:
        """The reports, newest publication first; those without a date last."""
        ...

    def get_coded(self, report_id: str) -> StoredReport:
        """A report with its records and their decisions. Raises NotKeptError."""
        ...

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        """The reports given, or all in the order they were added."""
        ...

    def find_record(self, record_id: str) -> tuple[str, int]:
        """The report of a record and the run that made it. Raises NotKeptError."""
        ...

    def get_capture(self, report_id: str) -> CaptureRow | None:
        """The original bytes of a report, where there are any. Raises NotKeptError for an unknown report."""
        ...

    def decide(
        self,
        record_id: str,
        kind: DecisionKind,
        who: str,
        why: str | None = None,
        *,
        supersedes: int | None = None,
        others: Sequence[str] = (),
    ) -> Decision:
        """Insert a decision on a record at the end of the chain.

        `supersedes` is for "undo": the decision to take back, else the one in force. `others` is for "merge" and
        "split": the events that the record is ruled to be one incident with, or not. Raises NotKeptError for an
        unknown record, WrongCallError for an unknown kind, an empty `who`, an undo or a ruling of nothing,
        ConflictError for a record that is in an open round of blind coding.
        """
        ...

    def decide_all(
        self,
        who: str,
        asked: Sequence[NewDecision],
        made: Sequence[HandMade] = (),
        *,
        seen: Mapping[str, int] | None = None,
    ) -> Sequence[Decision]:
        """Keep records that a person made, and insert decisions on these and others: all of it in one transaction.

        More than one decision are one act. `seen`: the `seq` of the last decision on each of these records that all
        this rests on, 0 for none; ConflictError where there is a later one. Raises as `decide` does, and NotKeptError
        for an unknown report of a made record, StoreError where its evidence is not in the text.
        """
        ...

    def decisions(self, record_id: str | None = None) -> Sequence[Decision]:
        """The decisions on one record, or all of them: oldest first."""
        ...

    def decisions_by(self, who: str, *, before: int | None = None, limit: int = 100) -> Sequence[Decision]:
        """The last decisions of one person, newest first; `before`: those with a smaller `seq` only."""
        ...

    def chain_head(self) -> str:
        """The hash of the last decision as noted beside the chain; GENESIS where there is none."""
        ...

    @property
    def log(self) -> Log: ...

    @property
    def checkpoints(self) -> Checkpoints: ...

    @property
    def custody(self) -> CustodyShelf: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def health(self) -> StoreHealth: ...

    @property
    def projections(self) -> Projections: ...

    @property
    def index_rows(self) -> IndexRows: ...

    @property
    def watches(self) -> Watches: ...

    @property
    def rounds(self) -> Rounds: ...

    @property
    def people(self) -> People: ...

    @property
    def releases(self) -> Releases: ...

    @property
    def policies(self) -> Policies: ...

    @property
    def comments(self) -> Comments: ...

    @property
    def republications(self) -> Republications: ...

    @property
    def follows(self) -> Follows: ...

    def set_incidents(self, incidents: Mapping[str, str]) -> None:
        """Replace the projection record id -> incident id as a whole. Raises NotKeptError for an unknown record."""
        ...

    def incidents(self) -> Mapping[str, str]: ...

    def runs(self) -> Sequence[RunRow]: ...

    def iter_captures(self) -> Iterator[CaptureRow]: ...

    def iter_dossiers(self, report_ids: Sequence[str] | None = None) -> Iterator[Dossier]:
        """Everything under each report id as it lies there, for verification; rows of missing reports too.

        In: the ids that are asked for, all of them by default.
        """
        ...

    def check_files(self) -> Sequence[str]:
        """What the database itself finds broken in its files, in its own words; empty where nothing is."""
        ...


class Projections(Protocol):
    """What a store keeps beside its records to find and link them by. All of it can be made again from the records.

    Records that are added wait as pending ones until `keep` has taken what was made of them.
    """

    def pending(self, limit: int) -> Sequence[PendingRecord]:
        """Records whose projections are to be made, in the order of their ids."""
        ...

    def keep(self, made: Projected) -> None:
        """Keep what was made of records, and take those that have an outline off the list of pending ones."""
        ...

    def count_pending(self) -> int: ...

    def count_accounts(self) -> int:
        """How many events have an account; takes longer the more there are."""
        ...

    def all_accounts(self) -> Sequence[tuple[str, bytes]]:
        """Every packed account with its record id, in the order of the ids."""
        ...

    def replace_links(self, links: Iterable[tuple[str, str, float]], incidents: Mapping[str, str]) -> None:
        """Replace all links and all incidents as a whole."""
        ...

    def accounts_in(self, windows: Iterable[Window]) -> Mapping[str, bytes]:
        """The packed accounts that lie in the windows, by record id."""
        ...

    def accounts_of(self, record_ids: Iterable[str]) -> Mapping[str, bytes]: ...

    def links_of(self, record_ids: Collection[str]) -> Sequence[tuple[str, str, float]]:
        """All links from and to the records: two ids, the smaller first, and the score."""
        ...

    def rulings(self) -> Mapping[tuple[str, str], bool]:
        """What people ruled about pairs of events, by two record ids, the smaller first (`list_rulings`)."""
        ...

    def discarded(self, record_ids: Collection[str] | None = None) -> Collection[str]:
        """Those of the records, or of all, that are rejected or superseded."""
        ...

    def members(self, incident_ids: Sequence[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Record id and report id of each event of the incidents."""
        ...

    def last_decided(self, record_ids: Collection[str]) -> Mapping[str, int]:
        """The `seq` of the last decision on each of the records; those without any are left out."""
        ...

    def incident_lines(self, limit: int, offset: int = 0) -> Sequence[IncidentLine]:
        """The incidents, the latest event first."""
        ...

    def records_in(self, box: AreaBox) -> Sequence[tuple[str, str]]:
        """Record id and report id of each record whose place lies in an area."""
        ...

    def reports_of(self, actors: Collection[str]) -> Sequence[str]:
        """The ids of the reports with a record in which one of the actors, by `ActorRef.key`, has a part."""
        ...

    def sightings(self, first_day: int, last_day: int, longest: int) -> Iterator[Sighting]:
        """The events that were done between two days (ordinals), each with its incident and first-level region.

        Left out is what is rejected, has no region, or an interval of more than `longest` days.
        """
        ...

    def parts(self) -> Iterator[tuple[str, str]]:
        """Each record id with the key of an actor that has a part in it."""
        ...

    def oldest_form(self) -> int | None:
        """The oldest form that a kept account has; None where there is none."""
        ...

    def forget(self) -> None:
        """Drop all projections; every record is pending again."""
        ...


class Watches(Protocol):
    """What users follow in a store, and when they looked. Watches can be dropped; looks are only inserted."""

    def add(self, who: str, kind: WatchKind, subject: str, name: str) -> bool:
        """Follow an area or actor from now on; False where it is followed already."""
        ...

    def remove(self, who: str, kind: WatchKind, subject: str) -> bool:
        """Follow it no longer; False where it was not followed."""
        ...

    def list(self, who: str | None = None) -> Sequence[Watch]:
        """What one user follows, or all of them do, in the order of adding, each with its last look since then."""
        ...

    def look(self, watch: Watch, looked: datetime, verdict: str | None) -> None:
        """Note that a user looked, and which verdict on the trend was told (`publish.findings.Verdict`)."""
        ...
