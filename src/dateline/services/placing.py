"""Use case: add a user's own places to the gazetteer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.model.errors import ReadError
from dateline.resolve.gazetteer_additions import add_rows, additions_path
from dateline.resolve.gazetteer_files import read_gazetteer_file
from dateline.resolve.gazetteer_towns import Row


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How many places a file has brought, and how many were there already; `path` is where they are kept."""

    new: int
    old: int
    path: Path


def add_places(file: Path, on_bad: Callable[[ReadError], None]) -> PlaceCounts:
    """Add the places of a file; a row that does not fit is handed to `on_bad`, and the rest goes on.

    Raises ReadError where the file cannot be read at all, StoreError where the places cannot be kept.
    """

    def good_rows() -> Iterator[Row]:
        for row in read_gazetteer_file(file):
            if isinstance(row, ReadError):
                on_bad(row)
            else:
                yield row

    path = additions_path()
    new, old = add_rows(path, good_rows())
    return PlaceCounts(new, old, path)
