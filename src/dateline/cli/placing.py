"""`dateline gazetteer add`: a user's own places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal

app = typer.Typer()
gazetteer = typer.Typer(help="The places that reports are read with.", no_args_is_help=True)
app.add_typer(gazetteer, name="gazetteer")


@gazetteer.callback()
def choose() -> None:
    """The places that reports are read with."""


@gazetteer.command()
def add(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A country dump of GeoNames (.txt or .zip), a .geojson, or a .csv with name, lat and lon.",
            show_default=False,
        ),
    ],
) -> None:
    """Add places to the gazetteer. Adding the same file twice changes nothing."""
    from dateline.services.placing import add_places

    terminal = Terminal()
    counts = add_places(file, terminal.name_failure)
    terminal.say(f"{count_of(counts.new, 'place')} added to {counts.path}, {counts.old} there already")
    raise typer.Exit(terminal.exit_code)
