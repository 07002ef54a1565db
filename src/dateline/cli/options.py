"""Arguments and options that several commands share, with their words."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from dateline.base.logging import LOG_FORMATS, LogFormat
from dateline.base.settings import settings_from_environment
from dateline.model.errors import WrongCallError

INPUT_HELP = (
    "An .html, .txt, .jsonl, .xml (RSS or Atom) or .warc file, a folder of them, an http(s) address, or - for stdin."
)


Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help=INPUT_HELP, show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.", dir_okay=False),
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="The publication date, as 2021-12-03, whatever the inputs say.")
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
Who = Annotated[
    str | None,
    typer.Option("--who", "--as", metavar="NAME", help="Who does it, for the log; else the user."),
]
LogForm = Annotated[
    str | None,
    typer.Option(
        "--log-format",
        metavar="FORMAT",
        help="How it logs on stderr: text, or json (an object a line); else DATELINE_LOG_FORMAT, else text.",
    ),
]
Port = Annotated[int, typer.Option(metavar="PORT", min=1, max=65535, help="The port to serve on.")]


def choose_log_format(given: str | None) -> LogFormat:
    """The option, else the environment, else text. Raises WrongCallError for a form that does not exist."""
    asked = given or settings_from_environment().log_format
    for known in LOG_FORMATS:
        if asked == known:
            return known
    raise WrongCallError("there is no such form of logs", asked, f"known: {', '.join(LOG_FORMATS)}")


def name_user(given: str | None) -> str:
    """Who the log says it was: the option, else the name of the system's user."""
    if given and given.strip():
        return given.strip()
    try:
        return getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "terminal"
