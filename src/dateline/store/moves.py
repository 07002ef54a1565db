"""Moves a whole store into an empty database: rows as they are, the full-text index by the target's own means.

Goes on where it stopped after a kill: rows and how far they have come are one transaction. The source is read in one
snapshot; where it has changed between two attempts, nothing is mixed: the move is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Integer, Table, func, select, text

from dateline.model.errors import StoreError
from dateline.store import move_marks
from dateline.store.bulk_inserts import insert_rows
from dateline.store.engines import WRITES, make_engine, parse_address, show_address, sqlite_path
from dateline.store.failures import telling_failures
from dateline.store.files import read_file_version
from dateline.store.index_schema import WORDS_TABLE, report_numbers
from dateline.store.move_marks import MoveMark
from dateline.store.move_targets import prepare_target, set_sequences
from dateline.store.schema import reports
from dateline.store.snapshots import Row, Snapshot, open_snapshot
from dateline.store.word_searches import insert_words_of

OnRows = Callable[[int], None]
"""Is told how many rows were dealt with."""

_PORTION_ROWS = 2000
_PORTION_CHARS = 4_000_000
_REPORTS_AT_A_TIME = 500
_BUSY_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table as it lies in both databases: how many rows, and the hash of their sum (`store.row_sums`)."""

    name: str
    row_count: int
    sha256: str


class Move:
    """A move between two open databases; `open_move` makes one. Call `copy`, `make_words`, `check`, `finish`."""

    def __init__(self, source: Snapshot, target: Engine, address: str) -> None:
        self._source = source
        self._target = target
        self._address = address
        self._tables = source.tables()

    @property
    def source_address(self) -> str:
        """Without its password."""
        return self._source.address

    @property
    def target_address(self) -> str:
        return self._address

    def count_rows(self) -> int:
        """All rows that are to be moved."""
        return sum(self._source.count(table) for table in self._tables)

    def copy(self, on_rows: OnRows = lambda _: None) -> None:
        """Copy what is not there yet, table by table.

        `on_rows` is told of rows that an earlier attempt copied, too. Raises StoreError.
        """
        with telling_failures(self._address):
            for table in self._tables:
                self._copy_table(table, on_rows)

    def _copy_table(self, table: Table, on_rows: OnRows) -> None:
        with self._target.begin() as connection:
            mark = move_marks.read_mark(connection, table.name)
        on_rows(mark.total.count)
        if mark.finished:
            return
        with closing(self._source.rows(table, mark.last_key)) as rows:
            for portion in _in_portions(table, rows):
                with self._target.begin() as connection:
                    _keep(connection, table, portion, mark)
                on_rows(len(portion))
        self._note_end(mark)

    def _note_end(self, mark: MoveMark) -> None:
        mark.finished = True
        with self._target.begin() as connection:
            move_marks.note_mark(connection, mark, mark.total.count)

    def count_reports(self) -> int:
        """All reports whose words are to be findable."""
        return self._source.count(reports)

    def make_words(self, on_rows: OnRows = lambda _: None) -> None:
        """Make the full-text index of what was copied; `on_rows` is told of reports."""
        with telling_failures(self._address):
            self._make_words(on_rows)

    def _make_words(self, on_rows: OnRows) -> None:
        query = (
            select(report_numbers.c.number, reports.c.content)
            .join(reports, reports.c.id == report_numbers.c.report_id)
            .order_by(report_numbers.c.number)
            .limit(_REPORTS_AT_A_TIME)
        )
        with self._target.begin() as connection:
            mark = move_marks.read_mark(connection, WORDS_TABLE)
        on_rows(mark.total.count)
        while not mark.finished:
            last = mark.last_key[0] if mark.last_key else 0
            with self._target.begin() as connection:
                rows = connection.execute(query.where(report_numbers.c.number > last)).all()
                insert_words_of(connection, [(row.number, row.content) for row in rows])
                before = mark.total.count
                mark.total.count += len(rows)
                mark.last_key = [rows[-1].number] if rows else mark.last_key
                mark.finished = not rows
                move_marks.note_mark(connection, mark, before)
            on_rows(len(rows))

    def check(self, on_rows: OnRows = lambda _: None) -> Sequence[MovedTable]:
        """Read every row of the target again. Raises StoreError where one is not as it was read from the source."""
        with telling_failures(self._address), self._target.connect() as connection:
            moved = Snapshot(connection, self._address)
            checked = [_check_table(connection, moved, table, on_rows) for table in self._tables]
            _check_words(connection, self._address)
            if moved.chain_ends() != self._source.chain_ends():
                raise StoreError("the chains do not end as those of the source", self._address)
        return checked

    def finish(self) -> None:
        """Make the target a store like any other."""
        with telling_failures(self._address):
            with self._target.begin() as connection:
                if connection.dialect.name == "postgresql":
                    set_sequences(connection)
                move_marks.drop_marks(connection)
            if self._target.dialect.name == "postgresql":
                with self._target.begin() as connection:
                    connection.execute(text("ANALYZE"))  # or the first questions are answered without statistics

    def chain_ends(self) -> Mapping[str, str]:
        """The hash of the last decision, and of the last entry of the log."""
        return self._source.chain_ends()


