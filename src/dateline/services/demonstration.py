"""What `dateline demo` works on: the packaged example reports, and a database file that may be replaced."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from dateline.base.resources import data_file
from dateline.model.errors import StoreError, WrongCallError

EXAMPLE_SUFFIXES = frozenset({".html", ".txt"})
DEMO_APPLICATION_ID = 0x444C4445  # "DLDE"
"""Stands in the header of a SQLite file that `dateline demo` made; only such a file is ever replaced."""


def list_examples() -> list[Path]:
    """The files of the example reports, in the order of their names."""
    folder = Path(str(data_file("examples")))
    return sorted(path for path in folder.iterdir() if path.suffix in EXAMPLE_SUFFIXES)


def prepare_demo_database(path: Path) -> None:
    """Leave an empty SQLite file marked as a demo at `path`, in place of an earlier demo.

    Raises WrongCallError where there is a file that `dateline demo` did not make: it is left alone; StoreError
    where no file can be made there.
    """
    if path.exists():
        if not _is_demo(path):
            raise WrongCallError("this file is no demo database and will not be replaced", str(path))
        for leftover in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
    if not path.absolute().parent.is_dir():
        raise WrongCallError("the database cannot be made", str(path), "its folder does not exist")
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA application_id = {DEMO_APPLICATION_ID}")
            connection.commit()
    except sqlite3.Error as error:
        raise StoreError("the database cannot be made", str(path), str(error)) from error


def _is_demo(path: Path) -> bool:
    """Read from the header (bytes 68 to 71), so that a file of any kind and size can be asked."""
    try:
        with path.open("rb") as stream:
            header = stream.read(72)
    except OSError as error:
        raise WrongCallError("cannot read the file", str(path), error.strerror or str(error)) from error
    return header[:15] == b"SQLite format 3" and int.from_bytes(header[68:72], "big") == DEMO_APPLICATION_ID
