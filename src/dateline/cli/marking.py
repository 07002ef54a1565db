"""`dateline timex`, `geoparse` and `moderate`: one layer on its own, over texts of any kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.cli.files import open_result, write_line
from dateline.cli.options import Output
from dateline.cli.reading import count_steps, tell_written
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal
from dateline.model.errors import ReadError, WrongCallError

app = typer.Typer()
Row = dict[str, Any]
Texts = Annotated[
    Path, typer.Argument(metavar="IN", help="JSON Lines: an object with id and text a line.", show_default=False)
]


@app.command()
def timex(source: Texts, output: Output = None) -> None:
    """Mark time expressions: type and value as in TimeML, and the days that each names."""
    from dateline.services.timexing import timex as mark

    _mark(source, output, mark)


@app.command()
def geoparse(source: Texts, output: Output = None) -> None:
    """Mark place names, and say where each is."""
    from dateline.services.geoparsing import geoparse as mark

    _mark(source, output, mark)


@app.command()
def moderate(source: Texts, output: Output = None) -> None:
    """Suggest which comments to approve or reject, with the rules broken and the words that speak for it."""
    from dateline.services.moderating_texts import moderate as mark

    _mark(source, output, mark, "comment")


def _mark(
    source: Path, output: Path | None, mark: Callable[[Iterable[Row]], Iterator[Row]], what: str = "text"
) -> None:
    terminal = Terminal()
    number = 0
    with open_result(output) as stream, terminal.progress("marking", [str(source)]) as step:
        for row in mark(count_steps(read_rows(source, ("id", "text"), terminal), step)):
            write_line(stream, row)
            number += 1
    tell_written(terminal, output, count_of(number, what))
    raise typer.Exit(terminal.exit_code)


def read_rows(path: Path, fields: tuple[str, ...], terminal: Terminal | None) -> Iterator[Row]:
    """The objects of a JSON Lines file; a line without the fields is named on stderr, where there is a terminal.

    Raises WrongCallError where the file cannot be opened.
    """
    try:
        stream = path.open(encoding="utf-8")
    except OSError as error:
        raise WrongCallError("cannot read the file", str(path), error.strerror or str(error)) from error
    with stream:
        for number, line in enumerate(stream, start=1):
            row = _parse(line)
            if row is not None and all(field in row for field in fields) and isinstance(row.get("text", ""), str):
                yield row
            elif line.strip() and terminal:
                terminal.name_failure(ReadError(f"no object with {' and '.join(fields)}", f"{path}:{number}"))


def _parse(line: str) -> Row | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None
