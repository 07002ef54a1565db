"""Arguments and options that several commands share, with their words."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

INPUT_HELP = (
    "An .html, .txt, .jsonl, .xml (RSS or Atom) or .warc file, a folder of them, an http(s) address, or - for stdin."
)


def check_date(text: str | None) -> str | None:
    """The date as given. Raises BadParameter where it is no ISO date or date-time."""
    if text is None:
        return None
    try:
        datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date such as 2021-12-03") from error
    return text


Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help=INPUT_HELP, show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.", dir_okay=False),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="The publication date, where the input has none or a wrong one.", callback=check_date
    ),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Who published the reports.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="The address that the report was published at.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Database = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="A SQLite file or a database address; else DATELINE_DATABASE, else dateline.db here."
    ),
]
Port = Annotated[
    int, typer.Option(metavar="PORT", min=0, max=65535, help="The port to serve on; 0 takes a free one.")
]
