"""`dateline read` and `dateline code`: reports in, their records out, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import RenderableType

from dateline.base.clock import now_utc
from dateline.base.processes import keep_what_is_loaded
from dateline.base.settings import Settings, settings_from_environment
from dateline.cli.files import open_result, write_line
from dateline.cli.options import Inputs, Json, Output, Published, Publisher, Url
from dateline.cli.tables import LEGEND, RecordCount, count_of, render_coded
from dateline.cli.terminals import Terminal
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.pipeline.runner import Failure

if TYPE_CHECKING:  # reading and coding load parsers and lexicons, which `dateline --help` must not wait for
    from dateline.read.inputs import ReadReport
    from dateline.read.screenshots import Photographer

app = typer.Typer()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says about the inputs; it goes before what they say themselves."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    who: str | None = None


def read_all(
    inputs: Iterable[str], told: Told, terminal: Terminal, *, screenshots: bool = False
) -> Iterator[ReadReport]:
    """Every report of the inputs; what cannot be read is named on stderr, and so is what a reading lacks."""
    from dateline.read.inputs import Overrides, ReadFailure, read_inputs

    settings = settings_from_environment()
    overrides = Overrides(told.published, told.publisher, told.url, told.who)
    photograph = _find_photographer(settings, terminal) if screenshots else None
    for item in read_inputs(
        list(inputs), settings, overrides, clock=now_utc, stdin=sys.stdin.buffer, photograph=photograph
    ):
        if isinstance(item, ReadFailure):
            terminal.name_failure(item.error)
            continue
        for note in item.notes:
            terminal.say(f"note: {item.report.title or item.report.id}: {note}")
        yield item


def _find_photographer(settings: Settings, terminal: Terminal) -> Photographer | None:
    """What takes screenshots; where it is missing that is said once, and reports are read without."""
    from dateline.read.screenshots import ScreenshotError, make_photographer

    try:
        return make_photographer(settings, clock=now_utc)
    except ScreenshotError as error:
        terminal.say(f"note: {error}")
        return None


def count_steps(items: Iterable[T], step: Callable[[], None]) -> Iterator[T]:
    """The same items; `step` is called for each."""
    for item in items:
        step()
        yield item


def code_all(reports: Iterable[Report], terminal: Terminal) -> Iterator[CodedReport]:
    """Every report coded; what cannot be coded is named on stderr."""
    from dateline.services.coding import make_coder

    coder = make_coder(settings_from_environment())
    keep_what_is_loaded()
    for item in coder.code(reports):
        if isinstance(item, Failure):
            terminal.name_failure(item.error)
        else:
            yield item


@app.command()
def read(
    inputs: Inputs,
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    url: Url = None,
) -> None:
    """Read reports without coding them: one report object a line."""
    terminal = Terminal()
    with open_result(output) as stream, terminal.progress("reading", inputs) as step:
        number = 0
        for item in read_all(inputs, Told(published, publisher, url), terminal):
            write_line(stream, item.report.to_json())
            number += 1
            step()
    tell_written(terminal, output, count_of(number, "report"))
    raise typer.Exit(terminal.exit_code)


@app.command()
def code(
    inputs: Inputs,
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    url: Url = None,
    json: Json = False,
) -> None:
    """Read and code reports: a table on a terminal, else one coded report a line. Keeps nothing."""
    terminal = Terminal()
    reports = (item.report for item in read_all(inputs, Told(published, publisher, url), terminal))
    number = RecordCount()
    as_table = output is None and terminal.out.is_terminal and not json
    tables: list[RenderableType] = []
    with terminal.progress("coding", inputs) as step, open_result(output) as stream:
        for item in count_steps(code_all(reports, terminal), step):
            number.add(item)
            if as_table:
                tables.append(render_coded(item, terminal.out.width))
            else:
                write_line(stream, item.to_json())
    for table in tables:  # after the progress bar, which would be drawn over them
        terminal.show(table)
    if tables:
        terminal.say(f"{LEGEND}\n{number}")
    tell_written(terminal, output, str(number))
    raise typer.Exit(terminal.exit_code)


def tell_written(terminal: Terminal, output: Path | None, what: str) -> None:
    """Say what went into a file; a result on stdout speaks for itself."""
    if output is not None and str(output) != "-":
        terminal.say(f"{what} -> {output}")