@contextmanager
def open_move(source: str, target: str) -> Iterator[Move]:
    """Open both databases, and make the target's tables where it is empty.

    Raises StoreError where the source cannot be read, where the target holds anything else than what an earlier
    attempt of this move left, or where the source has changed since that attempt.
    """
    url = parse_address(target)
    shown, path = show_address(url), sqlite_path(url)
    if path is not None and not path.absolute().parent.is_dir():
        raise StoreError("the database cannot be made", shown, "its folder does not exist")
    if url == parse_address(source):
        raise StoreError("a store cannot be moved into itself", shown)
    if path is not None:
        read_file_version(path, _BUSY_TIMEOUT_S, allow_moving=True)  # what is no store is not touched
    with open_snapshot(source) as snapshot, telling_failures(shown):
        engine = make_engine(url, _BUSY_TIMEOUT_S).execution_options(**{WRITES: True})
        try:
            prepare_target(engine, snapshot, shown)
            yield Move(snapshot, engine, shown)
        finally:
            engine.dispose()


def _in_portions(table: Table, rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Portions for one transaction each. A table whose rows point at each other by texts comes in one: a row may
    stand before the one that it points at."""
    whole = _points_at_itself(table)
    portion: list[Row] = []
    weight = 0
    for row in rows:
        portion.append(row)
        weight += sum(len(value) for value in row.values() if isinstance(value, str | bytes))
        if not whole and (len(portion) >= _PORTION_ROWS or weight >= _PORTION_CHARS):
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


def _points_at_itself(table: Table) -> bool:
    to_itself = any(key.column.table is table for key in table.foreign_keys)
    return to_itself and not all(isinstance(column.type, Integer) for column in table.primary_key)


def _keep(connection: Connection, table: Table, portion: Sequence[Row], mark: MoveMark) -> None:
    before = mark.total.count
    for row in portion:
        mark.total.add(row)
    mark.last_key = [portion[-1][column.name] for column in table.primary_key]
    move_marks.note_mark(connection, mark, before)
    insert_rows(connection, table, portion)


def _check_table(connection: Connection, moved: Snapshot, table: Table, on_rows: OnRows) -> MovedTable:
    wanted = move_marks.read_mark(connection, table.name).total
    found = moved.sum_rows(table)
    on_rows(found.count)
    if (found.count, found.digest()) != (wanted.count, wanted.digest()):
        cause = f"{wanted.count} rows were read, {found.count} lie there"
        raise StoreError("the rows do not lie in the target as they were read", table.name, cause)
    return MovedTable(table.name, found.count, found.digest())


def _check_words(connection: Connection, address: str) -> None:
    words = connection.execute(text(f"SELECT count(*) FROM {WORDS_TABLE}")).scalar_one()  # noqa: S608 - a constant
    numbers = connection.execute(select(func.count()).select_from(report_numbers)).scalar_one()
    if words != numbers:
        raise StoreError("the full-text index is not whole", address, f"{words} of {numbers} reports")
