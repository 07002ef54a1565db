"""Cells of CSV files: what a spreadsheet would run as a formula is made harmless, and can be read back.

A text that begins with one of `= + - @`, their full-width forms, a tab or a line break gets an apostrophe before it,
as spreadsheets themselves mark text (OWASP, "CSV injection"). A text that has such apostrophes already gets one more,
so that `read_cell` gives every text back. Numbers are no text: -3.5 stays -3.5.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

Cell = str | int | float | None
"""None is an empty cell: not known."""

_RUNS_AS_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_MADE_HARMLESS = re.compile(r"''*[=+\-@＝＋－＠\t\r\n]")


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 without a mark): the header, then a line a row. Raises KeyError for no column."""
    yield write_line(columns)
    known = frozenset(columns)
    for row in rows:
        if not row.keys() <= known:
            raise KeyError(f"no such columns: {sorted(row.keys() - known)}")
        yield write_line([row.get(column) for column in columns])


def write_line(cells: Sequence[Cell]) -> bytes:
    """One line with its end; an empty text and None are both empty cells."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([write_cell(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8")


def write_cell(cell: Cell) -> str:
    """A cell as it stands in the file, before quoting."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = clean_text(cell)
        return f"'{text}" if _RUNS_AS_FORMULA.match(text) else text
    return str(cell)


def read_cell(cell: str) -> str:
    """The text that `write_cell` was given; for numbers their digits."""
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell


def clean_text(text: str) -> str:
    """The text without half characters (lone surrogates), which UTF-8 cannot hold: U+FFFD stands for each."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def join_list(items: Iterable[str], separator: str = "; ") -> str:
    """Items in one cell, none twice; a semicolon within an item becomes a comma, so that they can be parted again."""
    parts = (" ".join(item.replace(";", ",").split()) for item in items)
    return separator.join(dict.fromkeys(part for part in parts if part))
