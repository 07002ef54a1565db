"""`dateline move`: a store from one database to another."""

from __future__ import annotations

import json as json_format
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dateline.cli.options import Json
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal

app = typer.Typer()
_ROWS_A_STEP = 1000


@app.command()
def move(
    source: Annotated[
        str,
        typer.Argument(metavar="FROM", show_default=False, help="The store: a SQLite file or a database address."),
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", show_default=False, help="A new file, or the address of an empty database.")
    ],
    json: Json = False,
) -> None:
    """Copy a whole store to another database, and compare every row; goes on where it was stopped."""
    from dateline.services.moving import move_store

    terminal = Terminal()

    @contextmanager
    def progress(doing: str, total: int) -> Iterator[Callable[[int], None]]:
        terminal.say(f"{doing}: {total:,}")
        with terminal.progress(f"{doing}, thousands", total=-(-total // _ROWS_A_STEP)) as step:
            yield _Steps(step)

    report = move_store(source, target, progress)
    if json:
        typer.echo(json_format.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        for table in report.tables:
            typer.echo(f"{table.name:<20} {table.row_count:>12,}  {table.sha256}")
        for name, end in report.chain_ends.items():
            typer.echo(f"end of {name:<26}  {end}")
    for fault in report.faults:
        terminal.say(f"as in the source: {fault}")
    moved = f"{count_of(report.row_count, 'row')} of {count_of(len(report.tables), 'table')}"
    faults = count_of(len(report.faults), "fault")
    terminal.say(f"{moved} lie in {report.target} as in {report.source}; {faults}")
    raise typer.Exit(1 if report.faults else 0)


class _Steps:
    """Turns numbers of rows into steps of a bar."""

    def __init__(self, step: Callable[[], None]) -> None:
        self._step = step
        self._rows = 0

    def __call__(self, rows: int) -> None:
        steps = (self._rows + rows) // _ROWS_A_STEP - self._rows // _ROWS_A_STEP
        self._rows += rows
        for _ in range(steps):
            self._step()
