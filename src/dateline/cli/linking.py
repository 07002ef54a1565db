"""`dateline link`: which events of coded reports are one incident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.cli.files import open_result, write_line
from dateline.cli.marking import read_rows
from dateline.cli.options import Output
from dateline.cli.reading import tell_written
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal
from dateline.model.errors import ReadError

app = typer.Typer()
Row = dict[str, Any]


@app.command()
def link(
    coded: Annotated[
        list[Path],
        typer.Argument(metavar="CODED", help="Coded reports, one a line, as `dateline code` writes them."),
    ],
    output: Output = None,
) -> None:
    """Give events that are one incident the same incident_id, over all the files given."""
    from dateline.services.linking import Linking

    terminal = Terminal()
    linking = Linking()
    unfit: set[tuple[Path, int]] = set()
    with terminal.progress("reading", [str(path) for path in coded]) as step:
        for path, number, row in _number_rows(coded, terminal):
            try:
                linking.add(row)
            except ReadError as error:
                terminal.name_failure(ReadError(error.message, f"{path}: {error.subject}", error.cause))
                unfit.add((path, number))
            step()
    linking.finish()
    events = 0
    with open_result(output) as stream:
        for path, number, row in _number_rows(coded, None):
            if (path, number) not in unfit:
                marked = linking.mark(row)
                events += len(marked["events"])
                write_line(stream, marked)
    incidents = count_of(linking.count_incidents(), "incident")
    tell_written(terminal, output, f"{count_of(events, 'event')} in {incidents}")
    raise typer.Exit(terminal.exit_code)


def _number_rows(paths: list[Path], terminal: Terminal | None) -> Iterator[tuple[Path, int, Row]]:
    """Every coded report with its file and number; lines that are none are named where there is a terminal."""
    for path in paths:
        for number, row in enumerate(read_rows(path, ("report",), terminal)):
            yield path, number, row
