"""The store in a SQL database: SQLite by default, others by address. Its promises: `model.ports.Store`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from types import TracebackType
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Row
from sqlalchemy.pool import StaticPool

from dateline.base.clock import Clock, now_utc
from dateline.model.custody import NO_NOTES, CustodyNotes
from dateline.model.decisions import DECISION_KINDS, Decision, DecisionKind, NewDecision
from dateline.model.errors import NotKeptError, StoreError, WrongCallError
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Capture, Report
from dateline.model.stores import (
    RECORD_TYPES,
    CaptureRow,
    Dossier,
    HandMade,
    ReportRow,
    RunRow,
    StoredRecord,
    StoredReport,
)
from dateline.store import deciding, insertions, queries, run_seals
from dateline.store.auditing import SqlAudit
from dateline.store.chaining import Chain, select_head
from dateline.store.checkpoints import SqlCheckpoints
from dateline.store.comments import SqlComments
from dateline.store.custody import SqlCustody
from dateline.store.engines import WRITES, make_engine, parse_address, show_address, sqlite_path
from dateline.store.failures import telling_failures
from dateline.store.files import read_file_version
from dateline.store.following import SqlFollows
from dateline.store.health import SqlHealth
from dateline.store.index_rows import SqlIndexRows
from dateline.store.integrity import check_sqlite
from dateline.store.logs import SqlLog
from dateline.store.people import SqlPeople
from dateline.store.policies import SqlPolicies
from dateline.store.projecting import SqlProjections
from dateline.store.releases import SqlReleases
from dateline.store.republications import SqlRepublications
from dateline.store.rounds import SqlRounds
from dateline.store.upgrades import check_version, upgrade_schema
from dateline.store.watching import SqlWatches

BUSY_TIMEOUT_S = 5.0
"""How long a writer waits for another before it gives up."""
_REPORTS_AT_A_TIME = 50


def open_store(
    address: str, *, clock: Clock = now_utc, create: bool = True, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> SqlStore:
    """Open the store at a file path or SQLAlchemy URL, and bring its schema up to date.

    A SQLite file that is not there is made, unless `create` is False. Raises StoreError where the file is
    damaged, locked, no database or no store, or was made by a newer version; it is then left as it was.
    """
    url = parse_address(address)
    shown, path = show_address(url), sqlite_path(url)
    if path is not None:
        version = read_file_version(path, busy_timeout_s)
        check_version(version, shown)
        if version is None and not create:
            raise StoreError("there is no database", shown)
        if not path.absolute().parent.is_dir():
            raise StoreError("the database cannot be made", shown, "its folder does not exist")
    engine = make_engine(url, busy_timeout_s)
    try:
        with telling_failures(shown):
            upgrade_schema(engine, shown)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, shown, clock)


class SqlStore:
    """A store in a SQL database; `open_store` makes one. Also a context manager, which closes it."""

    def __init__(self, engine: Engine, address: str, clock: Clock) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._clock = clock
        # A database in memory is one connection, which threads take in turns; others give each its own.
        self._turn: AbstractContextManager[object] = RLock() if isinstance(engine.pool, StaticPool) else nullcontext()
        self.address = address

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections; the store is not to be used after it."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._turn, telling_failures(self.address), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._turn, telling_failures(self.address), self._writer.begin() as connection:
            yield connection

    def _now(self) -> str:
        return insertions.format_time(self._clock())

    # Adding

    def add_capture(self, capture: Capture, data: bytes | None, media_type: str | None = None) -> str:
        with self._writing() as connection:
            return run_seals.keep_capture(connection, capture, data, media_type, self._now())

    def begin_run(self, coder: str, version: str, settings: Mapping[str, Any]) -> int:
        with self._writing() as connection:
            return insertions.insert_run(connection, coder, version, settings, self._now())

    def finish_run(self, run_id: int) -> None:
        with self._writing() as connection:
            run_seals.finish_run(connection, run_id, self._now())

    def add_coded(
        self,
        coded: CodedReport,
        *,
        run_id: int,
        original: bytes | None = None,
        media_type: str | None = None,
        custody: CustodyNotes = NO_NOTES,
    ) -> bool:
        addition = insertions.Addition(coded, run_id, original, media_type, self._now(), custody)
        with self._writing() as connection:
            return insertions.insert_coded(connection, addition)

    # Reading

    def has_report(self, report_id: str) -> bool:
        with self._reading() as connection:
            return queries.has_report(connection, report_id)

    def is_kept(self, report: Report) -> bool:
        with self._reading() as connection:
            return insertions.is_kept(connection, report)

    def count_reports(self) -> int:
        with self._reading() as connection:
            return queries.count_reports(connection)

    def list_reports(self, *, limit: int | None = None, offset: int = 0) -> Sequence[ReportRow]:
        with self._reading() as connection:
            return queries.select_report_rows(connection, limit, offset)

    def get_coded(self, report_id: str) -> StoredReport:
        for stored in self.iter_coded([report_id]):
            return stored
        raise NotKeptError("no report with this id is kept", report_id)

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        if report_ids is None:
            with self._reading() as connection:
                report_ids = queries.select_report_ids(connection)
        for portion in queries.in_portions(report_ids, _REPORTS_AT_A_TIME):
            with self._reading() as connection:
                stored = _read_portion(connection, portion)
            yield from stored

    def find_record(self, record_id: str) -> tuple[str, int]:
        """The report of a record and the run that made it. Raises NotKeptError."""
        with self._reading() as connection:
            origin = queries.select_origin(connection, record_id)
        if origin is None:
            raise NotKeptError("no record with this id is kept", record_id)
        return origin

    def get_capture(self, report_id: str) -> CaptureRow | None:
        with self._reading() as connection:
            if not queries.has_report(connection, report_id):
                raise NotKeptError("no report with this id is kept", report_id)
            return queries.select_capture(connection, report_id)

    # Review

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
        return self.decide_all(who, [NewDecision(record_id, kind, why, supersedes, tuple(others))])[0]

    def decide_all(
        self,
        who: str,
        asked: Sequence[NewDecision],
        made: Sequence[HandMade] = (),
        *,
        seen: Mapping[str, int] | None = None,
    ) -> Sequence[Decision]:
        for new in asked:
            if new.kind not in DECISION_KINDS:
                known = f"known: {', '.join(DECISION_KINDS)}"
                raise WrongCallError("there is no such decision", str(new.kind), known)
            if not who.strip():
                raise WrongCallError("a decision needs to say who made it", new.record_id)
        now = self._now()
        with self._writing() as connection:
            deciding.check_seen(connection, seen or {})
            for record in made:
                insertions.insert_hand_made(connection, record, who, now)
            return deciding.insert_decisions(connection, asked, who, now)

    def decisions(self, record_id: str | None = None) -> Sequence[Decision]:
        with self._reading() as connection:
            return queries.select_decisions(connection, None if record_id is None else [record_id])

    def decisions_by(self, who: str, *, before: int | None = None, limit: int = 100) -> Sequence[Decision]:
        with self._reading() as connection:
            return queries.select_decisions_by(connection, who, before, limit)

    def chain_head(self) -> str:
        with self._reading() as connection:
            return select_head(connection, Chain.DECISIONS)

    @property
    def log(self) -> SqlLog:
        return SqlLog(self._reading, self._writing, self._now)

    @property
    def checkpoints(self) -> SqlCheckpoints:
        return SqlCheckpoints(self._reading, self._writing, self._now)

    @property
    def custody(self) -> SqlCustody:
        return SqlCustody(self._reading)

    @property
    def audit(self) -> SqlAudit:
        return SqlAudit(self._reading)

    @property
    def health(self) -> SqlHealth:
        return SqlHealth(self._reading)

    # Projections

    @property
    def projections(self) -> SqlProjections:
        return SqlProjections(self._reading, self._writing)

    @property
    def index_rows(self) -> SqlIndexRows:
        return SqlIndexRows(self._reading)

    @property
    def watches(self) -> SqlWatches:
        return SqlWatches(self._reading, self._writing, self._now)

    @property
    def releases(self) -> SqlReleases:
        return SqlReleases(self._reading, self._writing, self._now)

    @property
    def rounds(self) -> SqlRounds:
        return SqlRounds(self._reading, self._writing, self._now)

    @property
    def people(self) -> SqlPeople:
        return SqlPeople(self._reading, self._writing, self._now)

    @property
    def policies(self) -> SqlPolicies:
        return SqlPolicies(self._reading, self._writing, self._now)

    @property
    def comments(self) -> SqlComments:
        return SqlComments(self._reading, self._writing, self._now)

    @property
    def republications(self) -> SqlRepublications:
        return SqlRepublications(self._reading, self._writing, self._now)

    @property
    def follows(self) -> SqlFollows:
        return SqlFollows(self._reading, self._writing, self._now)

    def set_incidents(self, incidents: Mapping[str, str]) -> None:
        with self._writing() as connection:
            insertions.replace_incidents(connection, incidents)

    def incidents(self) -> Mapping[str, str]:
        with self._reading() as connection:
            return queries.select_incidents(connection)

    # For verification

    def runs(self) -> Sequence[RunRow]:
        with self._reading() as connection:
            return queries.select_runs(connection)

    def iter_captures(self) -> Iterator[CaptureRow]:
        with self._reading() as connection:
            capture_ids = queries.select_capture_ids(connection)
        for portion in queries.in_portions(capture_ids, 1):  # each may be many megabytes
            with self._reading() as connection:
                rows = queries.select_captures(connection, portion)
            yield from rows

    def iter_dossiers(self, report_ids: Sequence[str] | None = None) -> Iterator[Dossier]:
        if report_ids is None:
            with self._reading() as connection:
                report_ids = queries.select_named_reports(connection)
        for portion in queries.in_portions(report_ids, _REPORTS_AT_A_TIME):
            with self._reading() as connection:
                dossiers = queries.select_dossiers(connection, portion)
            yield from dossiers

    def check_files(self) -> Sequence[str]:
        if self._engine.dialect.name != "sqlite":
            return ()
        with self._reading() as connection:
            return check_sqlite(connection)


def _read_portion(connection: Connection, report_ids: Sequence[str]) -> list[StoredReport]:
    """The reports that are there, in the order asked for."""
    contents = queries.select_contents(connection, report_ids)
    records = queries.select_records(connection, report_ids)
    record_ids = [row.id for rows in records.values() for row in rows]
    decided: dict[str, list[Decision]] = {}
    for decision in queries.select_decisions(connection, record_ids):
        decided.setdefault(decision.record_id, []).append(decision)
    return [
        StoredReport(
            report=_report(contents[report_id]),
            added=contents[report_id].added,
            records=tuple(_record(row, decided.get(row.id, ())) for row in records.get(report_id, ())),
        )
        for report_id in report_ids
        if report_id in contents
    ]


def _report(row: Row[Any]) -> Report:
    """Raises StoreError where the kept content is not that of a report any more."""
    try:
        report = Report.model_validate_json(row.content)
    except ValidationError as error:
        raise StoreError("a kept report is damaged", row.id, "run `dateline verify`") from error
    if row.address is None:  # a capture without an address tells nothing to a reader of the report
        return report
    capture = Capture(address=row.address, retrieved=row.retrieved, sha256=row.sha256)
    return report.model_copy(update={"capture": capture})


def _record(row: Row[Any], decisions: Sequence[Decision]) -> StoredRecord:
    """Raises StoreError where the kept payload is not that of a record any more."""
    try:
        record = RECORD_TYPES[row.kind].model_validate_json(row.payload)
    except ValidationError as error:
        raise StoreError("a kept record is damaged", row.id, "run `dateline verify`") from error
    if isinstance(record, Event) and row.incident_id is not None:
        record = record.model_copy(update={"incident_id": row.incident_id})
    return StoredRecord(
        record_id=row.id,
        report_id=row.report_id,
        kind=row.kind,
        record=record,
        coder=row.coder,
        coder_version=row.version,
        decisions=tuple(decisions),
    )
