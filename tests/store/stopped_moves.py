"""Moves that are stopped in the middle, and what else tests of moving share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from dateline.services.moving import MoveReport
from dateline.store import moves


def tables_of(report: MoveReport) -> dict[str, tuple[int, str]]:
    return {table.name: (table.row_count, table.sha256) for table in report.tables}


class StoppedError(Exception):
    """A move that was killed, as far as the databases can tell."""


def stop_after(calls: int) -> Callable[[int], None]:
    left = [calls]

    def on_rows(_: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise StoppedError

    return on_rows


def move_and_stop(source: str, target: str, calls: int) -> bool:
    """Whether all was copied before it was stopped."""
    try:
        with moves.open_move(source, target) as move:
            stop = stop_after(calls)
            move.copy(stop)
            move.make_words(stop)
    except StoppedError:
        return False
    return True


@contextmanager
def changing(address: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(address if "://" in address else f"sqlite:///{address}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()
